import { describe, expect, test } from "vitest";
import { forEachLine } from "../../src/ops/lines.ts";
import { broadcastStrides } from "../../src/ops/shapes.ts";

function lines(shape: readonly number[], x: readonly number[], y: readonly number[]): number[][] {
  const seen: number[][] = [];
  forEachLine(shape, broadcastStrides(x, shape), broadcastStrides(y, shape), (...line) => {
    seen.push(line);
  });
  return seen;
}

describe("forEachLine()", () => {
  test("equal shapes are one line, and so is a scalar operand", () => {
    expect(lines([2, 3, 4], [2, 3, 4], [2, 3, 4])).toEqual([[0, 0, 1, 0, 1, 24]]);
    expect(lines([2, 3, 4], [2, 3, 4], [])).toEqual([[0, 0, 1, 0, 0, 24]]);
    expect(lines([], [], [])).toEqual([[0, 0, 0, 0, 0, 1]]);
  });

  test("a channel operand is one line a batch and channel", () => {
    expect(lines([2, 2, 3], [2, 2, 3], [2, 1])).toEqual([
      [0, 0, 1, 0, 0, 3],
      [3, 3, 1, 1, 0, 3],
      [6, 6, 1, 0, 0, 3],
      [9, 9, 1, 1, 0, 3],
    ]);
  });

  test("axes of size 1 do not cut; a shape with a 0 has no line", () => {
    expect(lines([2, 1, 3], [2, 1, 3], [2, 1, 3])).toEqual([[0, 0, 1, 0, 1, 6]]);
    expect(lines([2, 0, 3], [2, 0, 3], [3])).toEqual([]);
  });
});
