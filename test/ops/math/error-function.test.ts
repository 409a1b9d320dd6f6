import { expect, test } from "vitest";
import { erf, erfc } from "../../../src/ops/math/error-function.ts";
import { misses } from "./fixture.ts";

test.each([
  ["erf", erf],
  ["erfc", erfc],
])("`%s()` is next to mpmath's value", (name, f) => {
  expect(misses(name, f)).toEqual([]);
});

test("`erf()` special values", () => {
  expect(erf(NaN)).toBe(NaN);
  expect(erf(0)).toBe(0);
  expect(erf(-0)).toBe(-0);
  expect(erf(5e-324)).toBe(5e-324);
  expect(erf(6)).toBe(1);
  expect(erf(Infinity)).toBe(1);
  expect(erf(-Infinity)).toBe(-1);
});

test("`erfc()` special values", () => {
  expect(erfc(NaN)).toBe(NaN);
  expect(erfc(0)).toBe(1);
  expect(erfc(-0)).toBe(1);
  expect(erfc(-6)).toBe(2);
  expect(erfc(-Infinity)).toBe(2);
  expect(erfc(Infinity)).toBe(0);
  expect(erfc(28)).toBe(0);
});
