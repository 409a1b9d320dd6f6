import { expect, test } from "vitest";
import { exp, exp2, expm1 } from "../../../src/ops/math/exp.ts";
import { misses } from "./fixture.ts";

test("`exp()` is next to mpmath's value", () => {
  expect(misses("exp", exp)).toEqual([]);
});

test("`exp()` special values", () => {
  expect(exp(NaN)).toBe(NaN);
  expect(exp(Infinity)).toBe(Infinity);
  expect(exp(-Infinity)).toBe(0);
  expect(exp(0)).toBe(1);
  expect(exp(-0)).toBe(1);
  expect(exp(5e-324)).toBe(1);
});

test("`exp()` overflows and underflows where the exact value does", () => {
  expect(exp(709.782712893384)).toBe(1.7976931348622732e308);
  expect(exp(709.7827128933841)).toBe(Infinity);
  expect(exp(1e300)).toBe(Infinity);
  expect(exp(-745.1332191019411)).toBe(5e-324);
  expect(exp(-745.1332191019412)).toBe(0);
  expect(exp(-1e300)).toBe(0);
});

test("`expm1()` is next to mpmath's value", () => {
  expect(misses("expm1", expm1)).toEqual([]);
});

test("`expm1()` special values", () => {
  expect(expm1(NaN)).toBe(NaN);
  expect(expm1(0)).toBe(0);
  expect(expm1(-0)).toBe(-0);
  expect(expm1(5e-324)).toBe(5e-324);
  expect(expm1(Infinity)).toBe(Infinity);
  expect(expm1(-Infinity)).toBe(-1);
  expect(expm1(709.782712893384)).toBe(1.7976931348622732e308);
  expect(expm1(709.7827128933841)).toBe(Infinity);
});

test("`exp2()` is next to mpmath's value", () => {
  expect(misses("exp2", exp2)).toEqual([]);
});

test("`exp2()` of an integer is a power of two", () => {
  let power = 5e-324;
  for (let k = -1074; k < 1024; k++, power *= 2) expect(exp2(k)).toBe(power);
});

test("`exp2()` special values", () => {
  expect(exp2(NaN)).toBe(NaN);
  expect(exp2(Infinity)).toBe(Infinity);
  expect(exp2(-Infinity)).toBe(0);
  expect(exp2(-0)).toBe(1);
  expect(exp2(1024)).toBe(Infinity);
  expect(exp2(1023.9999999999999)).toBe(1.7976931348621742e308);
  expect(exp2(-1074.9999999999998)).toBe(5e-324);
  expect(exp2(-1075)).toBe(0);
});
