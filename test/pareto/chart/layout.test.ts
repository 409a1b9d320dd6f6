import { describe, expect, it } from "vitest";
import { pareto } from "../../../src/api/pareto.ts";
import { type Box, type Disc, gapTo, overlaps } from "../../../src/pareto/chart/geometry.ts";
import { layOut } from "../../../src/pareto/chart/layout.ts";
import { drawScene } from "../../../src/pareto/chart/scene.ts";
import { chartSpec } from "../../../src/pareto/chart/spec.ts";
import type { ChartSize, ChartStyle } from "../../../src/pareto/chart/style.ts";
import type { ChartInput } from "../../../src/pareto/chart-input.ts";
import { chartOf as chartOfResult } from "../../../src/pareto/chart-of.ts";
import { type ChartKind, chartOf, type Given, randomChart, SMALL } from "./charts.ts";
import { symbolBoxes, type TextBox, textBoxes } from "./scene-boxes.ts";

/** Vega rounds the height of a line to a whole unit. */
const ROUNDING = 0.5;

interface Faults {
  readonly clipped: readonly string[];
  readonly overlapping: readonly string[];
  readonly covering: readonly string[];
  /** Without a leader, and nearer to another symbol than to their own. */
  readonly misplaced: readonly string[];
}

async function faultsOf(input: ChartInput, style: ChartStyle): Promise<Faults> {
  const layout = layOut(input, style);
  const { root } = await drawScene(chartSpec(layout, input));
  const { padding, size } = layout;
  const picture = {
    ...{ left: -padding.left, top: -padding.top },
    ...{ right: size.width - padding.left, bottom: size.height - padding.top },
  };
  const texts = textBoxes(root);
  expect(texts.length).toBeGreaterThan(0);
  const symbols = symbolBoxes(root);
  const named = new Set(layout.labels.map(({ label }) => label.text));
  return {
    clipped: texts.filter((box) => !within(box, picture)).map(({ text }) => text),
    overlapping: pairs(texts).map(([a, b]) => `${a.text} | ${b.text}`),
    covering: texts
      .filter((box) => named.has(box.text) && symbols.some((other) => overlaps(shrunk(box), other)))
      .map(({ text }) => text),
    misplaced: layout.labels
      .filter(({ leader }) => leader === undefined)
      .filter(({ box, label }) =>
        layout.points.some(
          (other) => distinctPlaces(other, label) && gapTo(box, other) <= gapTo(box, label),
        ),
      )
      .map(({ label }) => label.text),
  };
}

function distinctPlaces(a: Disc, b: Disc): boolean {
  return a.at.x !== b.at.x || a.at.y !== b.at.y;
}

function within(box: Box, picture: Box): boolean {
  return (
    box.left >= picture.left &&
    box.right <= picture.right &&
    box.top >= picture.top - ROUNDING &&
    box.bottom <= picture.bottom + ROUNDING
  );
}

function pairs(boxes: readonly TextBox[]): readonly (readonly [TextBox, TextBox])[] {
  return boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b) => (overlaps(shrunk(a), shrunk(b)) ? [[a, b] as const] : [])),
  );
}

function shrunk({ left, top, right, bottom }: Box): Box {
  return { left, top: top + ROUNDING, right, bottom: bottom - ROUNDING };
}

const NONE: Faults = { clipped: [], overlapping: [], covering: [], misplaced: [] };
const SIZES: readonly ChartSize[] = ["column", "page", "screen"];
const COUNTS = [1, 2, 7, 40, 300] as const;
const KINDS: readonly ChartKind[] = [
  ...(["spread", "cluster", "duplicates", "equal", "outlier"] as const),
  ...(["front", "long", "markup"] as const),
];

/** Every size of chart and set meets two counts; with ACE_ALL_CHARTS set, all of them. */
function countsFor(size: ChartSize, kind: ChartKind): readonly number[] {
  if ("ACE_ALL_CHARTS" in process.env) return COUNTS;
  const turn = SIZES.indexOf(size) + KINDS.indexOf(kind);
  return [COUNTS[turn % 3], COUNTS[3 + (turn % 2)]] as number[];
}

describe.each(SIZES)("`layOut()` for %s", (size) => {
  it.each(["light", "dark"] as const)("clips and covers no text, %s", async (theme) => {
    expect(await faultsOf(SMALL, { size, theme })).toEqual(NONE);
  });

  it.each(KINDS)("clips and covers no text of random charts: %s", async (kind) => {
    for (const count of countsFor(size, kind)) {
      const input = randomChart(kind, count, 7 * count + 1);
      const faults = await faultsOf(input, { size, theme: count % 2 === 0 ? "light" : "dark" });
      expect({ kind, count, ...faults }).toEqual({ kind, count, ...NONE });
    }
  });
});

describe("the chart of the published networks", () => {
  const mine: readonly Given[] = [
    { name: "mine-S", cost: 2e9, accuracy: 68.2, own: true },
    { name: "mine-L", cost: 9e9, accuracy: 77, own: true },
    { name: "mine-XL", cost: 4e10, accuracy: 66, own: true },
  ];

  it.each(SIZES)("names the front and ReActNet-A, and covers nothing: %s", async (size) => {
    const { points } = chartOfResult(await pareto());
    for (const input of [chartOf(points), chartOf([...points, ...mine])]) {
      const style = { size, theme: "light" } as const;
      expect(await faultsOf(input, style)).toEqual(NONE);
      const labels = layOut(input, style).labels.map(({ label }) => label.text);
      const front = input.points.filter(({ onFront }) => onFront).map(({ name }) => name);
      expect(labels).toEqual(expect.arrayContaining(["PokeBNN-1.0x", "ReActNet-A", ...front]));
    }
  });
});

describe("`layOut()`", () => {
  it("names the user's networks and the front, and some others", () => {
    const { labels } = layOut(SMALL, { size: "column", theme: "light" });
    expect(labels.map(({ label }) => label.text)).toEqual([
      ...["mine & <yours>", "Poke-0.5x", "Poke-1.0x", "React-A", "Real-34†", "Real-18"],
    ]);
  });

  it("says how many names had no room", () => {
    const { caption, labels } = layOut(randomChart("front", 120, 3), {
      ...{ size: "column", theme: "light" },
    });
    const missing = 120 - labels.length;
    expect(caption.join(" ")).toContain(`There was no room for ${missing} names.`);
  });

  it("leaves the caption out where it is not wanted", () => {
    const { caption } = layOut(SMALL, { size: "page", theme: "light", caption: false });
    expect(caption).toEqual([]);
  });
});
