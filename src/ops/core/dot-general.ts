import { contracted } from "../../domain/transfer/reducing.ts";
import type { ElementType } from "../../graph/element-type.ts";
import { type Carrier, type Tensor, zeros } from "../../graph/tensor.ts";
import { elementCount, equalShapes, type TensorType } from "../../graph/tensor-type.ts";
import { expectOneElement, refuse } from "../checks.ts";
import { accumulatorType, matrixKernel, packed, sumFinisher } from "../contraction.ts";
import type { PrimitiveOperator, Site } from "../operator.ts";
import type { ContractionKind, OperandAxes, Work } from "../work.ts";

/** Axes of both operands that are paired, in pairs. */
export interface DotAttributes {
  readonly lhsBatch: readonly number[];
  readonly rhsBatch: readonly number[];
  readonly lhsContract: readonly number[];
  readonly rhsContract: readonly number[];
  /** Element type of the result. */
  readonly result: ElementType;
  /** What part it plays in the network; absent: a product, which a weight makes dense. */
  readonly kind?: ContractionKind;
  /** What it is in an operator that has several contractions. */
  readonly part?: string;
}

interface Split {
  readonly batch: readonly number[];
  readonly free: readonly number[];
  readonly contract: readonly number[];
}

function split(type: TensorType, batch: readonly number[], contract: readonly number[]): Split {
  const free = type.shape.map((_, axis) => axis);
  return {
    batch,
    contract,
    free: free.filter((axis) => !batch.includes(axis) && !contract.includes(axis)),
  };
}

function sizes(type: TensorType, axes: readonly number[]): number[] {
  return axes.map((axis) => type.shape[axis] as number);
}

function splits(lhs: TensorType, rhs: TensorType, a: DotAttributes): readonly [Split, Split] {
  return [split(lhs, a.lhsBatch, a.lhsContract), split(rhs, a.rhsBatch, a.rhsContract)];
}

function check(lhs: TensorType, rhs: TensorType, a: DotAttributes): void {
  const pairs = [
    [sizes(lhs, a.lhsBatch), sizes(rhs, a.rhsBatch)],
    [sizes(lhs, a.lhsContract), sizes(rhs, a.rhsContract)],
  ] as const;
  for (const [left, right] of pairs) {
    if (!equalShapes(left, right) || left.includes(undefined as never)) {
      refuse("shape-mismatch", "dotGeneral", "paired axes of equal size", `${left} and ${right}`);
    }
  }
}

function work(site: Site<DotAttributes>): Work {
  const [lhs, rhs] = site.inputs as readonly [TensorType, TensorType];
  const [left, right] = splits(lhs, rhs, site.attributes);
  const outputs = [...sizes(lhs, [...left.batch, ...left.free]), ...sizes(rhs, right.free)];
  const contracted = sizes(lhs, left.contract);
  const macs = [...outputs, ...contracted].reduce((product, size) => product * BigInt(size), 1n);
  const length = elementCount(contracted);
  const axes = { lhsAxes: axesOf(lhs, left), rhsAxes: axesOf(rhs, right) };
  const { kind = "product", part } = site.attributes;
  const named = part === undefined ? {} : { part };
  return {
    contractions: [{ kind, lhs: 0, rhs: 1, macs, length, ...axes, ...named }],
    scalars: {},
  };
}

function axesOf({ shape }: TensorType, { batch, free, contract }: Split): OperandAxes {
  const summed = contract.filter((axis) => (shape[axis] as number) > 1);
  return {
    summed,
    batch,
    ...(free.length === 1 ? { channel: free[0] as number } : {}),
    ...(contract.length === 1 ? { input: contract[0] as number } : {}),
  };
}

/**
 * Sum of products over paired axes; output axes are batch, free of lhs, free of rhs.
 *
 * Without a contracted axis it is one multiply an output element: a sum of one product.
 *
 * Source: StableHLO `dot_general`; ONNX `MatMul`, `Gemm`, `MatMulInteger`, `Einsum`.
 */
export const dotGeneral: PrimitiveOperator<DotAttributes, 2> = {
  kind: "core",
  name: "dotGeneral",
  arity: 2,
  infer([lhs, rhs], a) {
    expectOneElement("dotGeneral", [lhs, rhs]);
    check(lhs, rhs, a);
    const [left, right] = splits(lhs, rhs, a);
    const shape = [...sizes(lhs, left.batch), ...sizes(lhs, left.free), ...sizes(rhs, right.free)];
    return [{ element: a.result, shape }];
  },
  work,
  values([x, y], site, solver) {
    const [type] = site.inputs as readonly [TensorType];
    const length = elementCount(sizes(type, site.attributes.lhsContract));
    return [contracted([x, y], length, false, site, solver)];
  },
  evaluate([lhs, rhs], site) {
    const a = site.attributes;
    const [left, right] = splits(lhs.type, rhs.type, a);
    const sum = accumulatorType(lhs.type.element, a.result);
    const result = zeros(site.outputs[0] as TensorType);
    multiply(
      packed(lhs, [...left.batch, ...left.free, ...left.contract], sum),
      packed(rhs, [...right.batch, ...right.contract, ...right.free], sum),
      result,
      {
        sum,
        batch: elementCount(sizes(lhs.type, left.batch)),
        rows: elementCount(sizes(lhs.type, left.free)),
        length: elementCount(sizes(lhs.type, left.contract)),
        width: elementCount(sizes(rhs.type, right.free)),
      },
    );
    return [result];
  },
};

interface Extent {
  readonly sum: ElementType;
  readonly batch: number;
  readonly rows: number;
  readonly length: number;
  readonly width: number;
}

/** lhs [batch, rows, length] x rhs [batch, length, width]. */
function multiply(lhs: Carrier, rhs: Carrier, result: Tensor, extent: Extent): void {
  const { batch, rows, length, width } = extent;
  const kernel = matrixKernel(extent.sum, rhs, length, width);
  const finish = sumFinisher(result.type.element);
  for (let row = 0; row < batch * rows; row++) {
    kernel.x.set(lhs.subarray(row * length, (row + 1) * length) as never);
    kernel.run(length, width, 1, Math.floor(row / rows) * length * width);
    if (finish === undefined) result.data.set(kernel.sums as never, row * width);
    else
      for (let f = 0; f < width; f++)
        result.data[row * width + f] = finish(kernel.sums[f] as number);
  }
}
