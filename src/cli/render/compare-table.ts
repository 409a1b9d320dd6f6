import type { ComparedLayer, CompareResult } from "../../results/compare-result.ts";
import { alignColumns, headCells, plain } from "./columns.ts";
import { changeText, dearLayers, leadMetric, METRIC_LABELS, nameOf } from "./compare-layers.ts";
import { proofLines, shownProofs } from "./compare-proofs.ts";
import { headOf, missingOf, quietGroups } from "./compare-sides.ts";
import { withArrows, wrapped } from "./compare-text.ts";
import {
  differenceText,
  isUnchangedTotal,
  percentText,
  relative,
  sideText,
  signed,
  totalChanges,
} from "./compare-totals.ts";
import { verdictOf } from "./compare-verdict.ts";
import { type Column, fittedTable, type Layout } from "./fitted.ts";
import { compact } from "./numbers.ts";
import type { Style } from "./style.ts";
import { printable, shortenMiddle } from "./text.ts";

const NAME_WIDTH = 32;
const CHANGE_WIDTH = 24;

type LayerColumn = Column<ComparedLayer, Style>;

/** A comparison for people: verdict, more bits with both proofs, totals, layers. */
export function renderCompare(result: CompareResult, style: Style, all: boolean): string {
  const { colors } = style;
  const parts = [
    colors.bold(wrapped([verdictOf(result)], style)),
    colors.dim(wrapped(headOf(result).split("\n"), style)),
    proofsBlock(result, style, all),
    totalsBlock(result, style, all),
    layersBlock(result, style, all),
    all ? "" : wrapped(quietGroups(result), style),
    missingOf(result, style),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function proofsBlock(result: CompareResult, style: Style, all: boolean): string {
  const { shown, left } = shownProofs(result, all);
  if (shown.length === 0) return "";
  const rest = `  ${left} more ${left === 1 ? "layer" : "layers"} (--all shows them)`;
  const lines = [...shown.flatMap(proofLines), ...(left > 0 ? [rest] : [])];
  return `${style.colors.bold("More bits")}\n${wrapped(lines, style)}`;
}

function totalsBlock(result: CompareResult, { colors }: Style, all: boolean): string {
  const totals = totalChanges(result).filter((total) => all || !isUnchangedTotal(total));
  if (totals.length === 0) return "";
  const head = headCells(["Total", "Before", "After", "Difference", ""], colors);
  const rows = totals.map((total) => [
    ...[total.label, sideText(total, "before"), sideText(total, "after")].map(plain),
    ...[differenceText(total), percentText(total)].map((text) => paintedBySign(text, colors)),
  ]);
  return alignColumns([head, ...rows], ["left", "right", "right", "right", "right"]).join("\n");
}

function paintedBySign(text: string, { red, green }: Style["colors"]) {
  const paint = text.startsWith("+") ? red : text.startsWith("-") ? green : String;
  return { text, painted: paint(text) };
}

function layersBlock(result: CompareResult, style: Style, all: boolean): string {
  const layers = all ? result.layers : dearLayers(result);
  if (layers.length === 0) return "";
  const rank = new Map(layers.map((layer, place) => [layer, place]));
  return fittedTable(
    layers,
    layoutOf(result, all),
    () => style,
    all,
    (a, b) => (rank.get(a) as number) - (rank.get(b) as number),
    (count) => `${count} more layers that differ less`,
  );
}

function layoutOf(result: CompareResult, all: boolean): Layout<ComparedLayer, Style> {
  const metric = leadMetric(result);
  const change: LayerColumn = {
    title: "Change",
    align: "left",
    cell: (layer, style) => plain(withArrows(changeText(layer, all), style)),
  };
  const operator: LayerColumn = {
    title: "Operator",
    align: "left",
    cell: (layer) => plain(printable(layer.operator)),
  };
  const percent: LayerColumn = {
    title: "",
    align: "right",
    cell: ({ costs }, { colors }) => {
      const { before, difference } = costs[metric];
      return paintedBySign(relative(Number(before), Number(difference)), colors);
    },
  };
  return {
    columns: [
      {
        title: "Layer",
        align: "left",
        cell: (layer, style) => plain(withArrows(cutName(layer, style), style)),
      },
      operator,
      change,
      { title: `${METRIC_LABELS[metric]} before`, align: "right", cell: side("before") },
      { title: "After", align: "right", cell: side("after") },
      {
        title: "Difference",
        align: "right",
        cell: ({ costs }, { colors }) =>
          paintedBySign(signed(Number(costs[metric].difference), compact), colors),
      },
      percent,
    ],
    dispensable: [operator, percent],
    flexible: change,
    keep: CHANGE_WIDTH,
  };

  function side(which: "before" | "after"): LayerColumn["cell"] {
    return (layer) =>
      plain(layer[which] === null ? "-" : compact(Number(layer.costs[metric][which])));
  }
}

/** A name that has its own bound on a terminal, whatever the change needs. */
function cutName(layer: ComparedLayer, { width, unicode }: Style): string {
  const room = width === Number.POSITIVE_INFINITY ? width : NAME_WIDTH;
  return shortenMiddle(nameOf(layer), room, unicode);
}
