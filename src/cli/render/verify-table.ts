import type { VerifyCase, VerifyResult } from "../../results/verify-result.ts";
import type { Cell } from "./bits.ts";
import { alignColumns, headCells, plain } from "./columns.ts";
import type { Colors, Paint, Style } from "./style.ts";
import { printable } from "./text.ts";
import { operatorText } from "./verify-operators.ts";

/** From more cases than this a terminal leaves out those that are equal. */
const MANY_CASES = 40;

const PAINTS: Readonly<Record<VerifyCase["status"], keyof Colors>> = {
  equal: "green",
  close: "cyan",
  different: "red",
  failed: "red",
  unsupported: "yellow",
};

/** A comparison for people: a line for each case, what counted as equal, and the counts. */
export function renderVerify(result: VerifyResult, style: Style): string {
  const { cases } = result;
  const few = cases.length <= MANY_CASES || style.width === Number.POSITIVE_INFINITY;
  const shown = few ? cases : cases.filter(({ status }) => status !== "equal");
  const lines = caseLines(shown, style);
  const left = cases.length - shown.length;
  if (left > 0) lines.push(style.colors.dim(`${left} equal cases are not listed`));
  const parts = [
    lines.join("\n"),
    toleranceLines(cases),
    ...operatorText(result, few, style),
    verifyLine(result),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** The counts in one line: `3 cases: 2 equal, 1 different (1 explained)`. */
export function verifyLine({ counts, cases }: VerifyResult): string {
  const { equal, close, different, explained, unsupported, failed } = counts;
  const parts = [
    `${equal} equal`,
    ...(close > 0 ? [`${close} close`] : []),
    ...(different > 0 ? [`${different} different (${explained} explained)`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unsupported > 0 ? [`${unsupported} unsupported`] : []),
  ];
  return `${cases.length} ${cases.length === 1 ? "case" : "cases"}: ${parts.join(", ")}\n`;
}

/** Where a case differs first, and why it could not be compared; empty if it is equal. */
export function caseNote({ first, reason, explained }: VerifyCase): string {
  const place =
    first === undefined
      ? ""
      : `${first.tensor}[${first.index.join(", ")}]: expected ${first.expected}, got ${first.got}`;
  const parts = [place, reason ?? "", explained === true ? "explained by rounding" : ""];
  return printable(parts.filter((part) => part !== "").join("; "));
}

function caseLines(cases: readonly VerifyCase[], { colors }: Style): string[] {
  if (cases.length === 0) return [];
  const head = headCells(["", "Case", "ULPs", "Difference", ""], colors);
  const rows = cases.map((one): Cell[] => [
    { text: one.status, painted: (colors[PAINTS[one.status]] as Paint)(one.status) },
    plain(printable(one.name)),
    plain(measure(one.maxUlps)),
    plain(measure(one.maxAbs)),
    plain(caseNote(one)),
  ]);
  return [...alignColumns([head, ...rows], ["left", "left", "right", "right", "left"])];
}

function measure(value: number | null | undefined): string {
  if (value === undefined) return "-";
  if (value === null) return "inf";
  return value >= 1e6 || (value > 0 && value < 1e-3) ? value.toExponential(2) : `${value}`;
}

function toleranceLines(cases: readonly VerifyCase[]): string {
  const tolerances = new Set(cases.flatMap(({ tolerance }) => tolerance ?? []));
  return [...tolerances].map((tolerance) => `Equal means: ${printable(tolerance)}`).join("\n");
}
