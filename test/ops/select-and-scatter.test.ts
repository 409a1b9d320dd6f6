import { describe, expect, test } from "vitest";
import { add } from "../../src/ops/core/arithmetic.ts";
import { greater, greaterOrEqual } from "../../src/ops/core/comparison.ts";
import { selectAndScatter } from "../../src/ops/core/select-and-scatter.ts";
import { apply, elements, scalar, scalarsOf } from "../support/apply.ts";
import { oneByOne, pairwise } from "../support/regions.ts";
import { tensor } from "../support/tensors.ts";

const EXAMPLE = { window: [3, 1], strides: [2, 1], padLow: [0, 0], padHigh: [1, 0] };
const LINE = { window: [2], strides: [1], padLow: [0], padHigh: [0] };
const ZERO = scalar("f32", 0);

describe("selectAndScatter", () => {
  test("`evaluate()` is the example of StableHLO", () => {
    const x = tensor("i64", [4, 2], [1n, 5n, 2n, 5n, 3n, 6n, 4n, 4n]);
    const source = tensor("i64", [2, 2], [5n, 6n, 7n, 8n]);
    const inputs = [x, source, tensor("i64", [], [0n])];
    for (const sum of [pairwise("i64", add), oneByOne("i64", add)]) {
      const regions = [pairwise("i64", greaterOrEqual), sum];
      expect(elements(selectAndScatter, inputs, EXAMPLE, regions)).toEqual([
        0, 0, 0, 0, 5, 14, 7, 0,
      ]);
    }
  });

  test("`evaluate()` keeps the chosen element where the region says so", () => {
    const x = tensor("f32", [4], [2, 2, 1, 3]);
    const source = tensor("f32", [3], [1, 10, 100]);
    const scatter = pairwise("f32", add);
    const chosen = (select: Parameters<typeof pairwise>[1]) =>
      elements(selectAndScatter, [x, source, ZERO], LINE, [pairwise("f32", select), scatter]);
    expect(chosen(greaterOrEqual)).toEqual([1, 10, 0, 100]);
    expect(chosen(greater)).toEqual([0, 11, 0, 100]);
  });

  test("`evaluate()` starts from the start value, and gives nothing for a window of padding", () => {
    const x = tensor("f32", [2], [1, 2]);
    const source = tensor("f32", [3], [1, 10, 100]);
    const regions = [pairwise("f32", greaterOrEqual), pairwise("f32", add)];
    const padded = { ...LINE, padLow: [2] };
    expect(elements(selectAndScatter, [x, source, scalar("f32", 5)], padded, regions)).toEqual([
      15, 105,
    ]);
  });

  test("`infer()` refuses a source that has not one value for each window", () => {
    const x = tensor("f32", [4], [1, 2, 3, 4]);
    const regions = [pairwise("f32", greater), pairwise("f32", add)];
    expect(() => apply(selectAndScatter, [x, x, ZERO], LINE, regions)).toThrow(
      "Cannot apply selectAndScatter: expected a source of shape 3, got 4",
    );
    const source = tensor("f32", [3], [1, 2, 3]);
    expect(() => apply(selectAndScatter, [x, source, ZERO], LINE, regions.toReversed())).toThrow(
      "Cannot apply outputs of selectAndScatter's region: expected bool scalar, got f32 scalar",
    );
  });

  test("work is a comparison less than each window has places, and one addition for each value", () => {
    const operands = [
      ["f32", [4, 2]],
      ["f32", [2, 2]],
      ["f32", []],
    ] as const;
    const regions = [pairwise("f32", greaterOrEqual), pairwise("f32", add)];
    expect(scalarsOf(selectAndScatter, operands, EXAMPLE, regions)).toEqual({
      compare: 8n,
      add: 4n,
    });
  });
});
