import { describe, expect, test } from "vitest";
import { argMaximum, argMinimum } from "../../src/ops/leaf/arg-extreme.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const X = tensor("f32", [2, 3], [2, 5, 5, 4, 1, 1]);
const FIRST = { axis: 1, keepAxis: false, last: false };
const LAST = { ...FIRST, last: true };

describe("argMaximum, argMinimum", () => {
  test("`evaluate()` takes the first of equal elements, or the last", () => {
    expect(elements(argMaximum, [X], FIRST)).toEqual([1, 0]);
    expect(elements(argMaximum, [X], LAST)).toEqual([2, 0]);
    expect(elements(argMinimum, [X], FIRST)).toEqual([0, 1]);
    expect(elements(argMinimum, [X], LAST)).toEqual([0, 2]);
    expect(elements(argMaximum, [X], { ...FIRST, axis: 0 })).toEqual([1, 0, 0]);
  });

  test("`evaluate()`: NaN comes before every number", () => {
    const x = tensor("f32", [4], [1, Number.NaN, 3, Number.NaN]);
    expect(elements(argMaximum, [x], { ...FIRST, axis: 0 })).toEqual([1]);
    expect(elements(argMinimum, [x], { ...FIRST, axis: 0 })).toEqual([1]);
    expect(elements(argMaximum, [x], { ...LAST, axis: 0 })).toEqual([3]);
  });

  test("`evaluate()` compares 64-bit integers exactly", () => {
    const x = tensor("i64", [2], [2n ** 53n, 2n ** 53n + 1n]);
    expect(elements(argMaximum, [x], { ...FIRST, axis: 0 })).toEqual([1]);
  });

  test("`infer()` is i64, with the axis as 1 or without it", () => {
    const keep = { ...FIRST, keepAxis: true, axis: -1 };
    expect(apply(argMaximum, [X], keep)[0]?.type).toMatchObject({ element: "i64", shape: [2, 1] });
    expect(apply(argMaximum, [X], FIRST)[0]?.type.shape).toEqual([2]);
    expect(() => apply(argMaximum, [tensor("f32", [2, 0], [])], FIRST)).toThrow(
      "Cannot apply argMaximum: expected elements along the axis, got none",
    );
    expect(() => apply(argMinimum, [X], { ...FIRST, axis: 2 })).toThrow(
      "Cannot apply argMinimum: expected an axis from -2 to 1, got 2",
    );
    expect(() => apply(argMaximum, [tensor("bool", [2, 1], [0, 1])], FIRST)).toThrow(
      "Cannot apply argMaximum: expected a numeric type, got bool",
    );
  });

  test("`work()` is one compare less than elements, each result", () => {
    expect(scalarsOf(argMaximum, [["f32", [2, 5]]], FIRST)).toEqual({ compare: 8n });
  });
});
