import { describe, expect, test } from "vitest";
import { hardmax } from "../../src/ops/leaf/hardmax.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const X = tensor("f32", [2, 3], [1, 3, 3, -1, -2, -3]);

describe("hardmax", () => {
  test("`evaluate()` marks the first of the largest", () => {
    expect(elements(hardmax, [X], { axes: [1] })).toEqual([0, 1, 0, 1, 0, 0]);
    expect(elements(hardmax, [X], { axes: [0] })).toEqual([1, 1, 1, 0, 0, 0]);
    expect(elements(hardmax, [X], { axes: [0, 1] })).toEqual([0, 1, 0, 0, 0, 0]);
    expect(elements(hardmax, [X], { axes: [] })).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test("`infer()` takes floats only", () => {
    expect(() => apply(hardmax, [tensor("i8", [1], [1])], { axes: [0] })).toThrow(
      "Cannot apply hardmax: expected a float type, got i8",
    );
    expect(() => apply(hardmax, [X], { axes: [2] })).toThrow(
      "Cannot apply hardmax: expected an axis from -2 to 1, got 2",
    );
  });

  test("`work()` is one compare less than elements, each line", () => {
    expect(scalarsOf(hardmax, [["f32", [2, 3]]], { axes: [1] })).toEqual({ compare: 4n });
  });
});
