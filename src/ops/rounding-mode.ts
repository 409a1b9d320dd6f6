import type { TensorId } from "../graph/graph.ts";
import type { GraphBuilder } from "./builder.ts";
import { abs, add, multiply, sign, subtract } from "./core/arithmetic.ts";
import { greaterOrEqual } from "./core/comparison.ts";
import { convert } from "./core/convert.ts";
import { ceil, floor, round, truncate } from "./core/rounding.ts";
import { roundHalfEven } from "./math/rounding.ts";

/** Rounding modes of QONNX; those with HALF and UP, DOWN are symmetric about 0. */
export const ROUNDING_MODES = [
  "ROUND",
  "CEIL",
  "FLOOR",
  "UP",
  "DOWN",
  "HALF_UP",
  "HALF_DOWN",
] as const;
export type RoundingMode = (typeof ROUNDING_MODES)[number];

const OTHER_NAMES: Readonly<Record<string, RoundingMode>> = {
  HALF_EVEN: "ROUND",
  ROUND_TO_ZERO: "DOWN",
};

/** A rounding mode by any of its names, upper or lower case; undefined where it is none. */
export function roundingModeOf(name: string): RoundingMode | undefined {
  const upper = name.toUpperCase();
  return ROUNDING_MODES.find((mode) => mode === upper) ?? OTHER_NAMES[upper];
}

/**
 * Integers of a float tensor: ROUND to even, UP away from 0, DOWN towards 0, HALF_UP and HALF_DOWN
 * to the nearest with ties away from or towards 0, where |x| + 0.5 and |x| - 0.5 are rounded.
 *
 * Source: QONNX `Quant`, attribute `rounding_mode`.
 */
export function roundBy(b: GraphBuilder, mode: RoundingMode, x: TensorId): TensorId {
  switch (mode) {
    case "ROUND":
      return b.emit(round, [x], {});
    case "CEIL":
      return b.emit(ceil, [x], {});
    case "FLOOR":
      return b.emit(floor, [x], {});
    case "DOWN":
      return b.emit(truncate, [x], {});
    case "UP":
      return symmetric(b, x, (magnitude) => b.emit(ceil, [magnitude], {}));
    case "HALF_UP":
      return symmetric(b, x, (m) => b.emit(floor, [b.emit(add, [m, half(b, x)], {})], {}));
    case "HALF_DOWN":
      return symmetric(b, x, (m) => b.emit(ceil, [b.emit(subtract, [m, half(b, x)], {})], {}));
    default:
      return mode satisfies never;
  }
}

/** The same on single numbers, exact but for the sum with 0.5, which is rounded to f32. */
export function scalarRounding(mode: RoundingMode): (x: number) => number {
  const sum = (x: number) => Math.fround(x + 0.5);
  switch (mode) {
    case "ROUND":
      return roundHalfEven;
    case "CEIL":
      return Math.ceil;
    case "FLOOR":
      return Math.floor;
    case "DOWN":
      return Math.trunc;
    case "UP":
      return (x) => Math.sign(x) * Math.ceil(Math.abs(x));
    case "HALF_UP":
      return (x) => Math.sign(x) * Math.floor(sum(Math.abs(x)));
    case "HALF_DOWN":
      return (x) => Math.sign(x) * Math.ceil(-sum(-Math.abs(x)));
    default:
      return mode satisfies never;
  }
}

function half(b: GraphBuilder, x: TensorId): TensorId {
  return b.scalar(b.element(x), 0.5);
}

function symmetric(
  b: GraphBuilder,
  x: TensorId,
  roundMagnitude: (magnitude: TensorId) => TensorId,
): TensorId {
  const magnitude = roundMagnitude(b.emit(abs, [x], {}));
  return b.emit(multiply, [b.emit(sign, [x], {}), magnitude], {});
}

/** +1 where x is 0 or more, -0 included, else -1; NaN gives -1. */
export function bipolar(b: GraphBuilder, x: TensorId): TensorId {
  const element = b.element(x);
  const positive = b.emit(greaterOrEqual, [x, b.scalar(element, 0)], {});
  const bit = b.emit(convert, [positive], { to: element, saturate: false });
  const doubled = b.emit(multiply, [bit, b.scalar(element, 2)], {});
  return b.emit(subtract, [doubled, b.scalar(element, 1)], {});
}
