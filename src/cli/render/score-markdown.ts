import type { ResultWarning, ScoreResult } from "../../results/score-result.ts";
import { layerTable } from "./layer-table.ts";
import { escapeMarkdown, toMarkdown } from "./markdown.ts";
import { compact } from "./numbers.ts";
import { contextOf } from "./score-context.ts";
import type { Table } from "./table.ts";
import { printable } from "./text.ts";
import { totalLines } from "./totals.ts";

/** Head, layers, totals and findings for GitHub. */
export function scoreMarkdown(result: ScoreResult): string {
  const layers = layerTable(result.layers, compact);
  const rows = layers.rows.map((cells) => cells.map(escapeMarkdown));
  const findings = [
    ...result.missing.map((missing) => finding("not known", missing, missing.hint)),
    ...result.warnings.map((warning) => finding("warning", warning)),
  ];
  const parts = [
    `### ${escapeMarkdown(printable(result.model.name))}\n`,
    `${escapeMarkdown(contextOf(result))}\n`,
    toMarkdown({ ...layers, rows }),
    toMarkdown(totalsTable(result)),
    findings.join(""),
  ];
  return parts.filter((part) => part !== "").join("\n");
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

function finding(what: string, { where, reason }: Omit<ResultWarning, "code">, hint?: string) {
  const place = where === "" ? "" : ` (${where})`;
  const advice = hint === undefined ? "" : `; hint: ${hint}`;
  return `- ${what}: ${escapeMarkdown(printable(reason + place + advice))}\n`;
}
