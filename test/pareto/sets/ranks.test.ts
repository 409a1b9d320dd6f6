import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nonDominatedRanks } from "../../../src/pareto/sets/ranks.ts";

describe("`nonDominatedRanks()`", () => {
  it.each<readonly [string, readonly (readonly number[])[], readonly number[]]>([
    ["of nothing are none", [], []],
    ["of one objective count distinct values", [[3], [1], [3], [2]], [2, 0, 2, 1]],
    [
      "of equal points are equal",
      [
        [1, 1],
        [2, 2],
        [2, 2],
        [3, 3],
      ],
      [0, 1, 1, 2],
    ],
    [
      "count the longest chain",
      [
        [1, 1, 1],
        [2, 1, 1],
        [2, 2, 2],
        [1, 1, 5],
      ],
      [0, 1, 2, 1],
    ],
  ])("%s", (_, points, ranks) => {
    expect(nonDominatedRanks(points)).toEqual(ranks);
  });

  it("takes more for better where it is told to", () => {
    expect(
      nonDominatedRanks(
        [
          [1, 60],
          [2, 60],
          [2, 70],
        ],
        ["min", "max"],
      ),
    ).toEqual([0, 1, 0]);
  });

  it("compares whole numbers beyond 2^53 exactly", () => {
    const large = 2n ** 60n;
    expect(
      nonDominatedRanks([
        [large + 2n, 0],
        [large, 0],
        [large + 1n, 0],
      ]),
    ).toEqual([2, 0, 1]);
  });

  it("are what peeling off one front after the other gives", () => {
    const sets = fc.integer({ min: 1, max: 4 }).chain((size) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: size, maxLength: size }), {
        maxLength: 200,
      }),
    );
    fc.assert(
      fc.property(sets, (points) => {
        expect(nonDominatedRanks(points)).toEqual(peeled(points));
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

function peeled(points: readonly (readonly number[])[]): readonly number[] {
  const ranks: number[] = points.map(() => -1);
  for (let rank = 0; ranks.includes(-1); rank++) {
    const left = points.filter((_, i) => ranks[i] === -1);
    points.forEach((point, i) => {
      if (ranks[i] === -1 && !left.some((other) => dominates(other, point))) ranks[i] = rank;
    });
  }
  return ranks;
}

function dominates(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, k) => value <= (b[k] as number)) && a.some((v, k) => v < (b[k] as number));
}
