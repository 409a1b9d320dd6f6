import { expect, test } from "vitest";
import { acosh, asinh, atanh, cosh, sinh, tanh } from "../../../src/ops/math/hyperbolic.ts";
import { misses } from "./fixture.ts";

test.each([
  ["sinh", sinh],
  ["cosh", cosh],
  ["tanh", tanh],
])("`%s()` is next to mpmath's value", (name, f) => {
  expect(misses(name, f)).toEqual([]);
});

test.each([
  ["asinh", asinh],
  ["acosh", acosh],
  ["atanh", atanh],
])("`%s()` is mpmath's value rounded", (name, f) => {
  expect(misses(name, f)).toEqual([]);
});

test.each([
  ["sinh", sinh],
  ["tanh", tanh],
  ["asinh", asinh],
  ["atanh", atanh],
])("`%s()` keeps zeros, subnormal numbers and NaN", (_, f) => {
  expect(f(0)).toBe(0);
  expect(f(-0)).toBe(-0);
  expect(f(5e-324)).toBe(5e-324);
  expect(f(-1e-310)).toBe(-1e-310);
  expect(f(NaN)).toBe(NaN);
});

test("`sinh()` and `cosh()` overflow where the exact value does", () => {
  expect(sinh(710.4758600739439)).toBe(1.7976931348621744e308);
  expect(cosh(-710.4758600739439)).toBe(1.7976931348621744e308);
  expect(sinh(-710.475860073944)).toBe(-Infinity);
  expect(cosh(-710.475860073944)).toBe(Infinity);
  expect(sinh(-Infinity)).toBe(-Infinity);
  expect(cosh(-Infinity)).toBe(Infinity);
  expect(cosh(NaN)).toBe(NaN);
});

test("`cosh()` of zeros and subnormal numbers is 1", () => {
  for (const x of [0, -0, 5e-324, 1e-9]) expect(cosh(x)).toBe(1);
});

test("`tanh()` is ±1 far out", () => {
  expect(tanh(19.1)).toBe(1);
  expect(tanh(-Infinity)).toBe(-1);
});

test("`asinh()` of an infinity is that infinity", () => {
  expect(asinh(Infinity)).toBe(Infinity);
  expect(asinh(-Infinity)).toBe(-Infinity);
});

test("`acosh()` special values", () => {
  expect(acosh(1)).toBe(0);
  expect(acosh(Infinity)).toBe(Infinity);
  for (const x of [0.9999999999999999, 0, -1, -Infinity, NaN]) expect(acosh(x)).toBe(NaN);
});

test("`atanh()` special values", () => {
  expect(atanh(1)).toBe(Infinity);
  expect(atanh(-1)).toBe(-Infinity);
  for (const x of [1.0000000000000002, -2, Infinity]) expect(atanh(x)).toBe(NaN);
});
