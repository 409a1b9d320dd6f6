import type { ScoreResult } from "../../results/score-result.ts";
import { layerTable } from "./layer-table.ts";
import { escapeMarkdown, markdownDocument, markdownTable, toMarkdown } from "./markdown.ts";
import { compact } from "./numbers.ts";
import { contextOf } from "./score-context.ts";
import type { Table } from "./table.ts";
import { totalLines } from "./totals.ts";

/** Head, layers, totals and findings for GitHub. */
export function scoreMarkdown(result: ScoreResult): string {
  const tables = [
    markdownTable(layerTable(result.layers, compact)),
    toMarkdown(totalsTable(result)),
  ];
  return markdownDocument(result, contextOf(result), tables);
}

function totalsTable(result: ScoreResult): Table {
  return {
    head: ["Total", "", "", ""],
    aligns: ["left", "right", "right", "left"],
    rows: totalLines(result).map(({ label, value, exact, note }) => [
      escapeMarkdown(label).replace(/^ {2}/, "&nbsp;&nbsp;"),
      ...[value, exact, note].map(escapeMarkdown),
    ]),
  };
}
