import { describe, expect, it } from "vitest";
import { fewSteps, manySteps } from "../../../src/pareto/sets/staircase.ts";

const RECTANGLES = [
  [2, 2],
  [4, 1],
  [1, 1],
  [2, 3],
  [3, 2],
  [2, 3],
  [5, 5],
] as const;
/** What is new of each, by hand; the whole is 25 in the end. */
const ADDED = [4, 2, 0, 2, 1, 0, 16];

describe("`fewSteps()` and `manySteps()`", () => {
  it("tell the area that each rectangle adds", () => {
    const few = fewSteps();
    const many = manySteps(Float64Array.from(RECTANGLES, ([width]) => width));
    expect(RECTANGLES.map(([width, height]) => few.add(width, height))).toEqual(ADDED);
    expect(RECTANGLES.map(([, height], i) => many.add(i, height))).toEqual(ADDED);
  });
});
