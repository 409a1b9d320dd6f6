import { expect, test } from "vitest";
import { log, log1p, log2 } from "../../../src/ops/math/log.ts";
import { misses } from "./fixture.ts";

test("`log()` is mpmath's value rounded", () => {
  expect(misses("log", log)).toEqual([]);
});

test.each([
  ["log", log],
  ["log2", log2],
])("`%s()` special values", (_, f) => {
  expect(f(NaN)).toBe(NaN);
  expect(f(1)).toBe(0);
  expect(f(0)).toBe(-Infinity);
  expect(f(-0)).toBe(-Infinity);
  expect(f(Infinity)).toBe(Infinity);
  expect(f(-Infinity)).toBe(NaN);
  expect(f(-5e-324)).toBe(NaN);
});

test("`log1p()` is mpmath's value rounded", () => {
  expect(misses("log1p", log1p)).toEqual([]);
});

test("`log1p()` special values", () => {
  expect(log1p(NaN)).toBe(NaN);
  expect(log1p(0)).toBe(0);
  expect(log1p(-0)).toBe(-0);
  expect(log1p(-5e-324)).toBe(-5e-324);
  expect(log1p(-1)).toBe(-Infinity);
  expect(log1p(-1.0000000000000002)).toBe(NaN);
  expect(log1p(-Infinity)).toBe(NaN);
  expect(log1p(Infinity)).toBe(Infinity);
});

test("`log2()` is mpmath's value rounded", () => {
  expect(misses("log2", log2)).toEqual([]);
});

test("`log2()` of a power of two is its exponent", () => {
  let power = 5e-324;
  for (let k = -1074; k < 1024; k++, power *= 2) expect(log2(power)).toBe(k);
});
