import type { ParetoPoint, ParetoResult } from "../../results/pareto-result.ts";
import { plain } from "./columns.ts";
import { type Column, fittedTable, type Layout } from "./fitted.ts";
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
import type { Style } from "./style.ts";
import { printable, shortenMiddle, wrapLines } from "./text.ts";

const NAME_WIDTH = 32;
const SOURCE_WIDTH = 20;
/** Without `--all`: of the user's networks behind the front, sentences of them, and warnings. */
const MOST_OWN = 50;
const MOST_SENTENCES = 20;

interface Frame extends Style {
  readonly metric: ParetoResult["metric"];
  /** Decimal places of the accuracies. */
  readonly places: number;
}

type PointColumn = Column<ParetoPoint, Frame>;

const NAME: PointColumn = {
  title: "Network",
  align: "left",
  cell: ({ name, own }, { colors, width, unicode }) => {
    const room = width === Number.POSITIVE_INFINITY ? width : NAME_WIDTH;
    const text = shortenMiddle(printable(name), room, unicode);
    return { text, painted: own ? colors.bold(text) : text };
  },
};
const RANK: PointColumn = {
  title: "Rank",
  align: "left",
  cell: (point, { colors }) => {
    const text = rankText(point);
    return { text, painted: point.onFront ? colors.green(text) : text };
  },
};
const FAMILY: PointColumn = {
  title: "Family",
  align: "left",
  cell: ({ family }) => plain(printable(family)),
};
const YEAR: PointColumn = {
  title: "Year",
  align: "right",
  cell: ({ year }) => plain(year === undefined ? "" : `${year}`),
};
const SOURCE: PointColumn = {
  title: "Source",
  align: "left",
  cell: (point, { colors, width }) => {
    const text = printable(shortSource(point, width));
    return { text, painted: colors.dim(text) };
  },
};

function layoutOf(label: string): Layout<ParetoPoint, Frame> {
  return {
    columns: [
      NAME,
      {
        title: "Top-1 %",
        align: "right",
        cell: ({ accuracy }, { places }) =>
          plain(`${accuracy}`.padEnd(`${accuracy}`.length + places - placesOf(accuracy))),
      },
      {
        title: label,
        align: "right",
        cell: (point, { metric }) => plain(costText(point.cost, metric)),
      },
      { title: "", align: "left", cell: (point) => plain(marksOf(point)) },
      RANK,
      FAMILY,
      YEAR,
      SOURCE,
    ],
    dispensable: [FAMILY, YEAR],
    flexible: SOURCE,
    keep: SOURCE_WIDTH,
  };
}

/** The front and the user's networks for people, and what is said beside them. */
export function renderPareto(result: ParetoResult, style: Style, all: boolean): string {
  const { metric, absent, warnings, caption } = result;
  const { colors } = style;
  const points = shownPoints(result, all, MOST_OWN);
  const some = (lines: readonly string[], indent = ""): readonly string[] =>
    all ? lines : shortList(lines, indent);
  const places = points.reduce((most, { accuracy }) => Math.max(most, placesOf(accuracy)), 0);
  const table = fittedTable(
    points,
    layoutOf(metric.label),
    () => ({ ...style, metric, places }),
    true,
    () => 0,
    () => "",
  );
  const hidden = result.points.length - points.length;
  const parts = [
    wrapLines([`Pareto front  ${titleOf(result)}`], style).replace("Pareto front", colors.bold),
    table,
    colors.dim([...hiddenLine(hidden), ...markLegend(points)].join("\n")),
    wrapLines(some(standingLines(result)), style),
    wrapLines(factLines(result), style),
    absent.length === 0
      ? ""
      : [colors.bold(absentTitle(absent)), wrapLines(absentLines(result, all), style)].join("\n"),
    colors.dim(wrapLines(caption, style)),
    warnings.length === 0
      ? ""
      : [
          colors.bold(`Warnings (${warnings.length})`),
          wrapLines(
            some(
              warnings.map(({ reason }) => `  ${printable(reason)}`),
              "  ",
            ),
            style,
          ),
        ].join("\n"),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function shortList(lines: readonly string[], indent: string): readonly string[] {
  const left = lines.length - MOST_SENTENCES;
  if (left <= 0) return lines;
  return [...lines.slice(0, MOST_SENTENCES), `${indent}${left} more (--all lists them)`];
}

function hiddenLine(count: number): readonly string[] {
  if (count === 0) return [];
  const one = count === 1;
  const subject = one ? "1 dominated network is" : `${count} dominated networks are`;
  return [`${subject} not listed (--all lists ${one ? "it" : "them"})`];
}

/** Decimal places, and a column for the point: points stand below each other. */
function placesOf(value: number): number {
  const [, fraction] = `${value}`.split(".");
  return fraction === undefined ? 0 : fraction.length + 1;
}
