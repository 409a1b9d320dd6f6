import { describe, expect, test } from "vitest";
import {
  lpNormalization,
  meanVarianceNormalization,
} from "../../src/ops/composite/simple-normalizations.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

describe("LpNormalization", () => {
  const X = tensor("f32", [3, 2], [3, 4, 1, -3, 0, 0]);

  test("`evaluate()` of p 1 and 2; nothing is divided by 0", () => {
    expect(elements(lpNormalization, [X], { axis: -1, p: 2 }).slice(0, 2)).toEqual([
      0.6000000238418579, 0.800000011920929,
    ]);
    expect(elements(lpNormalization, [X], { axis: 1, p: 1 }).slice(2)).toEqual([0.25, -0.75, 0, 0]);
  });

  test("`evaluate()` squares f16 in f32", () => {
    const x = tensor("f16", [1], [60000]);
    expect(elements(lpNormalization, [x], { axis: 0, p: 2 })).toEqual([1]);
  });

  test("`infer()` refuses other norms", () => {
    expect(() => apply(lpNormalization, [X], { axis: 1, p: 3 })).toThrow(
      "Cannot apply LpNormalization: expected p of 1 or 2, got 3",
    );
  });

  test("`work()` of one row of two", () => {
    expect(scalarsOf(lpNormalization, [["f32", [1, 2]]], { axis: 1, p: 2 })).toEqual({
      multiply: 2n,
      add: 1n,
      root: 1n,
      divide: 2n,
      compare: 3n,
    });
  });
});

describe("MeanVarianceNormalization", () => {
  test("`evaluate()` along the axes that are named", () => {
    const x = tensor("f32", [2, 2], [1, 10, 3, 30]);
    expect(elements(meanVarianceNormalization, [x], { axes: [0] })).toEqual([-1, -1, 1, 1]);
  });

  test("`evaluate()` of what is the same everywhere is 0", () => {
    const x = tensor("f32", [1, 2], [5, 5]);
    expect(elements(meanVarianceNormalization, [x], { axes: [0, 1] })).toEqual([0, 0]);
  });

  test("`infer()` refuses an axis that is not there", () => {
    expect(() =>
      apply(meanVarianceNormalization, [tensor("f32", [1], [1])], { axes: [0, 2, 3] }),
    ).toThrow("Cannot apply reduceSum: expected an axis from -1 to 0, got 2");
  });

  test("`work()` of one row of two", () => {
    expect(scalarsOf(meanVarianceNormalization, [["f32", [1, 2]]], { axes: [1] })).toEqual({
      add: 5n,
      multiply: 2n,
      divide: 4n,
      root: 1n,
    });
  });
});
