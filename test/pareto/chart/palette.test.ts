import { describe, expect, it } from "vitest";
import { groupPoints, INKS } from "../../../src/pareto/chart/palette.ts";
import { chartOf } from "./charts.ts";

const line = (family: string, costs: readonly number[], accuracy: number) =>
  costs.map((cost) => ({ family, cost, accuracy: accuracy + cost / 1000 }));

const { points } = chartOf([
  ...line("far", [1, 2, 3, 4], 40),
  ...line("best", [1, 2, 3], 70),
  ...line("near", [1, 2, 3], 65),
  ...line("single", [2], 69),
  { family: "ours", own: true, cost: 1, accuracy: 90 },
]);
const names = (most: number, wanted: readonly string[] = []) =>
  groupPoints(points, INKS.light, most, wanted).groups.map(({ name }) => name);

describe("`groupPoints()`", () => {
  it("gives colours to those with the best points first, then to those with most points", () => {
    expect(names(9)).toEqual(["ours", "best", "far", "near", "single"]);
    expect(names(2)).toEqual(["ours", "best", "far", "other"]);
  });

  it("gives them colours whatever the user's points are", () => {
    const published = points.filter(({ own }) => !own);
    const { groups } = groupPoints(published, INKS.light, 9);
    expect(groups.map(({ name }) => name)).toEqual(names(9).slice(1));
  });

  it("keeps the user's family apart from a published one of its name, and so on", () => {
    const { points: mixed } = chartOf([
      { family: "A", cost: 1, accuracy: 50, own: true },
      { family: "A", cost: 2, accuracy: 60 },
      { family: "other", cost: 3, accuracy: 55 },
      { family: "", cost: 3, accuracy: 54 },
    ]);
    const { groups, groupOf } = groupPoints(mixed, INKS.light, 8);
    expect(groups.map(({ name }) => name)).toEqual(["A (yours)", "A", "other", "all others"]);
    expect(mixed.map((point) => groupOf(point).kind)).toEqual([
      ...["own", "family", "family", "other"],
    ]);
  });

  it("takes wanted families first", () => {
    expect(names(2, ["single"])).toEqual(["ours", "single", "best", "other"]);
    expect(() => names(2, ["ours"])).toThrow(
      "Cannot highlight a family: expected one of far, best, near, single, got ours",
    );
  });

  it("uses no colour and no symbol twice among as many families as a chart shows", () => {
    for (const theme of ["light", "dark"] as const) {
      const { own, other, families } = INKS[theme];
      expect(new Set([own, other, ...families])).toHaveLength(10);
    }
    const { groups } = groupPoints(points, INKS.light, 9);
    expect(new Set(groups.map(({ shape }) => shape)).size).toBe(groups.length);
  });
});
