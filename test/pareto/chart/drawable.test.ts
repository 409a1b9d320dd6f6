import { describe, expect, it } from "vitest";
import { AceError } from "../../../src/errors.ts";
import { drawablePoints } from "../../../src/pareto/chart/drawable.ts";
import type { ChartPoint } from "../../../src/pareto/chart-input.ts";
import { chartOf, type Given } from "./charts.ts";

const complete = (point: Given, i: number): ChartPoint => ({
  ...{ name: `net-${i}`, family: "A", own: false, onFront: false, source: "a paper" },
  ...point,
});

function refusal(points: readonly Given[]): string {
  try {
    drawablePoints({ ...chartOf([]), points: points.map(complete) });
  } catch (error) {
    if (error instanceof AceError) return `${error.code}: ${error.message}`;
  }
  return "none";
}

describe("`drawablePoints()` refuses", () => {
  it("a chart without points", () => {
    expect(refusal([])).toBe(
      "wrong-usage: Cannot draw the chart: expected a point with a cost above 0, got none",
    );
  });

  it("a chart whose points all cost nothing", () => {
    expect(refusal([{ cost: 0, accuracy: 50 }])).toBe(
      "wrong-usage: Cannot draw the chart: expected a point with a cost above 0, got 1 of cost 0",
    );
  });

  it("more points than can be told apart", () => {
    expect(refusal(Array(10_001).fill({ cost: 1, accuracy: 50 }))).toBe(
      "too-large: Cannot draw the chart: expected up to 10000 points, got 10001",
    );
  });

  it.each([Number.NaN, -1, 100.5, Number.POSITIVE_INFINITY])("an accuracy of %f", (accuracy) => {
    expect(refusal([{ cost: 1, accuracy }])).toBe(
      `wrong-usage: Cannot draw the point net-0: expected an accuracy from 0 to 100 percent, got ${accuracy}`,
    );
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, 1e300])("a cost of %f", (cost) => {
    expect(refusal([{ name: "a\u001b[31m", cost, accuracy: 50 }])).toBe(
      `wrong-usage: Cannot draw the point a [31m: expected a cost of 0, or from 1e-290 to 1e+290, got ${cost}`,
    );
  });
});

describe("`drawablePoints()`", () => {
  it("leaves out what costs nothing, and says so", () => {
    const input = chartOf([
      { name: "free", cost: 0, accuracy: 40 },
      { cost: 1, accuracy: 50 },
    ]);
    const { points, free, notes } = drawablePoints(input);
    expect([points.map(({ name }) => name), free]).toEqual([["net-1"], 40]);
    expect(notes).toEqual(["Not shown, for a logarithmic axis has no 0: free (ACE = 0)."]);
  });

  it("says what marks points that are counted otherwise", () => {
    const otherConvention = "as printed";
    const { notes } = drawablePoints(chartOf([{ cost: 1, accuracy: 50, otherConvention }]));
    expect(notes).toEqual(["† and open symbols: as printed."]);
  });

  it("names eight of many", () => {
    const free = Array.from({ length: 10 }, (_, i) => ({ name: `f${i}`, cost: 0, accuracy: 40 }));
    const { notes } = drawablePoints(chartOf([...free, { cost: 1, accuracy: 50 }]));
    expect(notes).toEqual([
      "Not shown, for a logarithmic axis has no 0: f0, f1, f2, f3, f4, f5, f6, f7, 2 more (ACE = 0).",
    ]);
  });

  it("makes one line of a name, with nothing that turns or breaks it", () => {
    const name = " a\n\tb\u202e c\u0000\ud800 d ";
    const { points } = drawablePoints(chartOf([{ name, cost: 1, accuracy: 50 }]));
    expect(points[0]?.name).toBe("a b c ? d");
  });
});
