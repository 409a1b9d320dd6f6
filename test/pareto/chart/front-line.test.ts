import { describe, expect, it } from "vitest";
import { frontLine } from "../../../src/pareto/chart/front-line.ts";
import type { Scales } from "../../../src/pareto/chart/scales.ts";
import { chartOf } from "./charts.ts";

const SCALES: Scales = {
  cost: { domain: [1, 1000], ticks: [] },
  accuracy: { domain: [50, 80], ticks: [] },
  place: (x, y) => ({ x, y }),
};
const corner = (cost: number, accuracy: number) => ({ cost, accuracy });

describe("`frontLine()`", () => {
  const { points } = chartOf([
    { cost: 100, accuracy: 70 },
    { cost: 10, accuracy: 60 },
    { cost: 50, accuracy: 55 },
    { cost: 100, accuracy: 70 },
  ]);

  it("holds each accuracy from its cost on: nothing is reached before the cheapest point", () => {
    expect(frontLine(points, undefined, SCALES)).toEqual([
      ...[corner(10, 50), corner(10, 60), corner(100, 70), corner(1000, 70)],
    ]);
  });

  it("begins at the cheap end where something is reached at no cost", () => {
    expect(frontLine(points, 58, SCALES)).toEqual([
      ...[corner(1, 58), corner(10, 60), corner(100, 70), corner(1000, 70)],
    ]);
    expect(frontLine(points, 65, SCALES)).toEqual([
      ...[corner(1, 65), corner(100, 70), corner(1000, 70)],
    ]);
  });

  it("does not fall where a point is wrongly said to be on the front", () => {
    const wrong = points.map((point) => ({ ...point, onFront: true }));
    expect(frontLine(wrong, undefined, SCALES)).toEqual(frontLine(points, undefined, SCALES));
  });
});
