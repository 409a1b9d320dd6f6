import type { ResultUnknown, ResultWarning } from "../../results/bits-result.ts";
import type { Style } from "./style.ts";
import { printable } from "./text.ts";

/** What a result tells beside its numbers. */
export interface Findings {
  readonly missing: readonly ResultUnknown[];
  readonly warnings: readonly ResultWarning[];
  /** The totals that are lower bounds for it. */
  readonly atLeast?: readonly string[];
}

/** What is not known and what the user should know, with place and hint; empty if nothing is. */
export function renderFindings(result: Findings, { colors }: Style): string {
  const { missing, warnings, atLeast } = result;
  const parts: string[] = [];
  if (missing.length > 0) {
    const bounds = atLeast === undefined ? "" : `  lower bounds: ${atLeast.join(", ")}`;
    parts.push(`${colors.bold(`Not known (${missing.length})`)}${colors.dim(bounds)}`);
    parts.push(...missing.flatMap(missingLines));
  }
  if (warnings.length > 0) {
    if (parts.length > 0) parts.push("");
    parts.push(colors.bold(`Warnings (${warnings.length})`));
    parts.push(...warnings.flatMap(findingLines));
  }
  return parts.join("\n");
}

function findingLines({ where, reason }: ResultWarning): string[] {
  const lines = [`  ${printable(reason)}`];
  if (where !== "") lines.push(`    at ${printable(where)}`);
  return lines;
}

function missingLines(missing: ResultUnknown): string[] {
  const lines = findingLines(missing);
  if (missing.hint !== undefined) lines.push(`    hint: ${printable(missing.hint)}`);
  return lines;
}
