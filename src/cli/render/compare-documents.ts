import type { ComparedLayer, CompareResult } from "../../results/compare-result.ts";
import { comparedLayerTable } from "./compare-layer-table.ts";
import { changeText, dearLayers, leadMetric } from "./compare-layers.ts";
import { headOf } from "./compare-sides.ts";
import { verdictOf } from "./compare-verdict.ts";
import { toCsv } from "./csv.ts";
import { toLatex } from "./latex.ts";
import { grouped } from "./numbers.ts";

const METRICS = ["macs", "ace", "cpu64", "weightCount", "weightBits"] as const;
const SIDES = ["Before", "After", "Difference"] as const;

/** A line for every layer under a head, numbers exact. */
export function compareCsv({ layers }: CompareResult): string {
  const head = [
    ...["before", "after", "how", "operator", "changes"],
    ...METRICS.flatMap((metric) => SIDES.map((side) => metric + side)),
  ];
  return toCsv([head, ...layers.map(cellsOf)]);
}

function cellsOf(layer: ComparedLayer): string[] {
  const { before, after, how, operator, costs } = layer;
  const changes = how === "changed" ? changeText(layer, true) : "";
  const numbers = METRICS.flatMap((metric) => {
    const cost = costs[metric];
    return [`${cost.before}`, `${cost.after}`, `${cost.difference}`];
  });
  return [before ?? "", after ?? "", how, operator, changes, ...numbers];
}

/** A table of the layers that differ, numbers exact, and the total of their metric. */
export function compareLatex(result: CompareResult, all: boolean): string {
  const head = [verdictOf(result), ...headOf(result).split("\n")].map((line) => `% ${line}\n`);
  const layers = all ? result.layers : dearLayers(result);
  const texts = { amount: grouped, difference: signedExactly };
  const table = comparedLayerTable(result, layers, texts, all);
  const rows = table.rows.map((cells) => cells.map(inWords));
  return head.map(inWords).join("") + toLatex({ ...table, rows }, [totalRow(result)]);
}

/** LaTeX knows no arrow outside of formulas. */
function inWords(text: string): string {
  return text.replaceAll("→", "to");
}

/** The verdict alone. */
export function compareLine(result: CompareResult): string {
  return `${verdictOf(result)}\n`;
}

function totalRow(result: CompareResult): readonly string[] {
  const total = result.totals[leadMetric(result)];
  const { before, after, difference, beforeAtLeast, afterAtLeast } = total;
  const bound = (isBound: boolean): string => (isBound ? "at least " : "");
  return [
    ...[
      "Total",
      "",
      "",
      bound(beforeAtLeast) + grouped(before),
      bound(afterAtLeast) + grouped(after),
    ],
    beforeAtLeast || afterAtLeast ? "unknown" : signedExactly(difference),
    "",
  ];
}

function signedExactly(value: { toString(): string }): string {
  return (Number(value) > 0 ? "+" : "") + grouped(value);
}
