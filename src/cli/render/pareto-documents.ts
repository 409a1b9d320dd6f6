import type { ParetoPoint, ParetoResult } from "../../results/pareto-result.ts";
import { toCsv } from "./csv.ts";
import { toLatex } from "./latex.ts";
import { escapeMarkdown, markdownTable } from "./markdown.ts";
import { compact } from "./numbers.ts";
import { absentLines, absentTitle, factLines, standingLines } from "./pareto-facts.ts";
import {
  costText,
  markLegend,
  marksOf,
  rankText,
  shortSource,
  shownPoints,
  titleOf,
} from "./pareto-rows.ts";
import type { Table } from "./table.ts";
import { printable } from "./text.ts";

/** A line for every point under a head: the keys of the JSON document, costs exact. */
export function paretoCsv({ points, metric }: ParetoResult): string {
  const head = [
    ...["name", "family", "year", "own", "accuracy", metric.id, "exact", "accuracyStatus"],
    ...["costStatus", "recollection", "draft", "otherConvention", "onFront", "rank", "source"],
  ];
  return toCsv([head, ...points.map(cellsOf)]);
}

function cellsOf(point: ParetoPoint): string[] {
  const { name, family, year, own, accuracy, cost, exact, accuracyStatus, costStatus } = point;
  const { recollection, draft, otherConvention, onFront, rank, source } = point;
  return [
    ...[name, family, `${year ?? ""}`, `${own}`, `${accuracy}`, `${cost}`, `${exact}`],
    ...[accuracyStatus, costStatus, `${recollection ?? false}`, `${draft ?? false}`],
    ...[otherConvention ?? "", `${onFront}`, `${rank}`, source],
  ];
}

/** Front, the user's networks and what is said beside them, for GitHub. */
export function paretoMarkdown(result: ParetoResult, all: boolean): string {
  const points = shownPoints(result, all);
  const list = (lines: readonly string[]): string =>
    lines.map((line) => `- ${escapeMarkdown(line.trim())}\n`).join("");
  const { absent, caption, warnings } = result;
  const parts = [
    `### Pareto front: ${escapeMarkdown(titleOf(result))}\n`,
    markdownTable(pointTable(result, points)),
    list([
      ...markLegend(points),
      ...standingLines(result),
      ...factLines(result),
      ...caption,
      ...warnings.map(({ reason }) => `warning: ${printable(reason)}`),
    ]),
    absent.length === 0 ? "" : `${absentTitle(absent)}:\n`,
    list(absentLines(result, all)),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

/** A table of the front and the user's networks. */
export function paretoLatex(result: ParetoResult, all: boolean): string {
  const head = [titleOf(result), ...result.caption].map((line) => `% ${printable(line)}\n`);
  return head.join("") + toLatex(pointTable(result, shownPoints(result, all)), []);
}

/** Size of the front, the user's networks and the hypervolume in one line. */
export function paretoLine(result: ParetoResult): string {
  const { points, own, metric, hypervolume } = result;
  const front = points.filter(({ onFront }) => onFront).length;
  const parts = [
    `${metric.id}: ${front} of ${points.length} networks on the front`,
    ...own.map(({ name, rank, onFront }) => `${printable(name)} ${onFront ? "front" : rank}`),
    `hypervolume ${compact(hypervolume.all)}`,
  ];
  return `${parts.join("  ")}\n`;
}

function pointTable({ metric }: ParetoResult, points: readonly ParetoPoint[]): Table {
  return {
    head: ["Network", "Top-1 %", metric.label, "Rank", "Family", "Year", "Source"],
    aligns: ["left", "right", "right", "left", "left", "right", "left"],
    rows: points.map((point) => [
      printable(point.name),
      `${point.accuracy}`,
      costText(point.cost, metric) + marksOf(point),
      rankText(point),
      printable(point.family),
      `${point.year ?? ""}`,
      printable(shortSource(point)),
    ]),
  };
}
