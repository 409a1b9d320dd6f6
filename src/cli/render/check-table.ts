import type { CheckedResult, CheckResult, Verdict, Widened } from "../../results/check-result.ts";
import { widthText } from "../../results/width-text.ts";
import type { Cell } from "./bits.ts";
import {
  checkLine,
  contextOf,
  contributorLines,
  fixLines,
  LIMIT_ALIGNS,
  LIMIT_HEAD,
  limitCells,
  plural,
} from "./check-words.ts";
import { alignColumns, headCells, plain } from "./columns.ts";
import type { Colors, Paint, Style } from "./style.ts";
import { printable } from "./text.ts";

const PAINTS: Readonly<Record<Verdict["status"], keyof Colors>> = {
  ok: "green",
  warn: "yellow",
  error: "red",
};

/** A check for people: each model's widened operands, its limits, and why they are not kept. */
export function renderCheck(result: CheckResult, style: Style): string {
  const models = result.models.map((model) => modelText(model, result, style));
  return [...models, checkLine(result)].join("\n\n");
}

function modelText(model: CheckedResult, result: CheckResult, style: Style): string {
  const { colors } = style;
  const { verdicts, failure } = model;
  const head = `${colors.bold(printable(model.name))}  ${colors.dim(contextOf(model, result))}`;
  if (failure !== undefined) {
    const { message, where, hint } = failure;
    const lines = [head, "", colors.red(printable(message))];
    if (where !== undefined && where !== "") lines.push(`  at ${printable(where)}`);
    if (hint !== undefined) lines.push(`  hint: ${printable(hint)}`);
    return lines.join("\n");
  }
  const limits = verdicts.filter(isLimit);
  const noted = verdicts.filter((one) => one.status !== "ok" && one.kind !== "wider");
  const parts = [
    widerText(verdicts, style),
    limitTable(limits, style),
    ...noted.map((one) => notedText(one, style)),
  ].filter((part) => part !== "");
  return [head, ...(parts.length === 0 ? ["no budgets"] : parts)].join("\n\n");
}

function isLimit({ kind }: Verdict): boolean {
  return kind === "max" || kind === "growth" || kind === "share";
}

/** The accident that costs most comes first, with both proofs. */
function widerText(verdicts: readonly Verdict[], { colors }: Style): string {
  const wider = verdicts.filter(({ kind }) => kind === "wider");
  const [first] = wider;
  if (first === undefined) return "";
  const paint = colors[PAINTS[first.status]] as Paint;
  const title = `${plural(wider.length, "width")} became wider`;
  const lines = wider.flatMap(({ widened }) =>
    widened === undefined ? [] : widenedLines(widened),
  );
  return [paint(title), ...lines, ...fixLines(first).map((line) => `  ${line}`)].join("\n");
}

function widenedLines({ layer, operand, before, after }: Widened): readonly string[] {
  const side = operand === "lhs" ? "left" : "right";
  const row = (when: string, { status, proof, ...width }: Widened["before"]) =>
    `    ${when}  ${widthText(width)}, ${status}: ${printable(proof)}`;
  return [`  ${printable(layer)}, ${side} operand`, row("was", before), row("is ", after)];
}

function limitTable(verdicts: readonly Verdict[], { colors }: Style): string {
  if (verdicts.length === 0) return "";
  const rows = verdicts.map((one): Cell[] => {
    const [word, ...cells] = limitCells(one);
    const paint = colors[PAINTS[one.status]] as Paint;
    return [{ text: word, painted: paint(word) }, ...cells.map(plain)];
  });
  return alignColumns([headCells(LIMIT_HEAD, colors), ...rows], LIMIT_ALIGNS).join("\n");
}

function notedText(verdict: Verdict, { colors }: Style): string {
  const { kind, status, reason, key } = verdict;
  const what = kind === "missing" ? "not known: " : kind === "allowance" ? "not needed: " : "";
  const paint = colors[PAINTS[status]] as Paint;
  return [
    paint(printable(what + reason)),
    colors.dim(`  by ${printable(key)}`),
    ...contributorLines(verdict).map((line) => `  ${line}`),
    ...fixLines(verdict).map((line) => `  ${line}`),
  ].join("\n");
}
