import { describe, expect, test } from "vitest";
import { gridSample } from "../../src/ops/leaf/grid-sample.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const LINEAR = { mode: "linear", padding: "zeros", alignCorners: true };
const image = tensor("f32", [1, 2, 2, 2], [1, 2, 3, 4, 10, 20, 30, 40]);

describe("gridSample", () => {
  test("`evaluate()` reads x first; channels share a position", () => {
    const grid = tensor("f32", [1, 1, 3, 2], [0, 0, 1, -1, 0.5, -1]);
    expect(elements(gridSample, [image, grid], LINEAR)).toEqual([2.5, 2, 1.75, 25, 20, 17.5]);
  });

  test("`evaluate()` in three dimensions", () => {
    const volume = tensor("f32", [1, 1, 2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7]);
    const grid = tensor("f32", [1, 1, 1, 2, 3], [0, 0, 0, 1, -1, 1]);
    expect(elements(gridSample, [volume, grid], LINEAR)).toEqual([3.5, 5]);
  });

  test("`evaluate()` rounds once to the element type of x", () => {
    const half = tensor("f16", [1, 1, 1, 2], [1, 2.001953125]);
    const grid = tensor("f32", [1, 1, 1, 2], [0, 0]);
    expect(elements(gridSample, [half, grid], LINEAR)).toEqual([1.5009765625]);
  });

  test("`infer()` refuses a grid of another number of axes", () => {
    const grid = tensor("f32", [1, 1, 1, 3], [0, 0, 0]);
    expect(() => apply(gridSample, [image, grid], LINEAR)).toThrow(
      "Cannot apply gridSample: expected a grid [1, ..., 2] of rank 4, got 1x1x1x3",
    );
    const empty = tensor("f32", [1, 1, 0, 2], []);
    expect(() => apply(gridSample, [empty, grid], LINEAR)).toThrow(
      "Cannot apply gridSample: expected elements to sample, got 1x1x0x2",
    );
  });

  test("`work()`: a multiply a neighbour, one add less, and the coordinates", () => {
    const operands = [["f32", [1, 3, 8, 8]] as const, ["f32", [1, 5, 5, 2]] as const];
    expect(scalarsOf(gridSample, operands, LINEAR)).toEqual({ multiply: 350n, add: 275n });
    expect(scalarsOf(gridSample, operands, { ...LINEAR, mode: "cubic" })).toEqual({
      multiply: 1250n,
      add: 1175n,
    });
    expect(scalarsOf(gridSample, operands, { ...LINEAR, mode: "nearest" })).toEqual({
      multiply: 50n,
      add: 50n,
      round: 50n,
    });
  });
});
