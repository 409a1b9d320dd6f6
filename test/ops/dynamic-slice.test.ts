import { describe, expect, test } from "vitest";
import { dynamicSlice, dynamicUpdateSlice } from "../../src/ops/core/dynamic-slice.ts";
import { analysed, apply, elements, scalar, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const at = (...starts: readonly number[]) =>
  starts.map((start) => tensor("i64", [], [BigInt(start)]));
const X = tensor("f32", [2, 3], [1, 2, 3, 4, 5, 6]);

describe("dynamicSlice", () => {
  test("`evaluate()` is the example of StableHLO", () => {
    const x = tensor("i32", [4, 4], [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(elements(dynamicSlice, [x, ...at(-1, 3)], { sizes: [2, 2] })).toEqual([1, 1, 1, 1]);
  });

  test("`evaluate()` begins where the scalars say, if the slice lies inside", () => {
    expect(elements(dynamicSlice, [X, ...at(1, 1)], { sizes: [1, 2] })).toEqual([5, 6]);
    expect(elements(dynamicSlice, [X, ...at(9, 2)], { sizes: [1, 2] })).toEqual([5, 6]);
    const unsigned = tensor("u64", [], [2n ** 64n - 1n]);
    const zero = tensor("u64", [], [0n]);
    expect(elements(dynamicSlice, [X, zero, unsigned], { sizes: [2, 1] })).toEqual([3, 6]);
    expect(elements(dynamicSlice, [scalar("f32", 7)], { sizes: [] })).toEqual([7]);
  });

  test("`infer()` refuses slices that do not fit, and other starts than a scalar for each axis", () => {
    expect(() => apply(dynamicSlice, [X, ...at(0, 0)], { sizes: [3, 1] })).toThrow(
      "Cannot apply dynamicSlice: expected a slice within 2x3, got 3x1",
    );
    expect(() => apply(dynamicSlice, [X, ...at(0)], { sizes: [1, 1] })).toThrow(
      "Cannot apply dynamicSlice: expected 2 starts, got 1",
    );
    expect(() =>
      apply(dynamicSlice, [X, ...at(0), tensor("i32", [], [0])], { sizes: [1, 1] }),
    ).toThrow("Cannot apply dynamicSlice: expected inputs of one element type (i64), got i32");
    expect(() =>
      apply(dynamicSlice, [X, ...at(0), tensor("i64", [1], [0n])], { sizes: [1, 1] }),
    ).toThrow("Cannot apply dynamicSlice: expected starts of shape scalar, got 1");
  });

  test("`work()` is none", () => {
    expect(scalarsOf(dynamicSlice, [X, ["i32", []], ["i32", []]], { sizes: [1, 1] })).toEqual({});
  });
});

describe("dynamicUpdateSlice", () => {
  test("`evaluate()` is the example of StableHLO", () => {
    const x = tensor("i32", [4, 4], [1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
    const update = tensor("i32", [2, 2], [1, 1, 1, 1]);
    expect(elements(dynamicUpdateSlice, [x, update, ...at(-1, 3)])).toEqual(Array(16).fill(1));
  });

  test("`evaluate()` leaves its inputs as they are", () => {
    const update = tensor("f32", [1, 2], [10, 20]);
    expect(elements(dynamicUpdateSlice, [X, update, ...at(1, 5)])).toEqual([1, 2, 3, 4, 10, 20]);
    expect([...X.data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("`values()` are those of either", () => {
    const starts = [["i32", []] as const, ["i32", []] as const];
    const [values] = analysed(dynamicUpdateSlice, [
      ["i8", [4, 4]],
      ["i8", [1, 4]],
      ...starts,
    ]).outputs;
    expect(values).toMatchObject({ status: "declared", grid: { lo: -128, hi: 127 } });
  });

  test("`infer()` refuses updates of another type, or larger ones", () => {
    expect(() => apply(dynamicUpdateSlice, [X, tensor("i32", [1, 1], [0]), ...at(0, 0)])).toThrow(
      "Cannot apply dynamicUpdateSlice: expected inputs of one element type (f32), got i32",
    );
    expect(() => apply(dynamicUpdateSlice, [X, tensor("f32", [3, 1], [0]), ...at(0, 0)])).toThrow(
      "Cannot apply dynamicUpdateSlice: expected a slice within 2x3, got 3x1",
    );
  });
});
