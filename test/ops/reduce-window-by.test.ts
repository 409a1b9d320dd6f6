import { describe, expect, test } from "vitest";
import { add, maximum, subtract } from "../../src/ops/core/arithmetic.ts";
import { reduceWindowBy } from "../../src/ops/core/reduce-window-by.ts";
import { apply, elements, scalar, scalarsOf } from "../support/apply.ts";
import { pairwise } from "../support/regions.ts";
import { tensor } from "../support/tensors.ts";

const EXAMPLE = {
  window: [2, 1],
  strides: [4, 1],
  baseDilations: [2, 1],
  dilations: [3, 1],
  padLow: [2, 0],
  padHigh: [1, 0],
};
const LINE = {
  window: [3],
  strides: [1],
  baseDilations: [1],
  dilations: [1],
  padLow: [1],
  padHigh: [0],
};
const X = tensor("f32", [4], [1, 2, 3, 4]);

describe("reduceWindowBy", () => {
  test("`evaluate()` is the example of StableHLO", () => {
    const x = tensor("i64", [3, 2], [1n, 2n, 3n, 4n, 5n, 6n]);
    const [y] = apply(reduceWindowBy, [x, tensor("i64", [], [0n])], EXAMPLE, [
      pairwise("i64", add),
    ]);
    expect(y?.type.shape).toEqual([2, 2]);
    expect(y?.data).toEqual(BigInt64Array.of(0n, 0n, 3n, 4n));
  });

  test("`evaluate()` starts from the start value, and meets it in the padding as well", () => {
    const minus = [pairwise("f32", subtract)];
    // 10 - 10 - 1 - 2; 10 - 1 - 2 - 3; 10 - 2 - 3 - 4
    expect(elements(reduceWindowBy, [X, scalar("f32", 10)], LINE, minus)).toEqual([-3, 4, 1]);
  });

  test("`evaluate()` cuts off where padding is negative", () => {
    const largest = [pairwise("f32", maximum)];
    const cut = { ...LINE, window: [2], padLow: [-1], padHigh: [-1] };
    expect(elements(reduceWindowBy, [X, scalar("f32", 0)], cut, largest)).toEqual([3]);
  });

  test("`infer()` has no window in an empty or too short tensor", () => {
    const sum = [pairwise("f32", add)];
    const none = tensor("f32", [0], []);
    const wide = { ...LINE, window: [6] };
    expect(elements(reduceWindowBy, [X, scalar("f32", 0)], wide, sum)).toEqual([]);
    const bare = { ...LINE, window: [1], padLow: [0] };
    expect(elements(reduceWindowBy, [none, scalar("f32", 0)], bare, sum)).toEqual([]);
  });

  test("`infer()` refuses base dilations that are not positive, one for each axis", () => {
    const sum = [pairwise("f32", add)];
    const inputs = [X, scalar("f32", 0)];
    expect(() => apply(reduceWindowBy, inputs, { ...LINE, baseDilations: [0] }, sum)).toThrow(
      "Cannot apply reduceWindowBy: expected 1 positive base dilations, got 0",
    );
    expect(() => apply(reduceWindowBy, inputs, { ...LINE, strides: [1, 1] }, sum)).toThrow(
      "Cannot apply reduceWindowBy: expected 1 entries in each list, got 2",
    );
  });

  test("work is that of the region, once less than the window has places", () => {
    const operands = [
      ["f32", [4]],
      ["f32", []],
    ] as const;
    expect(scalarsOf(reduceWindowBy, operands, LINE, [pairwise("f32", add)])).toEqual({ add: 6n });
  });
});
