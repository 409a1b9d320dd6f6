import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paretoFront } from "../../../src/pareto/sets/front.ts";
import type { Point } from "../../../src/pareto/sets/points.ts";

describe("`paretoFront()`", () => {
  it.each<readonly [string, readonly Point[], readonly number[]]>([
    ["of nothing is empty", [], []],
    ["of one point is that point", [[3, 4]], [0]],
    [
      "keeps every copy of a point",
      [
        [1, 2],
        [2, 1],
        [1, 2],
        [2, 2],
      ],
      [0, 1, 2],
    ],
    [
      "of equal points is all of them",
      [
        [5, 5],
        [5, 5],
        [5, 5],
      ],
      [0, 1, 2],
    ],
    [
      "leaves out what is equal in one objective and worse in the other",
      [
        [1, 2],
        [1, 3],
      ],
      [0],
    ],
    ["of one objective is the least, each time", [[2], [1], [3], [1]], [1, 3]],
    [
      "takes -0 for 0",
      [
        [0, 1],
        [-0, 1],
      ],
      [0, 1],
    ],
    [
      "of three objectives",
      [
        [1, 2, 3],
        [2, 1, 3],
        [2, 2, 3],
        [1, 2, 4],
        [3, 3, 0],
      ],
      [0, 1, 4],
    ],
    [
      "of four objectives",
      [
        [1, 1, 1, 2],
        [1, 1, 2, 1],
        [1, 2, 2, 2],
        [1, 1, 2, 1],
      ],
      [0, 1, 3],
    ],
  ])("%s", (_, points, front) => {
    expect(paretoFront(points)).toEqual(front);
  });

  it("takes more for better where it is told to", () => {
    const points = [
      [10, 70],
      [20, 70],
      [20, 80],
      [5, 60],
    ];
    expect(paretoFront(points, ["min", "max"])).toEqual([0, 2, 3]);
  });

  it("compares whole numbers beyond 2^53 exactly, with doubles too", () => {
    const large = 2n ** 53n;
    expect(paretoFront([[large + 1n], [large], [large + 2n]])).toEqual([1]);
    expect(
      paretoFront([
        [large + 1n, 1],
        [2 ** 53, 1],
        [large, 2],
      ]),
    ).toEqual([1]);
    expect(
      paretoFront([
        [10n ** 400n + 1n, 1],
        [10n ** 400n, 1],
      ]),
    ).toEqual([1]);
  });

  it.each<readonly [readonly Point[], string]>([
    [[[1, Number.NaN]], "Cannot compare objective 1 of point 0: expected a finite number, got NaN"],
    [
      [[1], [Number.POSITIVE_INFINITY]],
      "Cannot compare objective 0 of point 1: expected a finite number, got Infinity",
    ],
    [[[1, 2], [1]], "Cannot compare point 1: expected 2 objectives, got 1"],
    [[[]], "Cannot compare points: expected at least one objective, got none"],
  ])("refuses %j", (points, message) => {
    expect(() => paretoFront(points)).toThrow(message);
  });

  it("holds what no point dominates, and nothing else", () => {
    const sets = fc.integer({ min: 1, max: 5 }).chain((objectives) =>
      fc.array(
        fc.array(fc.integer({ min: -3, max: 6 }), {
          minLength: objectives,
          maxLength: objectives,
        }),
        { maxLength: 120 },
      ),
    );
    fc.assert(
      fc.property(sets, (points) => {
        const expected = points.flatMap((point, i) =>
          points.some((other) => dominates(other, point)) ? [] : [i],
        );
        expect(paretoFront(points)).toEqual(expected);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it("is right for more points than a comparing sort is used for, with and without ties", () => {
    for (const steps of [7, 2 ** 20]) {
      const points = Array.from({ length: 5000 }, (_, i) => {
        const x = (i * 7919) % 5000;
        return [Math.floor((x / 5000) * steps), Math.floor((1 - x / 5000) * steps)];
      });
      const best = new Map<number, number>();
      for (const [x, y] of points as [number, number][]) {
        best.set(x, Math.min(best.get(x) ?? Number.POSITIVE_INFINITY, y));
      }
      const expected = points.flatMap(([x, y], i) => (best.get(x as number) === y ? [i] : []));
      expect(paretoFront(points)).toEqual(expected);
    }
  });
});

function dominates(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, k) => value <= (b[k] as number)) && a.some((v, k) => v < (b[k] as number));
}
