import { describe, expect, test } from "vitest";
import { gatherND, take, takeAlong } from "../../src/ops/core/take.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const X = tensor("f32", [2, 3], [1, 2, 3, 4, 5, 6]);

describe("take", () => {
  test("`evaluate()` takes slices along an axis, from the back where negative", () => {
    expect(elements(take, [X, tensor("i64", [2], [1n, 0n])], { axis: 0 })).toEqual([
      4, 5, 6, 1, 2, 3,
    ]);
    expect(elements(take, [X, tensor("i32", [2], [-1, 0])], { axis: 1 })).toEqual([3, 1, 6, 4]);
  });

  test("`infer()` puts the shape of the indices in the axis' place", () => {
    const indices = tensor("i64", [2, 1], [0n, 2n]);
    expect(apply(take, [X, indices], { axis: -1 })[0]?.type.shape).toEqual([2, 2, 1]);
    expect(apply(take, [X, tensor("i64", [], [1n])], { axis: 0 })[0]?.type.shape).toEqual([3]);
  });

  test("`evaluate()` moves every element type by its bits", () => {
    const at = tensor("i64", [2], [1n, 0n]);
    const big = tensor("i64", [2], [2n ** 62n + 1n, -1n]);
    expect(apply(take, [big, at], { axis: 0 })[0]?.data).toEqual(
      BigInt64Array.of(-1n, 2n ** 62n + 1n),
    );
    expect(elements(take, [tensor("i8", [2], [-1, 7]), at], { axis: 0 })).toEqual([7, -1]);
    expect(elements(take, [tensor("i16", [2], [-300, 7]), at], { axis: 0 })).toEqual([7, -300]);
    expect(elements(take, [tensor("f64", [2], [0.1, -0]), at], { axis: 0 })).toEqual([-0, 0.1]);
    expect(elements(take, [tensor("u32", [2], [4294967295, 1]), at], { axis: 0 })).toEqual([
      1, 4294967295,
    ]);
  });

  test("`evaluate()` refuses indices out of range", () => {
    expect(() => apply(take, [X, tensor("i64", [1], [3n])], { axis: 1 })).toThrow(
      "Cannot apply take: expected indices from -3 to 2, got 3",
    );
    expect(() => apply(take, [X, tensor("i64", [1], [-3n])], { axis: 0 })).toThrow(
      "Cannot apply take: expected indices from -2 to 1, got -3",
    );
  });

  test("`infer()` refuses indices that are no integers, and an axis that is not there", () => {
    expect(() => apply(take, [X, tensor("f32", [1], [0])], { axis: 0 })).toThrow(
      "Cannot apply take: expected integer indices, got f32",
    );
    expect(() => apply(take, [X, tensor("i64", [1], [0n])], { axis: 2 })).toThrow(
      "Cannot apply take: expected an axis from -2 to 1, got 2",
    );
  });

  test("`work()` is none", () => {
    expect(
      scalarsOf(
        take,
        [
          ["f32", [9, 4]],
          ["i64", [5]],
        ],
        { axis: 0 },
      ),
    ).toEqual({});
  });
});

describe("takeAlong", () => {
  test("`evaluate()` takes the element at the index's own place but for the axis", () => {
    const indices = tensor("i64", [1, 3], [1n, 0n, -1n]);
    expect(elements(takeAlong, [X, indices], { axis: 0 })).toEqual([4, 2, 6]);
    const columns = tensor("i64", [2, 2], [2n, 2n, 0n, 1n]);
    expect(elements(takeAlong, [X, columns], { axis: 1 })).toEqual([3, 3, 4, 5]);
  });

  test("`infer()` refuses indices that stand out", () => {
    expect(() => apply(takeAlong, [X, tensor("i64", [1, 4], [0n])], { axis: 0 })).toThrow(
      "Cannot apply takeAlong: expected indices inside 2x3 but for axis 0, got 1x4",
    );
  });
});

describe("gatherND", () => {
  test("`evaluate()` takes the elements or slices that tuples name", () => {
    const places = tensor("i64", [2, 2], [0n, 0n, -1n, 2n]);
    expect(elements(gatherND, [X, places], { batchAxes: 0 })).toEqual([1, 6]);
    const rows = tensor("i64", [1, 1], [1n]);
    expect(elements(gatherND, [X, rows], { batchAxes: 0 })).toEqual([4, 5, 6]);
  });

  test("`evaluate()` stays in its batch", () => {
    const places = tensor("i64", [2, 1], [2n, 0n]);
    expect(elements(gatherND, [X, places], { batchAxes: 1 })).toEqual([3, 4]);
    const x = tensor("f32", [2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7]);
    const [slices] = apply(gatherND, [x, tensor("i64", [2, 1], [1n, 0n])], { batchAxes: 1 });
    expect(slices?.type.shape).toEqual([2, 2]);
    expect([...(slices?.data ?? [])]).toEqual([2, 3, 4, 5]);
  });

  test("`infer()` refuses tuples that are too long, and batches of other sizes", () => {
    expect(() => apply(gatherND, [X, tensor("i64", [3], [0n])], { batchAxes: 0 })).toThrow(
      "Cannot apply gatherND: expected tuples of at most 2 indices behind 0 batch axes, got 3 for 2x3",
    );
    expect(() => apply(gatherND, [X, tensor("i64", [1, 1], [0n])], { batchAxes: 1 })).toThrow(
      "Cannot apply gatherND: expected tuples of at most 1 indices behind 1 batch axes, got 1x1 for 2x3",
    );
  });
});
