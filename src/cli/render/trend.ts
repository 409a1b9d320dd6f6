import type { Decimal } from "../../results/decimal.ts";
import type { TrendPoint, TrendResult } from "../../results/trend-result.ts";
import { toCsv } from "./csv.ts";
import { toLatex } from "./latex.ts";
import { markdownTable } from "./markdown.ts";
import { compact, decimalSize } from "./numbers.ts";
import type { Style } from "./style.ts";
import { type Table, tableText } from "./table.ts";
import { printable } from "./text.ts";

/** A history for people: a line a commit and model, with what changed since the one before. */
export function renderTrend(trend: TrendResult, style: Style): string {
  return `${titleOf(trend)}\n\n${tableText(trendTable(trend), style)}\n`;
}

export function trendMarkdown(trend: TrendResult): string {
  return `### ${titleOf(trend)}\n\n${markdownTable(trendTable(trend))}`;
}

export function trendLatex(trend: TrendResult): string {
  return `% ${titleOf(trend)}\n${toLatex(trendTable(trend), [])}`;
}

/** A line a commit and model, costs exact. */
export function trendCsv({ metric, models }: TrendResult): string {
  const rows = models.flatMap(({ name, points }) =>
    points.map(({ commit, date, cost, atLeast }) => [
      ...[name, commit, date ?? "", `${cost}`, `${atLeast ?? false}`],
    ]),
  );
  return toCsv([["model", "commit", "date", metric.id, "atLeast"], ...rows]);
}

/** Each model's last cost in one line. */
export function trendLine({ metric, models }: TrendResult): string {
  const last = models.map(({ name, points }) => {
    const point = points.at(-1) as TrendPoint;
    return `${printable(name)} ${costText(point.cost, metric.unit)}`;
  });
  return `${metric.id}: ${last.join("  ")}\n`;
}

function titleOf({ metric, convention }: TrendResult): string {
  return `${metric.label} from commit to commit, convention ${convention}`;
}

function trendTable({ metric, models }: TrendResult): Table {
  return {
    head: ["Model", "Commit", "Date", metric.label, "Change"],
    aligns: ["left", "left", "left", "right", "right"],
    rows: models.flatMap(({ name, points }) =>
      points.map(({ commit, date = "", cost, atLeast }, i) => [
        printable(name),
        printable(commit.slice(0, 10)),
        printable(date.slice(0, 10)),
        (atLeast === true ? "at least " : "") + costText(cost, metric.unit),
        changeText(points[i - 1]?.cost, cost),
      ]),
    ),
  };
}

function costText(cost: Decimal, unit: string): string {
  if (unit === "bit" || unit === "byte") {
    return decimalSize(BigInt(`${cost}`) * (unit === "byte" ? 8n : 1n));
  }
  return compact(Number(cost));
}

/** In percent of what it was; `=` where it is the same to the last digit. */
function changeText(before: Decimal | undefined, after: Decimal): string {
  if (before === undefined) return "";
  if (`${before}` === `${after}`) return "=";
  if (Number(before) === 0) return "from 0";
  const percent = (Number(after) / Number(before) - 1) * 100;
  return `${percent > 0 ? "+" : ""}${percent.toPrecision(3)}%`;
}
