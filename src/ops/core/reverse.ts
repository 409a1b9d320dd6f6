import { pickedInPlace } from "../../domain/transfer/moving.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import { take } from "../move.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { offsets, stridesOf } from "../shapes.ts";
import { NO_WORK } from "../work.ts";

/** Elements in the opposite order along some axes. Source: StableHLO `reverse`. */
export const reverse: PrimitiveOperator<{ readonly axes: readonly number[] }, 1> = {
  kind: "core",
  name: "reverse",
  arity: 1,
  moves: "all",
  movement: () => pickedInPlace,
  infer([x], { axes }) {
    const known = axes.every(
      (axis) => Number.isInteger(axis) && axis >= 0 && axis < x.shape.length,
    );
    if (!known || new Set(axes).size < axes.length) {
      const expected = `different axes from 0 to ${x.shape.length - 1}`;
      refuse("invalid-attribute", "reverse", expected, `${axes}`);
    }
    return [x];
  },
  work: () => NO_WORK,
  evaluate([x], { attributes: { axes }, outputs }) {
    const type = outputs[0] as TensorType;
    if (elementCount(type.shape) === 0) return [x];
    const strides = stridesOf(type.shape);
    const last = (axis: number) => ((type.shape[axis] as number) - 1) * (strides[axis] as number);
    const start = axes.reduce((sum, axis) => sum + last(axis), 0);
    const steps = strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride));
    return [take(x, type, offsets(type.shape, steps, start))];
  },
};
