import { type ElementType, isFloat } from "../../graph/element-type.ts";
import { type Tensor, zeros } from "../../graph/tensor.ts";
import { elementCount, formatType, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, refuse } from "../checks.ts";
import { doublesOf, roundingTo } from "../doubles.ts";
import { uniformDoubles } from "../mersenne-twister.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { scalarWork } from "../work.ts";

export interface DropoutAttributes {
  /** From 0 to 2^32 - 1. Equal seeds give equal numbers, in every run and on every machine. */
  readonly seed: number;
}

function dropping(name: string): PrimitiveOperator<DropoutAttributes> {
  return {
    kind: "leaf",
    name,
    infer(inputs, { seed }) {
      const [x, ratio] = inputs as readonly [TensorType, TensorType];
      expectElement(name, x, isFloat, "data of a float type");
      if (!isFloat(ratio.element) || elementCount(ratio.shape) !== 1) {
        refuse("shape-mismatch", name, "one ratio of a float type", formatType(ratio));
      }
      if (seed >>> 0 !== seed) {
        refuse("invalid-attribute", name, "a seed from 0 to 2^32 - 1", `${seed}`);
      }
      return [
        { element: x.element, shape: x.shape },
        { element: "bool", shape: x.shape },
      ];
    },
    work({ outputs }) {
      const count = elementCount((outputs[0] as TensorType).shape);
      const { scalars } = scalarWork(count, "compare", "multiply", "multiply");
      return { contractions: [], scalars: { ...scalars, add: 1n, divide: 1n } };
    },
    evaluate(inputs, { attributes, outputs }) {
      const [x, ratio] = [doublesOf(inputs[0] as Tensor), inputs[1] as Tensor];
      const limit = doublesOf(ratio)[0] as number;
      const scale = scaleOf(name, limit, ratio.type.element);
      const [result, mask] = [zeros(outputs[0] as TensorType), zeros(outputs[1] as TensorType)];
      const [uniform, round] = [uniformDoubles(attributes.seed), roundingTo(result.type.element)];
      for (let i = 0; i < x.length; i++) {
        const kept = uniform() >= limit ? 1 : 0;
        mask.data[i] = kept as never;
        result.data[i] = round(kept * (x[i] as number) * scale) as never;
      }
      return [result, mask];
    },
  };
}

/** 1 / (1 - ratio), each rounded to the ratio's type. */
function scaleOf(name: string, ratio: number, element: ElementType): number {
  if (!(ratio >= 0 && ratio < 1)) {
    refuse("malformed-tensor", name, "a ratio from 0 up to 1 without it", `${ratio}`);
  }
  const round = roundingTo(element);
  return round(1 / round(1 - ratio));
}

/**
 * Dropout in training: mask x data x scale, rounded once, and the mask, for inputs data and ratio.
 * Further inputs only say on what the numbers depend.
 *
 * The mask is u >= ratio, with one uniform u of 53 bits an element, row-major, from 0 up to 1
 * without it; scale = 1 / (1 - ratio), each rounded to the ratio's type. What is dropped is a
 * product with 0: it keeps the sign, and is NaN where the data are not finite. The generator's own
 * integer arithmetic is not counted.
 *
 * Source: ONNX `Dropout`. It leaves the numbers open: we draw as ONNX's reference implementation
 * and NumPy's `RandomState` do, by `mersenne-twister.ts`.
 */
export const seededDropout: PrimitiveOperator<DropoutAttributes> = dropping("seededDropout");

/** {@link seededDropout} where the source states no seed, so that the numbers are ours alone. */
export const dropout: PrimitiveOperator<DropoutAttributes> = {
  ...dropping("dropout"),
  draws: true,
};
