import type {
  CheckedResult,
  CheckResult,
  Contributor,
  Verdict,
} from "../../results/check-result.ts";
import type { Decimal } from "../../results/decimal.ts";
import { compact, decimalSize, energy } from "./numbers.ts";
import { printable } from "./text.ts";

/** What a verdict is called: `over` for one that fails the check. */
export const STATUS_WORDS: Readonly<Record<Verdict["status"], string>> = {
  ok: "ok",
  warn: "warn",
  error: "over",
};

const WIDTHS: ReadonlySet<string> = new Set(["lhsBits", "rhsBits", "accumulatorBits"]);

/** An amount of a verdict in a few digits: `4.512G`, `7.000 MB`, `8 bits`. */
export function amountText(amount: Decimal, { metric = "", unit }: Verdict): string {
  if (WIDTHS.has(metric)) return `${amount} ${Number(amount) === 1 ? "bit" : "bits"}`;
  if (unit === "bit") return decimalSize(BigInt(Math.round(Number(amount))));
  if (unit === "byte") return decimalSize(BigInt(Math.round(Number(amount))) * 8n);
  return unit === "pJ" ? energy(Number(amount)) : compact(Number(amount));
}

/** The columns of a table of limits. */
export const LIMIT_HEAD = ["", "Budget", "Measured", "Allowed", "Before"] as const;
export const LIMIT_ALIGNS = ["left", "left", "right", "right", "right"] as const;

/** A limit in these columns. */
export function limitCells(verdict: Verdict) {
  const { status, name, allowed, before } = verdict;
  return [
    STATUS_WORDS[status],
    printable(name),
    measuredText(verdict),
    allowed === undefined ? "-" : amountText(allowed, verdict),
    before === undefined ? "-" : amountText(before, verdict),
  ] as const;
}

/** What was measured, "at least" before a lower bound. */
export function measuredText(verdict: Verdict): string {
  const { measured, atLeast } = verdict;
  if (measured === undefined) return "unknown";
  return `${atLeast === true ? "at least " : ""}${amountText(measured, verdict)}`;
}

/** One line for each contributor: `conv2: 663.6k -> 169.9M, changed`. */
export function contributorLines(verdict: Verdict): readonly string[] {
  const { contributors, others } = verdict;
  const lines = contributors.map((one) => `${printable(one.name)}: ${movement(one, verdict)}`);
  return others === 0 ? lines : [...lines, `${others} more`];
}

/** `663.6k -> 169.9M, changed`, or what a layer costs where nothing is known of before. */
export function movement({ before, after, how }: Contributor, verdict: Verdict): string {
  const now = amountText(after, verdict);
  if (before === undefined) return now;
  const isSame = `${before}` === `${after}`;
  return isSame ? `${now}, as before` : `${amountText(before, verdict)} -> ${now}, ${how}`;
}

/** What to do where it is meant to be so, a line for each way. */
export function fixLines({ fix }: Verdict): readonly string[] {
  if (fix === undefined) return [];
  const { file, line, text, command } = fix;
  const place = line === undefined ? file : `${file}:${line}`;
  return [
    ...(text === undefined ? [] : [`to allow it, ${place}: ${text}`]),
    ...(command === undefined ? [] : [`to take it for the baseline: ${command}`]),
  ];
}

/** Model, convention and what it was compared with. */
export function contextOf(model: CheckedResult, { against }: CheckResult): string {
  const { name, path, convention, baseline } = model;
  const parts = [...(path === name ? [] : [path]), `convention ${convention}`];
  if (baseline !== null) {
    parts.push(`against ${baseline}${against === undefined ? "" : ` of ${against}`}`);
  }
  return printable(parts.join(", "));
}

/** The whole check in one line: `failed: 2 errors, 1 warning, 5 ok in 2 models`. */
export function checkLine({ passed, counts, models }: CheckResult): string {
  const { ok, warn, error, failed } = counts;
  const parts = [
    ...(error > 0 ? [plural(error, "error")] : []),
    ...(warn > 0 ? [plural(warn, "warning")] : []),
    `${ok} ok`,
  ];
  const unread = failed === 0 ? "" : `, ${failed} not read`;
  const verdict = passed ? "passed" : "failed";
  return `${verdict}: ${parts.join(", ")} in ${plural(models.length, "model")}${unread}\n`;
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
