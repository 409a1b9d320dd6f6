import { describe, expect, test } from "vitest";
import { toNumbers } from "../../src/graph/tensor.ts";
import { nonMaxSuppression, selectBoxes } from "../../src/ops/leaf/non-max-suppression.ts";
import { analysed, apply } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

// The second box overlaps the first by 9 of 11, the third by nothing.
const boxes = tensor("f32", [1, 3, 4], [0, 0, 1, 10, 0, 1, 1, 11, 5, 5, 6, 6]);
const scores = tensor("f32", [1, 2, 3], [0.9, 0.8, 0.1, 0.5, 0.7, 0.7]);
const PLAIN = { centered: false, most: 10, overlap: 0.5 };

describe("nonMaxSuppression", () => {
  test("`selectBoxes()`: by class, best first, equal scores in order", () => {
    expect(selectBoxes(boxes, scores, PLAIN)).toEqual([
      [0, 0, 0],
      [0, 0, 2],
      [0, 1, 1],
      [0, 1, 2],
    ]);
  });

  test("`selectBoxes()` keeps an overlap that is not above the bound", () => {
    const all = selectBoxes(boxes, scores, { ...PLAIN, overlap: 0.82 });
    expect(all.map(([, , box]) => box)).toEqual([0, 1, 2, 1, 2, 0]);
  });

  test("`selectBoxes()`: a score must be above the threshold; at most so many of a class", () => {
    const few = selectBoxes(boxes, scores, { ...PLAIN, most: 1, threshold: 0.7 });
    expect(few).toEqual([[0, 0, 0]]);
    expect(selectBoxes(boxes, scores, { ...PLAIN, most: 0 })).toEqual([]);
  });

  test("`selectBoxes()` of boxes by their middles, and of corners in any order", () => {
    const middles = tensor("f32", [1, 2, 4], [5, 0.5, 10, 1, 6, 0.5, 10, 1]);
    const pair = tensor("f32", [1, 1, 2], [1, 2]);
    expect(selectBoxes(middles, pair, { ...PLAIN, centered: true })).toEqual([[0, 0, 1]]);
    const turned = tensor("f32", [1, 2, 4], [1, 10, 0, 0, 0, 11, 1, 1]);
    expect(selectBoxes(turned, pair, PLAIN)).toEqual([[0, 0, 1]]);
  });

  test("`evaluate()` gives the rows, and refuses another number of them", () => {
    const [rows] = apply(nonMaxSuppression, [boxes, scores], { ...PLAIN, count: 4 });
    expect(toNumbers(rows as never)).toEqual([0, 0, 0, 0, 0, 2, 0, 1, 1, 0, 1, 2]);
    expect(() => apply(nonMaxSuppression, [boxes, scores], { ...PLAIN, count: 3 })).toThrow(
      "Cannot apply nonMaxSuppression: expected 3 boxes that are kept, got 4",
    );
  });

  test("`work()` is said to depend on the data", () => {
    const operands = [
      ["f32", [1, 8, 4]],
      ["f32", [1, 2, 8]],
    ] as const;
    const { scalars, warnings } = analysed(nonMaxSuppression, operands, {
      ...PLAIN,
      count: 3,
    }).analysis;
    // 2 classes x 8 x 3 for sorting, 3 kept x 8.
    expect([scalars.compare, warnings.map(({ code }) => code)]).toEqual([
      72n,
      ["data-dependent-work"],
    ]);
  });
});
