import type { CompareResult } from "../../results/compare-result.ts";
import { compact, decimalSize, energy, grouped } from "./numbers.ts";

/** One total before and after, exact. */
export interface TotalChange {
  readonly label: string;
  readonly before: Amount;
  readonly after: Amount;
  readonly difference: Amount;
  readonly beforeAtLeast: boolean;
  readonly afterAtLeast: boolean;
  readonly text: (amount: number) => string;
}

type Amount = bigint | number | { toString(): string } | null;
type Rows = Omit<TotalChange, "label" | "text">;

const SIZES: ReadonlySet<string> = new Set(["weightBits", "storedBits", "storedBitsBf16"]);
const LABELS = {
  macs: "MACs",
  ace: "ACE",
  cpu64: "CPU64",
  weightCount: "Weights",
  weightBits: "Weight size",
  storedBits: "Model size",
  storedBitsBf16: "Model size, floats as bf16",
  peakActivationBytes: "Peak activation memory",
  peakActivationBytesProven: "Peak activation memory at proven widths",
} as const;

/** Every total, those of one number first. */
export function totalChanges({ totals }: CompareResult): readonly TotalChange[] {
  const single = (Object.keys(LABELS) as (keyof typeof LABELS)[]).map((key) => ({
    label: LABELS[key],
    text: SIZES.has(key) ? bits : key.startsWith("peak") ? bytes : compact,
    ...totals[key],
  }));
  const nodes = Object.entries(totals.energyPj).map(([node, total]) => ({
    label: `Energy at ${node.replace("nm", " nm")}`,
    text: energy,
    ...total,
  }));
  return [...single, ...nodes, elementwiseChange(totals.elementwise)];
}

/** True where both sides say the same. */
export function isUnchangedTotal(total: TotalChange): boolean {
  const { before, after, beforeAtLeast, afterAtLeast } = total;
  return `${before}` === `${after}` && beforeAtLeast === afterAtLeast;
}

/** `at least 4.220G`. */
export function sideText(total: TotalChange, side: "before" | "after"): string {
  const amount = total[side];
  if (amount === null) return "unknown";
  const bound = side === "before" ? total.beforeAtLeast : total.afterAtLeast;
  return (bound ? "at least " : "") + total.text(Number(amount));
}

/** `+523.4M`; what is between lower bounds is not known. */
export function differenceText(total: TotalChange): string {
  const { difference, text } = total;
  if (difference === null || isBounded(total)) return "unknown";
  return signed(Number(difference), text);
}

/** `+12.3%`; empty where there is none. */
export function percentText(total: TotalChange): string {
  const { before, difference } = total;
  if (difference === null || isBounded(total)) return "";
  return relative(Number(before), Number(difference));
}

export function isBounded({ beforeAtLeast, afterAtLeast }: TotalChange): boolean {
  return beforeAtLeast || afterAtLeast;
}

/** A number with its sign; 0 has none. */
export function signed(value: number, text: (amount: number) => string): string {
  if (value === 0) return text(0);
  return (value < 0 ? "-" : "+") + text(Math.abs(value));
}

/** A difference as part of what was before: `+12.3%`; empty of 0, where nothing differs too. */
export function relative(before: number, difference: number): string {
  if (before === 0 || difference === 0) return "";
  const percent = Math.abs((difference / before) * 100);
  const sign = difference < 0 ? "-" : "+";
  if (percent < 0.001) return `${sign}<0.001%`;
  if (percent < 0.1) return `${sign}${percent.toPrecision(1)}%`;
  return `${sign}${percent >= 1000 ? grouped(Math.round(percent)) : percent.toFixed(1)}%`;
}

function elementwiseChange(kinds: CompareResult["totals"]["elementwise"]): TotalChange {
  const all: readonly Rows[] = Object.values(kinds);
  const sum = (of: (row: Rows) => Amount): bigint =>
    all.reduce((total, row) => total + (of(row) as bigint), 0n);
  return {
    label: "Elementwise operations",
    text: compact,
    before: sum(({ before }) => before),
    after: sum(({ after }) => after),
    difference: sum(({ difference }) => difference),
    beforeAtLeast: all.some(({ beforeAtLeast }) => beforeAtLeast),
    afterAtLeast: all.some(({ afterAtLeast }) => afterAtLeast),
  };
}

function bits(amount: number): string {
  return decimalSize(BigInt(amount));
}

function bytes(amount: number): string {
  return decimalSize(BigInt(amount) * 8n);
}
