import { describe, expect, it } from "vitest";
import { crosses, crossesBox, overlaps } from "../../../src/pareto/chart/geometry.ts";
import type { Label } from "../../../src/pareto/chart/label-candidates.ts";
import { placeLabels } from "../../../src/pareto/chart/label-placement.ts";

const box = (left: number, top: number, right: number, bottom: number) => ({
  ...{ left, top, right, bottom },
});
const segment = (x: number, y: number, x2: number, y2: number) => ({
  ...{ from: { x, y }, to: { x: x2, y: y2 } },
});
const NOTHING = { faint: [], line: [], symbols: [] };
const AREA = box(0, 0, 200, 100);

function label(text: string, x: number, y: number, required = false): Label {
  return {
    ...{ text, width: 30, height: 10, at: { x, y }, radius: 3 },
    ...{ side: "above", leads: required, required },
  };
}

describe("`placeLabels()`", () => {
  it("prefers the upper left", () => {
    const { placed } = placeLabels(
      [label("a", 100, 50)],
      { area: AREA, strong: [], ...NOTHING },
      9,
    );
    expect(placed[0]?.box.right).toBeLessThan(100);
    expect(placed[0]?.box.bottom).toBeLessThan(50);
    expect(placed[0]?.leader).toBeUndefined();
  });

  it("stays inside of the area", () => {
    const { placed } = placeLabels([label("a", 2, 2)], { area: AREA, strong: [], ...NOTHING }, 9);
    expect(placed[0]?.box.left).toBeGreaterThanOrEqual(0);
    expect(placed[0]?.box.top).toBeGreaterThanOrEqual(0);
  });

  it("leads to a required label that has no room beside its symbol", () => {
    const line = [box(60, 20, 140, 80)];
    const labels = [label("a", 100, 50, true), label("b", 100, 50)];
    const { placed, missing } = placeLabels(
      labels,
      { ...NOTHING, area: AREA, strong: [], line },
      9,
    );
    expect([placed.length, missing]).toEqual([1, []]);
    expect(placed[0]?.label.text).toBe("a");
    expect(overlaps(placed[0]?.box ?? AREA, box(60, 20, 140, 80))).toBe(false);
    expect(placed[0]?.leader?.from.x).toBeCloseTo(100, 0);
  });

  it("does not let leaders cross, nor lead through a label", () => {
    const labels = Array.from({ length: 8 }, (_, i) => label(`${i}`, 90 + 3 * i, 60, true));
    const { placed } = placeLabels(labels, { area: AREA, strong: [], ...NOTHING }, 9);
    const leaders = placed.flatMap(({ leader }) => leader ?? []);
    expect(leaders.length).toBeGreaterThan(2);
    expect(leaders.filter((a, i) => leaders.slice(i + 1).some((b) => crosses(a, b)))).toEqual([]);
    expect(leaders.filter((a) => placed.some((one) => crossesBox(a, one.box)))).toEqual([]);
  });

  it("lets a required label cover faint symbols, if there is no room elsewhere, and no other", () => {
    const obstacles = { ...NOTHING, area: AREA, strong: [], faint: [AREA] };
    const labels = [label("a", 100, 50, true), label("b", 40, 50)];
    const { placed } = placeLabels(labels, obstacles, 9);
    expect(placed.map((one) => one.label.text)).toEqual(["a"]);
  });

  it("stands nearer to its own symbol than to any other, else leads to it, else is left out", () => {
    const places = [
      [100, 36],
      [58, 50],
      [142, 50],
      [100, 64],
    ];
    const symbols = places.map(([x = 0, y = 0]) => ({ at: { x, y }, radius: 3 }));
    const place = (required: boolean, others: typeof symbols) => {
      const one = label("a", 100, 50, required);
      const obstacles = { area: AREA, strong: [], ...NOTHING, symbols: [one, ...others] };
      return placeLabels([one], obstacles, 9).placed;
    };
    expect(place(false, [])).toHaveLength(1);
    expect(place(false, symbols)).toEqual([]);
    expect(place(true, symbols)[0]?.leader).toBeDefined();
    const [, left] = place(false, symbols.slice(0, 1)).map(({ box: { top } }) => [0, top])[0] ?? [];
    expect(left).toBeGreaterThan(40);
  });

  it("may stand beside symbols at its own place", () => {
    const one = label("a", 100, 50);
    const symbols = [one, { at: { x: 100, y: 50 }, radius: 3 }];
    const { placed } = placeLabels([one], { area: AREA, strong: [], ...NOTHING, symbols }, 9);
    expect(placed[0]?.leader).toBeUndefined();
  });

  it("says which required labels have no room", () => {
    const strong = [AREA];
    const { missing } = placeLabels(
      [label("a", 9, 9, true)],
      { area: AREA, strong, ...NOTHING },
      9,
    );
    expect(missing.map(({ text }) => text)).toEqual(["a"]);
  });

  it("places no more of the others than it may", () => {
    const labels = [label("a", 50, 50), label("b", 100, 50), label("c", 150, 50)];
    const { placed } = placeLabels(labels, { area: AREA, strong: [], ...NOTHING }, 2);
    expect(placed.map((one) => one.label.text)).toEqual(["a", "b"]);
  });
});

describe("`crossesBox()`", () => {
  it.each([
    ["through", segment(-5, 5, 15, 5), true],
    ["inside", segment(2, 2, 3, 3), true],
    ["past a corner", segment(-2, 1, 1, -2), false],
    ["over a corner", segment(-1, 3, 3, -1), true],
    ["along an edge", segment(0, 0, 10, 0), false],
    ["up to an edge", segment(-5, 5, 0, 5), false],
  ])("%s", (_, one, expected) => {
    expect(crossesBox(one, box(0, 0, 10, 10))).toBe(expected);
  });
});

describe("`crosses()`", () => {
  it.each([
    ["an x", segment(0, 0, 2, 2), segment(0, 2, 2, 0), true],
    ["parallels", segment(0, 0, 2, 0), segment(0, 1, 2, 1), false],
    ["apart", segment(0, 0, 1, 1), segment(3, 0, 2, 9), false],
  ])("%s", (_, a, b, expected) => {
    expect(crosses(a, b)).toBe(expected);
  });
});
