import type { VerifyResult } from "../../results/verify-result.ts";
import type { Style } from "./style.ts";
import { type Table, tableText } from "./table.ts";
import { printable } from "./text.ts";

type OperatorCounts = NonNullable<VerifyResult["operators"]>[number];

const STATUSES = ["equal", "close", "different", "unsupported", "failed"] as const;

/**
 * Of several cases: the counts by operator, and what is not supported by frequency.
 *
 * @param all - also operators of which every case is equal
 */
export function operatorTables(
  { cases, operators = [], unsupported = [] }: VerifyResult,
  all: boolean,
): readonly Table[] {
  if (cases.length < 2) return [];
  const shown = all ? operators : operators.filter((counts) => !isAllEqual(counts));
  return [countTable(shown), unsupportedTable(unsupported)].filter(({ rows }) => rows.length > 0);
}

/** The same as text for people. */
export function operatorText(result: VerifyResult, all: boolean, style: Style): readonly string[] {
  const texts = operatorTables(result, all).map((table) => tableText(table, style));
  const left = all ? 0 : (result.operators ?? []).filter(isAllEqual).length;
  const note = `operators with nothing but equal cases that are not listed: ${left}`;
  return left === 0 ? texts : [...texts, style.colors.dim(note)];
}

function isAllEqual({ close, different, unsupported, failed }: OperatorCounts): boolean {
  return close + different + unsupported + failed === 0;
}

function countTable(operators: readonly OperatorCounts[]): Table {
  return {
    head: ["Operator", "Equal", "Close", "Different", "Unsupported", "Failed"],
    aligns: ["left", "right", "right", "right", "right", "right"],
    rows: operators.map((counts) => [
      printable(counts.operator),
      ...STATUSES.map((status) => `${counts[status]}`),
    ]),
  };
}

function unsupportedTable(pairs: NonNullable<VerifyResult["unsupported"]>): Table {
  return {
    head: ["Not supported", "Types", "Cases"],
    aligns: ["left", "left", "right"],
    rows: pairs.map(({ operator, types, cases }) => [printable(operator), types, `${cases}`]),
  };
}
