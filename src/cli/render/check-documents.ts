import type { CheckedResult, CheckResult, Verdict } from "../../results/check-result.ts";
import {
  checkLine,
  contextOf,
  contributorLines,
  fixLines,
  LIMIT_ALIGNS,
  LIMIT_HEAD,
  limitCells,
} from "./check-words.ts";
import { toCsv } from "./csv.ts";
import { toLatex } from "./latex.ts";
import { escapeMarkdown, markdownTable } from "./markdown.ts";
import type { Table } from "./table.ts";
import { printable } from "./text.ts";

/** A line for each verdict under a head, amounts exact. */
export function checkCsv({ models }: CheckResult): string {
  const head = ["model", "status", "kind", "name", "metric", "unit", "measured", "allowed"];
  const rows = models.flatMap(({ name, verdicts, failure }) => [
    ...(failure === undefined
      ? []
      : [[name, "failed", failure.code, ...Array(6).fill(""), "", failure.message]]),
    ...verdicts.map((one) => [
      ...[name, one.status, one.kind, one.name, one.metric ?? "", one.unit ?? ""],
      ...[`${one.measured ?? ""}`, `${one.allowed ?? ""}`, `${one.before ?? ""}`],
      ...[one.key, one.reason],
    ]),
  ]);
  return toCsv([[...head, "before", "key", "reason"], ...rows]);
}

/** The check for GitHub: a job summary, or a comment. */
export function checkMarkdown(result: CheckResult): string {
  const mark = result.passed ? "✅" : "❌";
  const title = `## ${mark} ace check ${escapeMarkdown(checkLine(result).trimEnd())}\n`;
  return [title, ...result.models.map((model) => modelMarkdown(model, result))].join("\n");
}

/** A table of all limits. */
export function checkLatex(result: CheckResult): string {
  const rows = result.models.flatMap(({ name, verdicts }) =>
    limitTable(verdicts).rows.map((cells) => [printable(name), ...cells]),
  );
  const { head, aligns } = limitTable([]);
  const table = { head: ["Model", ...head], aligns: ["left" as const, ...aligns], rows };
  return `% ${checkLine(result)}${toLatex(table, [])}`;
}

function modelMarkdown(model: CheckedResult, result: CheckResult): string {
  const { verdicts, failure } = model;
  const wider = verdicts.filter(({ kind }) => kind === "wider");
  const noted = verdicts.filter(({ kind, status }) => status !== "ok" && kind !== "wider");
  const table = limitTable(verdicts);
  const parts = [
    `### ${escapeMarkdown(printable(model.name))}\n`,
    `${escapeMarkdown(contextOf(model, result))}\n`,
    failure === undefined ? "" : `**${escapeMarkdown(printable(failure.message))}**\n`,
    wider.length === 0 ? "" : `**Widths that became wider**\n\n${items(wider)}`,
    table.rows.length === 0 ? "" : markdownTable(table),
    items(noted),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function items(verdicts: readonly Verdict[]): string {
  return verdicts
    .map((one) => {
      const lines = [...contributorLines(one), ...fixLines(one)];
      const below = lines.map((line) => `  - ${escapeMarkdown(printable(line))}\n`).join("");
      return `- ${escapeMarkdown(printable(one.reason))}\n${below}`;
    })
    .join("");
}

function limitTable(verdicts: readonly Verdict[]): Table {
  const limits = verdicts.filter(({ allowed, kind }) => allowed !== undefined || kind === "growth");
  return {
    head: LIMIT_HEAD,
    aligns: LIMIT_ALIGNS,
    rows: limits.map(limitCells),
  };
}
