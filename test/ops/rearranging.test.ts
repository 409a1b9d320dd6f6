import { describe, expect, test } from "vitest";
import { depthToSpace, spaceToDepth } from "../../src/ops/composite/depth-to-space.ts";
import { split } from "../../src/ops/composite/split.ts";
import { tile } from "../../src/ops/composite/tile.ts";
import { reverseSequence } from "../../src/ops/core/reverse-sequence.ts";
import { triangle } from "../../src/ops/core/triangle.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const X = tensor("f32", [2, 3], [1, 2, 3, 4, 5, 6]);

describe("Split", () => {
  test("`evaluate()` gives parts one after another, empty ones too", () => {
    const parts = apply(split, [X], { axis: -1, sizes: [1, 0, 2] });
    expect(parts.map(({ type }) => type.shape)).toEqual([
      [2, 1],
      [2, 0],
      [2, 2],
    ]);
    expect(parts.map(({ data }) => [...data])).toEqual([[1, 4], [], [2, 3, 5, 6]]);
  });

  test("`infer()` refuses parts beyond the end", () => {
    expect(() => apply(split, [X], { axis: 0, sizes: [2, 1] })).toThrow(
      "Cannot apply slice: expected elements within 2, got 2 to 2",
    );
  });

  test("`work()` is none", () => {
    expect(scalarsOf(split, [["f32", [4]]], { axis: 0, sizes: [1, 3] })).toEqual({});
  });
});

describe("Tile", () => {
  test("`evaluate()` repeats along each axis", () => {
    expect(elements(tile, [tensor("i8", [1, 2], [1, 2])], { repeats: [2, 2] })).toEqual([
      1, 2, 1, 2, 1, 2, 1, 2,
    ]);
    const column = tensor("i8", [2, 1], [1, 2]);
    expect(elements(tile, [column], { repeats: [1, 3] })).toEqual([1, 1, 1, 2, 2, 2]);
    expect(elements(tile, [X], { repeats: [0, 1] })).toEqual([]);
  });

  test("`infer()` refuses another number of repeats, and negative ones", () => {
    expect(() => apply(tile, [X], { repeats: [2] })).toThrow(
      "Cannot apply Tile: expected 2 numbers of repeats, got 2",
    );
    expect(() => apply(tile, [X], { repeats: [-1, -1] })).toThrow(
      "Cannot apply Tile: expected 2 numbers of repeats, got -1,-1",
    );
  });
});

describe("DepthToSpace, SpaceToDepth", () => {
  const channels = tensor("f32", [1, 8, 1, 1], [0, 1, 2, 3, 4, 5, 6, 7]);

  test("`evaluate()` makes blocks of channels: the block is the upper part, or the lower", () => {
    expect(elements(depthToSpace, [channels], { blockSize: 2, mode: "DCR" })).toEqual([
      0, 2, 4, 6, 1, 3, 5, 7,
    ]);
    expect(elements(depthToSpace, [channels], { blockSize: 2, mode: "CRD" })).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7,
    ]);
  });

  test("`evaluate()` makes channels of blocks, the other way round", () => {
    const image = tensor("f32", [1, 2, 2, 2], [0, 2, 4, 6, 1, 3, 5, 7]);
    expect(elements(spaceToDepth, [image], { blockSize: 2, mode: "DCR" })).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7,
    ]);
    expect(elements(spaceToDepth, [image], { blockSize: 2, mode: "CRD" })).toEqual([
      0, 2, 4, 6, 1, 3, 5, 7,
    ]);
  });

  test("`infer()` refuses what the block does not divide", () => {
    expect(() => apply(depthToSpace, [channels], { blockSize: 3, mode: "DCR" })).toThrow(
      "Cannot apply DepthToSpace: expected [N, C, H, W] that the block divides, got 1x8x1x1",
    );
    expect(() => apply(spaceToDepth, [X], { blockSize: 2, mode: "DCR" })).toThrow(
      "Cannot apply SpaceToDepth: expected [N, C, H, W] that the block divides, got 2x3",
    );
  });
});

describe("triangle", () => {
  const square = tensor("i32", [3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const kept = (upper: boolean, diagonal: number) =>
    elements(triangle, [square], { upper, diagonal });

  test("`evaluate()` keeps one side of a diagonal", () => {
    expect(kept(true, 0)).toEqual([1, 2, 3, 0, 5, 6, 0, 0, 9]);
    expect(kept(true, 1)).toEqual([0, 2, 3, 0, 0, 6, 0, 0, 0]);
    expect(kept(false, 0)).toEqual([1, 0, 0, 4, 5, 0, 7, 8, 9]);
    expect(kept(false, -1)).toEqual([0, 0, 0, 4, 0, 0, 7, 8, 0]);
    expect(kept(true, -9)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("`evaluate()` of a batch of longer matrices", () => {
    const x = tensor("i32", [2, 1, 2], [1, 2, 3, 4]);
    expect(elements(triangle, [x], { upper: false, diagonal: 0 })).toEqual([1, 0, 3, 0]);
  });

  test("`infer()` refuses a vector; `work()` is none", () => {
    expect(() =>
      apply(triangle, [tensor("f32", [2], [1, 2])], { upper: true, diagonal: 0 }),
    ).toThrow("Cannot apply triangle: expected rank 2 or more, got 2");
    expect(scalarsOf(triangle, [["f32", [3, 3]]], { upper: true, diagonal: 0 })).toEqual({});
  });
});

describe("reverseSequence", () => {
  const lengths = tensor("i64", [2], [3n, 2n]);

  test("`evaluate()` turns the first elements of each sequence round", () => {
    expect(elements(reverseSequence, [X, lengths], { batchAxis: 0, timeAxis: 1 })).toEqual([
      3, 2, 1, 5, 4, 6,
    ]);
    const turned = tensor("f32", [3, 2], [1, 4, 2, 5, 3, 6]);
    expect(elements(reverseSequence, [turned, lengths], { batchAxis: 1, timeAxis: 0 })).toEqual([
      3, 5, 2, 4, 1, 6,
    ]);
  });

  test("`evaluate()` refuses a sequence that is longer than the axis", () => {
    const long = tensor("i64", [2], [3n, 4n]);
    expect(() => apply(reverseSequence, [X, long], { batchAxis: 0, timeAxis: 1 })).toThrow(
      "Cannot apply reverseSequence: expected lengths from 0 to 3, got 4",
    );
  });

  test("`infer()` refuses one axis for both, and lengths of another number", () => {
    expect(() => apply(reverseSequence, [X, lengths], { batchAxis: 0, timeAxis: 0 })).toThrow(
      "Cannot apply reverseSequence: expected distinct axes, got 0 and 0",
    );
    expect(() => apply(reverseSequence, [X, lengths], { batchAxis: 1, timeAxis: 0 })).toThrow(
      "Cannot apply reverseSequence: expected lengths of shape 3, got 2",
    );
  });
});
