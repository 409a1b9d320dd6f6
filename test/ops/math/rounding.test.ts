import { expect, test } from "vitest";
import { roundHalfAway, roundHalfEven } from "../../../src/ops/math/rounding.ts";

const ROUNDED: readonly (readonly [number, number])[] = [
  [0, 0],
  [5e-324, 0],
  [0.49999999999999994, 0],
  [0.5, 0],
  [0.5000000000000001, 1],
  [1.5, 2],
  [2.5, 2],
  [3.5, 4],
  [4503599627370495.5, 4503599627370496],
  [4503599627370494.5, 4503599627370494],
  [4503599627370497, 4503599627370497],
  [9007199254740991, 9007199254740991],
  [1e300, 1e300],
  [Infinity, Infinity],
  [NaN, NaN],
];

test.each(ROUNDED)("`roundHalfEven()` of ±%d is ±%d", (x, rounded) => {
  expect(roundHalfEven(x)).toBe(rounded);
  expect(roundHalfEven(-x)).toBe(-rounded);
});

test.each([
  [0.4, 0],
  [0.49999999999999994, 0],
  [0.5, 1],
  [1.5, 2],
  [2.5, 3],
  [8388609, 8388609],
  [4503599627370495.5, 4503599627370496],
  [1e300, 1e300],
  [Infinity, Infinity],
  [NaN, NaN],
])("`roundHalfAway()` of ±%d is ±%d", (x, rounded) => {
  expect(roundHalfAway(x)).toBe(rounded);
  expect(roundHalfAway(-x)).toBe(-rounded);
});
