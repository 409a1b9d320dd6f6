import { describe, expect, test } from "vitest";
import { determinant, inverse } from "../../src/ops/leaf/matrix.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

describe("determinant", () => {
  test("`evaluate()` of each matrix; exchanged rows change the sign", () => {
    const x = tensor("f32", [2, 2, 2], [1, 2, 3, 4, 0, 1, 1, 0]);
    expect(elements(determinant, [x])).toEqual([-2, -1]);
    expect(elements(determinant, [tensor("f64", [1, 1], [-3])])).toEqual([-3]);
    const threes = tensor("f32", [3, 3], [2, 0, 1, 1, 3, 2, 1, 1, 4]);
    expect(elements(determinant, [threes])[0]).toBeCloseTo(18, 5);
    expect(elements(determinant, [tensor("f32", [2, 2], [1, 2, 2, 4])])).toEqual([0]);
  });

  test("`infer()` refuses what is not square", () => {
    expect(() => apply(determinant, [tensor("f32", [2, 3], [0])])).toThrow(
      "Cannot apply determinant: expected square matrices in the last two axes, got 2x3",
    );
  });

  test("`work()` of 5 matrices of 3: 3 quotients, 5 + 2 products", () => {
    expect(scalarsOf(determinant, [["f32", [5, 3, 3]]])).toEqual({
      divide: 15n,
      multiply: 35n,
      add: 25n,
      compare: 15n,
    });
  });
});

describe("inverse", () => {
  test("`evaluate()`", () => {
    const x = tensor("f32", [2, 2, 2], [0, 2, 4, 0, 1, 1, 0, 2]);
    expect(elements(inverse, [x])).toEqual([0, 0.25, 0.5, 0, 1, -0.5, 0, 0.5]);
  });

  test("`evaluate()` of a matrix without one is not finite", () => {
    const x = tensor("f32", [2, 2], [1, 2, 2, 4]);
    expect(elements(inverse, [x]).some(Number.isFinite)).toBe(false);
  });

  test("`work()` of a matrix of 2: 1 + 4 quotients, 1 + 4 products", () => {
    expect(scalarsOf(inverse, [["f32", [2, 2]]])).toEqual({
      divide: 5n,
      multiply: 5n,
      add: 5n,
      compare: 1n,
    });
  });
});
