import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hypervolume } from "../../../src/pareto/sets/hypervolume.ts";
import type { Direction, Point } from "../../../src/pareto/sets/points.ts";

describe("`hypervolume()`", () => {
  it.each<readonly [string, readonly Point[], Point, number]>([
    ["of nothing is 0", [], [1, 1], 0],
    ["of one objective is the distance", [[3], [1], [2]], [5], 4],
    ["of a box", [[1, 2]], [4, 4], 6],
    [
      "of a staircase counts overlaps once",
      [
        [1, 3],
        [2, 2],
        [3, 1],
      ],
      [4, 4],
      6,
    ],
    [
      "of copies is that of one",
      [
        [1, 1],
        [1, 1],
      ],
      [2, 3],
      2,
    ],
    [
      "does not count what does not reach the reference",
      [
        [1, 1],
        [5, 0],
        [2, 0],
      ],
      [2, 2],
      1,
    ],
    [
      "of a cube with a notch",
      [
        [0, 0, 1],
        [0, 1, 0],
        [1, 0, 0],
      ],
      [2, 2, 2],
      7,
    ],
    [
      "of three objectives with a dominated point",
      [
        [0, 0, 0],
        [1, 1, 1],
      ],
      [2, 2, 2],
      8,
    ],
    [
      "of four objectives",
      [
        [0, 0, 0, 1],
        [1, 1, 1, 0],
      ],
      [2, 2, 2, 2],
      9,
    ],
    [
      "of five objectives",
      [
        [0, 0, 0, 0, 1],
        [1, 1, 1, 1, 0],
      ],
      [2, 2, 2, 2, 2],
      17,
    ],
    ["takes whole numbers of any size", [[2n ** 60n]], [2n ** 61n], 2 ** 60],
  ])("%s", (_, points, reference, volume) => {
    expect(hypervolume(points, reference)).toBe(volume);
  });

  it("is the number of dominated cells of a grid", () => {
    const sets = fc.integer({ min: 1, max: 5 }).chain((size) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: size, maxLength: size }), {
        minLength: 1,
        maxLength: 30,
      }),
    );
    fc.assert(
      fc.property(sets, (points) => {
        const size = points[0]?.length ?? 0;
        const volume = hypervolume(points, Array<number>(size).fill(5));
        expect(volume).toBe(dominatedCells(points, size));
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  it("takes more for better where it is told to", () => {
    const directions: readonly Direction[] = ["min", "max"];
    expect(
      hypervolume(
        [
          [1, 70],
          [2, 75],
        ],
        [4, 60],
        directions,
      ),
    ).toBe(40);
  });

  it.each<readonly [readonly Point[], Point, string]>([
    [[[1, 1]], [1], "Cannot measure the points: expected a reference point of 2 objectives, got 1"],
    [
      [[1, Number.NaN]],
      [2, 2],
      "Cannot compare objective 1 of point 1: expected a finite number, got NaN",
    ],
  ])("refuses %j with the reference %j", (points, reference, message) => {
    expect(() => hypervolume(points, reference)).toThrow(message);
  });
});

/** Cells of a grid of 5 in each direction whose lower corner a point weakly dominates. */
function dominatedCells(points: readonly (readonly number[])[], size: number): number {
  return Array.from({ length: 5 ** size }, (_, cell) =>
    Array.from({ length: size }, (_, k) => Math.floor(cell / 5 ** k) % 5),
  ).filter((corner) => points.some((point) => point.every((v, k) => v <= (corner[k] as number))))
    .length;
}
