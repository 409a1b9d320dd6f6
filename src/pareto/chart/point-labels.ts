import type { ChartPoint } from "../chart-input.ts";
import { textWidth, type Weight } from "./font.ts";
import { type Box, boxAround, type Place } from "./geometry.ts";
import type { Label } from "./label-candidates.ts";
import type { Group } from "./palette.ts";
import type { Measures } from "./style.ts";
import { shortened } from "./text-fitting.ts";

/** A point with its place in the plot. */
export interface DrawnPoint extends ChartPoint {
  readonly group: Group;
  readonly at: Place;
  /** Half the side of its symbol, with the outline. */
  readonly radius: number;
}

/** How a point stands among the others: what is drawn with what weight. */
export function standingOf({ own, onFront }: ChartPoint): "own" | "front" | "dominated" {
  return own ? "own" : onFront ? "front" : "dominated";
}

/** A label that knows whose it is. */
export interface PointLabel extends Label {
  readonly point: DrawnPoint;
  readonly size: number;
  readonly weight: Weight;
}

/** Longest label, as a share of the plot's width. */
const LONGEST = 0.45;
const HEIGHT = 1.02;
/** Names beside those of the front and of the user for which a place is looked for. */
const MOST_TRIED = 400;

/** The labels that are wanted, the most wanted first. */
export function wantedLabels(
  points: readonly DrawnPoint[],
  measures: Measures,
  plotWidth: number,
): readonly PointLabel[] {
  const own = points.filter((point) => point.own);
  const front = points.filter(({ own, onFront }) => onFront && !own);
  const others = byInterest(points.filter(({ own, onFront }) => !onFront && !own));
  const wanted = [...own, ...front.sort((a, b) => a.cost - b.cost), ...others.slice(0, MOST_TRIED)];
  return wanted.map((point) => labelOf(point, measures, plotWidth));
}

/**
 * The landmarks, the best of each coloured family, the others of these, the best of each other family,
 * then the rest; more accurate ones first.
 */
function byInterest(points: readonly DrawnPoint[]): readonly DrawnPoint[] {
  const sorted = [...points].sort((a, b) => b.accuracy - a.accuracy || a.cost - b.cost);
  const coloured = sorted.filter(({ group }) => group.kind === "family");
  const landmarks = sorted.filter(({ landmark }) => landmark === true);
  const best = [...firstOfEach(coloured), ...coloured, ...firstOfEach(sorted)];
  return [...new Set([...landmarks, ...best, ...sorted])];
}

function firstOfEach(points: readonly DrawnPoint[]): readonly DrawnPoint[] {
  const seen = new Set<string>();
  return points.filter(({ family }) => {
    const first = !seen.has(family);
    seen.add(family);
    return first;
  });
}

function labelOf(point: DrawnPoint, measures: Measures, plotWidth: number): PointLabel {
  const { own, onFront, at, radius } = point;
  const size = own ? measures.tick : measures.label;
  const weight = own ? 700 : 400;
  const mark = point.otherConvention === undefined ? "" : "†";
  const room = LONGEST * plotWidth - textWidth(mark, size, weight);
  const text = shortened(point.name, room, size, weight) + mark;
  return {
    ...{ point, text, size, weight, at, radius },
    width: textWidth(text, size, weight),
    height: HEIGHT * size,
    side: own || onFront ? "above" : "below",
    leads: own || onFront || point.landmark === true,
    required: own || onFront,
  };
}

/** The symbol's square. */
export function symbolBox({ at, radius }: DrawnPoint): Box {
  return boxAround(at, radius);
}
