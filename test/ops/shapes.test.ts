import { describe, expect, test } from "vitest";
import { crossOffsets, evenOffsets, offsets } from "../../src/ops/shapes.ts";

describe("offsets()", () => {
  test("are sums of index x stride, row-major", () => {
    expect([...offsets([2, 3], [3, 1])]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...offsets([3, 2], [1, 3], 10)]).toEqual([10, 13, 11, 14, 12, 15]);
    expect([...offsets([2, 2], [0, -1], 5)]).toEqual([5, 4, 5, 4]);
  });

  test("of a scalar are its start, of nothing nothing", () => {
    expect([...offsets([], [], 7)]).toEqual([7]);
    expect([...offsets([2, 0], [1, 1])]).toEqual([]);
    expect([...offsets([0, 2], [1, 1], 3)]).toEqual([]);
  });
});

describe("crossOffsets()", () => {
  test("are sums of one entry of each list, the last one changing fastest", () => {
    expect([
      ...crossOffsets([
        [100, 0],
        [1, 2, 3],
      ]),
    ]).toEqual([101, 102, 103, 1, 2, 3]);
    expect([...crossOffsets([[5]])]).toEqual([5]);
  });

  test("without lists are one 0, with an empty list none", () => {
    expect([...crossOffsets([])]).toEqual([0]);
    expect([...crossOffsets([[1, 2], []])]).toEqual([]);
  });
});

describe("evenOffsets()", () => {
  test("are multiples of the stride", () => {
    expect([...evenOffsets(4, 3)]).toEqual([0, 3, 6, 9]);
  });
});
