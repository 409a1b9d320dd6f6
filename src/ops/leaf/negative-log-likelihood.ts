import { isFloat } from "../../graph/element-type.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { elementCount, formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, expectOneElement, expectShape, refuse } from "../checks.ts";
import { doublesOf, roundedTensor, roundingTo } from "../doubles.ts";
import { expectIndices, indexAt } from "../indexing.ts";
import type { PrimitiveOperator } from "../operator.ts";
import type { ScalarKind } from "../work.ts";

export const LOSS_REDUCTIONS = ["none", "sum", "mean"] as const;
export type LossReduction = (typeof LOSS_REDUCTIONS)[number];

export interface LossAttributes {
  readonly reduction: LossReduction;
  /** A target that counts nothing. */
  readonly ignored?: number;
}

const NAME = "negativeLogLikelihood";

/**
 * Minus the logarithmic probabilities [N, C, ...] of the targets [N, ...], times the weights [C] of
 * their classes where there are any; as they are, their sum, or that divided by the sum of the
 * weights, 1 where there are none.
 *
 * Each product is rounded; sums run in row-major order with one accumulator, f32 for floats up to 32
 * bits. A mean over nothing is NaN.
 *
 * Source: ONNX `NegativeLogLikelihoodLoss`.
 */
export const negativeLogLikelihood: PrimitiveOperator<LossAttributes> = {
  kind: "leaf",
  name: NAME,
  infer(inputs, { reduction }) {
    const [x, target, weight] = inputs as readonly [TensorType, TensorType, TensorType?];
    expectElement(NAME, x, isFloat, "a float type");
    expectOneElement(NAME, weight === undefined ? [x] : [x, weight]);
    expectIndices(NAME, target);
    const [batch, classes, ...rest] = x.shape as readonly [number, number, ...number[]];
    if (x.shape.length < 2) {
      refuse("shape-mismatch", NAME, "probabilities [N, C, ...]", formatShape(x.shape));
    }
    expectShape(NAME, "targets", target, [batch, ...rest]);
    if (weight !== undefined) expectShape(NAME, "weights", weight, [classes]);
    return [{ element: x.element, shape: reduction === "none" ? target.shape : [] }];
  },
  work({ attributes: { reduction }, inputs }) {
    const count = BigInt(elementCount((inputs[1] as TensorType).shape));
    const weighted = inputs.length > 2;
    const sums = reduction === "none" || count === 0n ? 0n : count - 1n;
    const scalars: Partial<Record<ScalarKind, bigint>> = {
      ...(weighted ? { multiply: count } : {}),
      add: reduction === "mean" && weighted ? 2n * sums : sums,
      ...(reduction === "mean" ? { divide: 1n } : {}),
    };
    return { contractions: [], scalars };
  },
  evaluate(inputs, { attributes: { reduction, ignored }, outputs }) {
    const [x, target, weight] = inputs as readonly [Tensor, Tensor, Tensor?];
    const type = outputs[0] as TensorType;
    const [, classes, ...rest] = x.type.shape as readonly [number, number, ...number[]];
    const inner = elementCount(rest);
    const data = doublesOf(x);
    const weights = weight === undefined ? undefined : doublesOf(weight);
    const round = roundingTo(type.element);
    const count = target.data.length;
    const [losses, shares] = [new Float64Array(count), new Float64Array(count)];
    for (let i = 0; i < count; i++) {
      if (Number(target.data[i]) === ignored) continue;
      const label = indexAt(NAME, target, i, classes);
      const at = (Math.floor(i / inner) * classes + label) * inner + (i % inner);
      shares[i] = weights?.[label] ?? 1;
      losses[i] = round(-(data[at] as number) * (shares[i] as number));
    }
    if (reduction === "none") return [roundedTensor(type, losses)];
    const total = summed(losses, type);
    return [roundedTensor(type, [reduction === "sum" ? total : total / summed(shares, type)])];
  },
};

function summed(values: Float64Array, { element }: TensorType): number {
  const round = element === "f64" ? (x: number) => x : Math.fround;
  return values.reduce((sum, value) => round(sum + value), 0);
}
