import type { ResultMissing, ResultWarning, ScoreResult } from "../../results/score-result.ts";
import type { Style } from "./style.ts";
import { printable } from "./text.ts";

/** What is not known and what the user should know, with place and hint; empty if nothing is. */
export function renderFindings(result: ScoreResult, { colors }: Style): string {
  const parts: string[] = [];
  if (result.missing.length > 0) {
    const bounds = `lower bounds: ${result.atLeast.join(", ")}`;
    parts.push(`${colors.bold(`Not known (${result.missing.length})`)}  ${colors.dim(bounds)}`);
    parts.push(...result.missing.flatMap(missingLines));
  }
  if (result.warnings.length > 0) {
    if (parts.length > 0) parts.push("");
    parts.push(colors.bold(`Warnings (${result.warnings.length})`));
    parts.push(...result.warnings.flatMap(findingLines));
  }
  return parts.join("\n");
}

function findingLines({ where, reason }: ResultWarning): string[] {
  const lines = [`  ${printable(reason)}`];
  if (where !== "") lines.push(`    at ${printable(where)}`);
  return lines;
}

function missingLines(missing: ResultMissing): string[] {
  const lines = findingLines(missing);
  if (missing.hint !== undefined) lines.push(`    hint: ${printable(missing.hint)}`);
  return lines;
}
