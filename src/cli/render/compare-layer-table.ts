import type { ComparedLayer, CompareResult } from "../../results/compare-result.ts";
import { changeText, leadMetric, METRIC_LABELS, nameOf } from "./compare-layers.ts";
import { relative } from "./compare-totals.ts";
import type { Table } from "./table.ts";
import { printable } from "./text.ts";

/** How a cost and a difference are written. */
export interface CostTexts {
  readonly amount: (value: { toString(): string }) => string;
  readonly difference: (value: { toString(): string }) => string;
}

/** Compared layers as a table for documents, by the metric that they differ in. */
export function comparedLayerTable(
  result: CompareResult,
  layers: readonly ComparedLayer[],
  { amount, difference }: CostTexts,
  all: boolean,
): Table {
  const metric = leadMetric(result);
  const title = `${METRIC_LABELS[metric]} before`;
  return {
    head: ["Layer", "Operator", "Change", title, "After", "Difference", ""],
    aligns: ["left", "left", "left", "right", "right", "right", "right"],
    rows: layers.map((layer) => {
      const cost = layer.costs[metric];
      return [
        ...[nameOf(layer), printable(layer.operator), changeText(layer, all)],
        layer.before === null ? "-" : amount(cost.before),
        layer.after === null ? "-" : amount(cost.after),
        difference(cost.difference),
        relative(Number(cost.before), Number(cost.difference)),
      ];
    }),
  };
}
