import type { ParetoPoint, ParetoResult } from "../../results/pareto-result.ts";
import { compact, decimalSize } from "./numbers.ts";

type Metric = ParetoResult["metric"];

/** Marks behind a cost, and what they say. */
const MARKS: readonly (readonly [string, (point: ParetoPoint) => boolean, string])[] = [
  ["~", ({ exact }) => !exact, "made of rounded published numbers"],
  ["^", ({ otherConvention }) => otherConvention !== undefined, "counted by another rule"],
  ["?", ({ recollection }) => recollection === true, "a figure is from recollection"],
  ["'", ({ draft }) => draft === true, "from an unpublished draft"],
];

/**
 * The front, then the user's, then with `all` every other, each part by rank and cost.
 *
 * @param mostOwn - of the user's behind the front, without `all`
 */
export function shownPoints(
  { points }: ParetoResult,
  all: boolean,
  mostOwn = Number.POSITIVE_INFINITY,
): readonly ParetoPoint[] {
  const byRank = (part: readonly ParetoPoint[]): readonly ParetoPoint[] =>
    part.toSorted((a, b) => a.rank - b.rank);
  const front = points.filter(({ onFront }) => onFront);
  const own = byRank(points.filter((point) => point.own && !point.onFront));
  if (!all) return [...front, ...own.slice(0, mostOwn)];
  return [...front, ...own, ...byRank(points.filter((point) => !point.own && !point.onFront))];
}

/** A cost in the unit that fits; where the unit is none, the metric's name is in the title. */
export function costText(cost: { toString(): string }, { unit }: Metric): string {
  const value = Number(cost);
  if (unit === "bit") return decimalSize(BigInt(Math.round(value)));
  if (unit === "byte") return decimalSize(BigInt(Math.round(value)) * 8n);
  return compact(value) + (unit === "" ? "" : ` ${unit}`);
}

/** All marks of a point: `~?`. */
export function marksOf(point: ParetoPoint): string {
  return MARKS.map(([mark, holds]) => (holds(point) ? mark : "")).join("");
}

/** What the marks of some points say. */
export function markLegend(points: readonly ParetoPoint[]): readonly string[] {
  return MARKS.filter(([, holds]) => points.some(holds)).map(([mark, , text]) => `${mark} ${text}`);
}

export function rankText({ onFront, rank }: ParetoPoint): string {
  return onFront ? "front" : `${rank}`;
}

/** From this width on, titles of papers have a place. */
const WIDE = 130;

/** Paper or file, without the parts that are for checking; its arXiv number where there is no room. */
export function shortSource({ source }: ParetoPoint, width = Number.POSITIVE_INFINITY): string {
  const paper = source.split("; ")[0] as string;
  const number = width < WIDE ? /arXiv \S+$/.exec(paper) : null;
  return number === null ? paper : number[0];
}

/** What the chart and the table are of: `Top-1 accuracy on ImageNet-1k against ACE, ...`. */
export function titleOf({ dataSet, metric, convention }: ParetoResult): string {
  const rule = metric.id === "ace" ? `, convention ${convention}` : "";
  return `top-1 accuracy on ${dataSet} against ${metric.label}${rule}`;
}
