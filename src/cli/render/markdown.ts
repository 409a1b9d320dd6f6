import type { ResultWarning } from "../../results/bits-result.ts";
import type { Findings } from "./findings.ts";
import type { Table } from "./table.ts";
import { printable } from "./text.ts";

/** A table as GitHub shows it; its cells must be escaped. */
export function toMarkdown({ head, aligns, rows }: Table): string {
  const rule = aligns.map((align) => (align === "left" ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** A table of plain texts as GitHub shows it. */
export function markdownTable(table: Table): string {
  return toMarkdown({ ...table, rows: table.rows.map((cells) => cells.map(escapeMarkdown)) });
}

/** Head, tables and findings of a result for GitHub. */
export function markdownDocument(
  { model, missing, warnings }: Findings & { readonly model: { readonly name: string } },
  context: string,
  tables: readonly string[],
): string {
  const findings = [
    ...missing.map((unknown) => finding("not known", unknown, unknown.hint)),
    ...warnings.map((warning) => finding("warning", warning)),
  ];
  const head = `### ${escapeMarkdown(printable(model.name))}\n`;
  const parts = [head, `${escapeMarkdown(context)}\n`, ...tables, findings.join("")];
  return parts.filter((part) => part !== "").join("\n");
}

function finding(what: string, { where, reason }: Omit<ResultWarning, "code">, hint?: string) {
  const place = where === "" ? "" : ` (${where})`;
  const advice = hint === undefined ? "" : `; hint: ${hint}`;
  return `- ${what}: ${escapeMarkdown(printable(reason + place + advice))}\n`;
}

/** Text that GitHub shows as it is, in one line. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>|~#&]/g, "\\$&").replace(/[\r\n]+/g, " ");
}
