import type { ScoreResult } from "../../results/score-result.ts";
import { latexHead, toLatex } from "./latex.ts";
import { layerTable } from "./layer-table.ts";
import { grouped } from "./numbers.ts";
import { contextOf } from "./score-context.ts";

/** A table of the layers, numbers exact, and the totals of its columns. */
export function scoreLatex(result: ScoreResult): string {
  const total = (key: "macs" | "ace" | "weightCount"): string =>
    (result.atLeast.includes(key) ? "at least " : "") + grouped(result.totals[key]);
  const summary = ["Total", "", total("macs"), "", total("ace"), "", total("weightCount")];
  return (
    latexHead(result, contextOf(result)) + toLatex(layerTable(result.layers, grouped), [summary])
  );
}
