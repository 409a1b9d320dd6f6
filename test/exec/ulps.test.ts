import { describe, expect, test } from "vitest";
import { ulpDistance } from "../../src/exec/ulps.ts";

describe("ulpDistance()", () => {
  test("neighbours are one apart in every float type", () => {
    expect(ulpDistance("f64", 1, 1 + 2 ** -52)).toBe(1);
    expect(ulpDistance("f32", 1, 1 + 2 ** -23)).toBe(1);
    expect(ulpDistance("f16", 1, 1 + 2 ** -10)).toBe(1);
    expect(ulpDistance("bf16", 1, 1 + 2 ** -7)).toBe(1);
    expect(ulpDistance("f8e4m3fn", 448, 416)).toBe(1);
    expect(ulpDistance("f8e4m3fnuz", 240, 224)).toBe(1);
    expect(ulpDistance("f8e5m2", 57344, 49152)).toBe(1);
    expect(ulpDistance("f8e5m2fnuz", 57344, 49152)).toBe(1);
    expect(ulpDistance("f8e8m0", 2, 4)).toBe(1);
    expect(ulpDistance("f6e2m3", 7.5, 7)).toBe(1);
    expect(ulpDistance("f6e3m2", 28, 24)).toBe(1);
    expect(ulpDistance("f4e2m1", 6, 4)).toBe(1);
  });

  test("the distance across a power of two counts numbers, not steps of one size", () => {
    expect(ulpDistance("f32", 1 - 2 ** -24, 1 + 2 ** -23)).toBe(2);
    expect(ulpDistance("f4e2m1", 0.5, 6)).toBe(6);
  });

  test("subnormal numbers count", () => {
    expect(ulpDistance("f32", 0, 2 ** -149)).toBe(1);
    expect(ulpDistance("f32", 2 ** -126, 2 ** -126 - 2 ** -149)).toBe(1);
    expect(ulpDistance("f64", 0, 2 ** -1074)).toBe(1);
    expect(ulpDistance("f64", 2 ** -1022, 2 ** -1022 - 2 ** -1074)).toBe(1);
    expect(ulpDistance("f16", 2 ** -14, 2 ** -14 - 2 ** -24)).toBe(1);
    expect(ulpDistance("f8e5m2", 2 ** -16, -(2 ** -16))).toBe(2);
  });

  test("the same number, −0 and +0, and two NaN are 0 apart", () => {
    expect(ulpDistance("f32", -0, 0)).toBe(0);
    expect(ulpDistance("f16", Number.NaN, Number.NaN)).toBe(0);
    expect(ulpDistance("f32", Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe(0);
  });

  test("what is not finite is infinitely far from the rest", () => {
    expect(ulpDistance("f32", Number.POSITIVE_INFINITY, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(ulpDistance("f32", Number.NaN, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(ulpDistance("f64", -Infinity, Infinity)).toBe(Number.POSITIVE_INFINITY);
  });

  test("integers differ by their difference", () => {
    expect(ulpDistance("i8", -3, 4)).toBe(7);
    expect(ulpDistance("i64", 2n ** 62n, 2n ** 62n + 5n)).toBe(5);
    expect(ulpDistance("bool", 1, 0)).toBe(1);
  });
});
