import { expect, test } from "vitest";
import { acos, asin, atan, atan2 } from "../../../src/ops/math/inverse-trigonometric.ts";
import { misses } from "./fixture.ts";

const HALF_PI = 1.5707963267948966;
const QUARTER_PI = 0.7853981633974483;

test.each([
  ["asin", asin],
  ["acos", acos],
  ["atan", atan],
  ["atan2", atan2],
])("`%s()` is mpmath's value rounded", (name, f) => {
  expect(misses(name, f)).toEqual([]);
});

test("`asin()` special values", () => {
  expect(asin(0)).toBe(0);
  expect(asin(-0)).toBe(-0);
  expect(asin(-5e-324)).toBe(-5e-324);
  expect(asin(1)).toBe(HALF_PI);
  expect(asin(-1)).toBe(-HALF_PI);
  for (const x of [1.0000000000000002, -2, Infinity, NaN]) expect(asin(x)).toBe(NaN);
});

test("`acos()` special values", () => {
  expect(acos(1)).toBe(0);
  expect(acos(-1)).toBe(Math.PI);
  expect(acos(0)).toBe(HALF_PI);
  expect(acos(-0)).toBe(HALF_PI);
  expect(acos(5e-324)).toBe(HALF_PI);
  for (const x of [1.0000000000000002, -2, -Infinity, NaN]) expect(acos(x)).toBe(NaN);
});

test("`atan()` special values", () => {
  expect(atan(NaN)).toBe(NaN);
  expect(atan(0)).toBe(0);
  expect(atan(-0)).toBe(-0);
  expect(atan(5e-324)).toBe(5e-324);
  expect(atan(1)).toBe(QUARTER_PI);
  expect(atan(Infinity)).toBe(HALF_PI);
  expect(atan(-Infinity)).toBe(-HALF_PI);
});

/** y, x, angle for y with its sign bit clear. Source: ISO C, annex F.10.1.4. */
const ANGLES: readonly (readonly [number, number, number])[] = [
  [0, 0, 0],
  [0, -0, Math.PI],
  [0, 3, 0],
  [0, -3, Math.PI],
  [0, Infinity, 0],
  [0, -Infinity, Math.PI],
  [2, 0, HALF_PI],
  [2, -0, HALF_PI],
  [2, Infinity, 0],
  [2, -Infinity, Math.PI],
  [Infinity, 2, HALF_PI],
  [Infinity, -0, HALF_PI],
  [Infinity, Infinity, QUARTER_PI],
  [Infinity, -Infinity, 2.356194490192345],
];

test.each(ANGLES)("`atan2()` of ±%d, %d", (y, x, angle) => {
  expect(atan2(y, x)).toBe(angle);
  expect(atan2(-y, x)).toBe(-angle);
});

test("`atan2()` of NaN is NaN", () => {
  for (const x of [0, 1, Infinity, NaN]) {
    expect(atan2(NaN, x)).toBe(NaN);
    expect(atan2(x, NaN)).toBe(NaN);
  }
});

test("`atan2()` underflows to a zero with the sign of y", () => {
  expect(atan2(1e-308, 1.7976931348623157e308)).toBe(0);
  expect(atan2(-1e-308, 1.7976931348623157e308)).toBe(-0);
  expect(atan2(-5e-324, 1)).toBe(-5e-324);
});
