import { expect, test } from "vitest";
import { cbrt, pow } from "../../../src/ops/math/power.ts";
import { misses } from "./fixture.ts";

test("`pow()` is next to mpmath's value", () => {
  expect(misses("pow", pow)).toEqual([]);
});

test("`pow()` is exact where the power is a double", () => {
  for (let base = 2; base <= 200; base++) {
    let power = base;
    for (let k = 1; power <= 9007199254740992; k++, power *= base) {
      expect(pow(base, k)).toBe(power);
      expect(pow(-base, k)).toBe(k % 2 === 0 ? power : -power);
      expect(pow(power * power, 0.5)).toBe(power);
    }
  }
});

/** x, y, x to the power y. Source: IEEE 754-2019 section 9.2.1; ISO C, annex F.10.4.5. */
const POWERS: readonly (readonly [number, number, number])[] = [
  [NaN, 0, 1],
  [NaN, -0, 1],
  [0, 0, 1],
  [-Infinity, -0, 1],
  [1, NaN, 1],
  [1, Infinity, 1],
  [1, -Infinity, 1],
  [-1, Infinity, 1],
  [-1, -Infinity, 1],
  [-1, 3, -1],
  [-1, 1e300, 1],
  [NaN, 1, NaN],
  [2, NaN, NaN],
  [-1, NaN, NaN],
  [0, 3, 0],
  [-0, 3, -0],
  [-0, 2, 0],
  [-0, 0.5, 0],
  [0, -3, Infinity],
  [-0, -3, -Infinity],
  [-0, -2, Infinity],
  [-0, -0.5, Infinity],
  [-0, Infinity, 0],
  [-0, -Infinity, Infinity],
  [0.5, Infinity, 0],
  [-0.5, -Infinity, Infinity],
  [-2, Infinity, Infinity],
  [2, -Infinity, 0],
  [Infinity, 5e-324, Infinity],
  [Infinity, -5e-324, 0],
  [-Infinity, 3, -Infinity],
  [-Infinity, 2, Infinity],
  [-Infinity, 0.5, Infinity],
  [-Infinity, -3, -0],
  [-Infinity, -2, 0],
  [-Infinity, -0.5, 0],
  [-Infinity, Infinity, Infinity],
  [-8, 1 / 3, NaN],
  [-2, 0.5, NaN],
  [-2, 9007199254740991, -Infinity],
  [-2, 9007199254740992, Infinity],
  [-2, -9007199254740991, -0],
  [-0.5, 1075, -0],
  [2, 1024, Infinity],
  [2, -1074, 5e-324],
  [2, -1075, 0],
  [3, 5e-324, 1],
  [1.7976931348623157e308, 1e300, Infinity],
  [5e-324, 1e300, 0],
];

test.each(POWERS)("`pow()` of %d, %d is %d", (x, y, power) => {
  expect(pow(x, y)).toBe(power);
});

test("`cbrt()` is mpmath's value rounded", () => {
  expect(misses("cbrt", cbrt)).toEqual([]);
});

test("`cbrt()` of a cube is exact", () => {
  for (let root = 1; root < 200000; root += 997) {
    expect(cbrt(root * root * root)).toBe(root);
    expect(cbrt(-root * root * root)).toBe(-root);
  }
});

test("`cbrt()` keeps zeros, infinities and NaN", () => {
  for (const x of [0, -0, Infinity, -Infinity, NaN]) expect(cbrt(x)).toBe(x);
});
