import { contracted } from "../../domain/transfer/reducing.ts";
import type { ElementType } from "../../graph/element-type.ts";
import { type Tensor, zeros } from "../../graph/tensor.ts";
import { elementCount, formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { expectOneElement, refuse } from "../checks.ts";
import { accumulatorType, lifted, matrixKernel, packed } from "../contraction.ts";
import { finisher } from "../elementwise.ts";
import { expectIndices, indexAt } from "../indexing.ts";
import type { PrimitiveOperator } from "../operator.ts";
import type { Contraction } from "../work.ts";

export interface PickedProductAttributes {
  readonly result: ElementType;
  /** What it is in an operator that has several contractions. */
  readonly part: string;
}

/**
 * Rows times the matrices that indices pick for them: of x [tokens, inputs] or [tokens, picks, inputs]
 * with matrices [count, outputs, inputs] and indices [tokens, picks].
 *
 * Only the picked matrices are multiplied, and counted; all of them are stored. It is a dotGeneral of
 * what `take` picks, which would make a copy for each token.
 *
 * Source: the experts of onnxruntime `com.microsoft.MoE`.
 */
export const pickedProduct: PrimitiveOperator<PickedProductAttributes, 3> = {
  kind: "core",
  name: "pickedProduct",
  arity: 3,
  steering: [2],
  infer([x, matrices, picks], { result }) {
    expectOneElement("pickedProduct", [x, matrices]);
    expectIndices("pickedProduct", picks);
    const outer = x.shape.slice(0, -1).join();
    const fits = outer === picks.shape.join() || outer === picks.shape.slice(0, 1).join();
    const [, outputs, inputs] = matrices.shape;
    if (
      picks.shape.length !== 2 ||
      matrices.shape.length !== 3 ||
      !fits ||
      x.shape.at(-1) !== inputs
    ) {
      const got = [x, matrices, picks].map(({ shape }) => formatShape(shape)).join(", ");
      refuse("shape-mismatch", "pickedProduct", "rows, matrices and picks that fit", got);
    }
    return [{ element: result, shape: [...picks.shape, outputs as number] }];
  },
  work({ inputs, outputs, attributes }) {
    const [x, matrices] = inputs as readonly [TensorType, TensorType];
    const [, rows, length] = matrices.shape as readonly [number, number, number];
    const contraction: Contraction = {
      kind: "product",
      lhs: 0,
      rhs: 1,
      macs: BigInt(elementCount((outputs[0] as TensorType).shape)) * BigInt(length),
      length,
      lhsAxes: alongLast(x.shape.length, length),
      rhsAxes: { ...alongLast(3, length), ...(rows > 1 ? { channel: 1 } : {}) },
      part: attributes.part,
    };
    return { contractions: [contraction], scalars: {} };
  },
  values([x, matrices], site, solver) {
    const length = (site.inputs[1] as TensorType).shape[2] as number;
    return [contracted([x, matrices], length, false, site, solver)];
  },
  evaluate([x, matrices, picks], { attributes, outputs }) {
    const result = zeros(outputs[0] as TensorType);
    multiply(x, matrices, picks, result, accumulatorType(x.type.element, attributes.result));
    return [result];
  },
};

function alongLast(rank: number, length: number) {
  return { summed: length > 1 ? [rank - 1] : [], input: rank - 1 };
}

function multiply(x: Tensor, matrices: Tensor, picks: Tensor, result: Tensor, sum: ElementType) {
  const [count, width, length] = matrices.type.shape as readonly [number, number, number];
  const rows = lifted(x, sum);
  const kernel = matrixKernel(sum, packed(matrices, [0, 2, 1], sum), length, width);
  const finish = finisher(result.type.element) ?? ((value: number) => value);
  const shared = picks.data.length / (rows.length / length);
  for (let pick = 0; pick < picks.data.length; pick++) {
    const row = Math.floor(pick / shared) * length;
    kernel.x.set(rows.subarray(row, row + length) as never);
    const matrix = indexAt("pickedProduct", picks, pick, count);
    kernel.run(length, width, 1, matrix * length * width);
    for (let f = 0; f < width; f++) {
      result.data[pick * width + f] = finish(kernel.sums[f] as number) as never;
    }
  }
}
