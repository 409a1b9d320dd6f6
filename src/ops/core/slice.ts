import { pickedInPlace } from "../../domain/transfer/moving.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import { take } from "../move.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { offsets, stridesOf } from "../shapes.ts";
import { NO_WORK } from "../work.ts";

/** One entry for each axis. */
export interface SliceAttributes {
  /** Index of the first element that is taken. */
  readonly starts: readonly number[];
  /** Elements that are taken. */
  readonly sizes: readonly number[];
  /** Distance between them; may be negative. */
  readonly steps: readonly number[];
}

/** Elements at even distances along every axis. Source: StableHLO `slice`; ONNX `Slice`. */
export const slice: PrimitiveOperator<SliceAttributes, 1> = {
  kind: "core",
  name: "slice",
  arity: 1,
  moves: "part",
  movement: () => pickedInPlace,
  infer([x], { starts, sizes, steps }) {
    x.shape.forEach((extent, axis) => {
      const [start, size, step] = [starts[axis], sizes[axis], steps[axis]] as [
        number,
        number,
        number,
      ];
      const last = start + (size - 1) * step;
      if (
        size >= 0 &&
        (size === 0 || (start >= 0 && start < extent && last >= 0 && last < extent))
      ) {
        return;
      }
      refuse("invalid-attribute", "slice", `elements within ${extent}`, `${start} to ${last}`);
    });
    return [{ element: x.element, shape: sizes }];
  },
  work: () => NO_WORK,
  evaluate([x], { attributes, outputs }) {
    const { starts, steps } = attributes;
    const strides = stridesOf(x.type.shape);
    const start = strides.reduce((sum, stride, axis) => sum + stride * (starts[axis] as number), 0);
    const type = outputs[0] as TensorType;
    const from = offsets(
      type.shape,
      strides.map((stride, axis) => stride * (steps[axis] as number)),
      start,
    );
    return [take(x, type, from)];
  },
};
