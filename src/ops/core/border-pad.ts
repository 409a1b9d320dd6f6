import { pickedInPlace } from "../../domain/transfer/moving.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import { take } from "../move.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { crossOffsets, stridesOf } from "../shapes.ts";
import { NO_WORK } from "../work.ts";

export interface BorderPadAttributes {
  /** edge: the last element again; reflect: mirrored on it; wrap: from the other end. */
  readonly mode: "edge" | "reflect" | "wrap";
  /** Elements before the first one of each axis; negative: cut off first. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * The input with its own elements around it.
 *
 * Padding longer than the axis goes on in the same manner; cutting off comes before padding.
 *
 * Source: ONNX `Pad` with mode edge, reflect and wrap; numpy's `pad`.
 */
export const borderPad: PrimitiveOperator<BorderPadAttributes, 1> = {
  kind: "core",
  name: "borderPad",
  arity: 1,
  moves: "all",
  movement: () => pickedInPlace,
  infer([x], { low, high }) {
    if (low.length !== x.shape.length || high.length !== x.shape.length) {
      const expected = `${x.shape.length} entries a list`;
      refuse("invalid-attribute", "borderPad", expected, `${low}; ${high}`);
    }
    const shape = x.shape.map((size, axis) => {
      const [before, after] = [low[axis] as number, high[axis] as number];
      const left = size + Math.min(0, before) + Math.min(0, after);
      if (left < 0 || (left === 0 && (before > 0 || after > 0))) {
        refuse("invalid-attribute", "borderPad", `elements left on axis ${axis}`, `${left}`);
      }
      return size + before + after;
    });
    return [{ element: x.element, shape }];
  },
  work: () => NO_WORK,
  evaluate([x], { attributes, outputs }) {
    const strides = stridesOf(x.type.shape);
    const sources = x.type.shape.map((size, axis) =>
      sourcesAlong(size, axis, attributes).map((index) => index * (strides[axis] as number)),
    );
    return [take(x, outputs[0] as TensorType, crossOffsets(sources))];
  },
};

/** For each output index along an axis, the index that it repeats. */
function sourcesAlong(size: number, axis: number, a: BorderPadAttributes): number[] {
  const low = a.low[axis] as number;
  const high = a.high[axis] as number;
  const first = Math.max(0, -low);
  const count = size - first - Math.max(0, -high);
  return Array.from(
    { length: size + low + high },
    (_, i) => first + SOURCES[a.mode](i - Math.max(0, low), count),
  );
}

/** The index in [0, count) that stands at a place before, in or after it. */
const SOURCES = {
  edge: (at: number, count: number) => Math.max(0, Math.min(count - 1, at)),
  wrap: (at: number, count: number) => modulo(at, count),
  reflect(at: number, count: number) {
    const period = Math.max(1, 2 * (count - 1));
    const place = modulo(at, period);
    return place < count ? place : period - place;
  },
} as const;

function modulo(x: number, y: number): number {
  return ((x % y) + y) % y;
}
