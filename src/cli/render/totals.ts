import type { Decimal } from "../../results/decimal.ts";
import type { Layer, ScoreResult, TotalKey } from "../../results/score-result.ts";
import { floatRule } from "./bits.ts";
import { binarySize, compact, decimalSize, energy, grouped } from "./numbers.ts";
import { printable } from "./text.ts";

/** One total: what it is, how much, the same exactly or in other units, and what it means. */
export interface TotalLine {
  readonly label: string;
  readonly value: string;
  readonly exact: string;
  readonly note: string;
}

type SizeKey = "weightBits" | "storedBits" | "storedBitsBf16";
type MemoryKey = "peakActivationBytes" | "peakActivationBytesProven";

/** The totals of a score in words, "at least" before the lower bounds. */
export function totalLines(result: ScoreResult): readonly TotalLine[] {
  const { totals } = result;
  return [
    count("macs", "MACs", totals.macs, "multiply-accumulates"),
    count("ace", "ACE", totals.ace, aceNote()),
    count("cpu64", "CPU64", totals.cpu64, "MACs in operations on 64-bit words"),
    size("weightBits", "Weights", `${grouped(totals.weightCount)} weights at their widths`),
    size("storedBits", "Model size", "everything that must be stored"),
    size("storedBitsBf16", "  floats as bf16", ""),
    memory("peakActivationBytes", "Peak activation memory"),
    memory("peakActivationBytesProven", "  at proven widths"),
    energyLine("45nm", "Energy at 45 nm"),
    energyLine("7nm", "Energy at 7 nm"),
    accumulatorLine(result.layers),
    elementwiseLine(),
  ];

  function aceNote(): string {
    const floats = result.byBits.some(({ lhsFloat, rhsFloat }) => lhsFloat || rhsFloat);
    return floats ? `MACs x bits x bits, ${floatRule(result.convention)}` : "MACs x bits x bits";
  }

  function bounded(key: TotalKey, value: string): string {
    return result.atLeast.includes(key) ? `at least ${value}` : value;
  }

  function count(key: TotalKey, label: string, value: bigint | Decimal, note: string): TotalLine {
    return { label, value: bounded(key, compact(Number(value))), exact: grouped(value), note };
  }

  function size(key: SizeKey, label: string, note: string): TotalLine {
    const bits = totals[key];
    return { label, value: bounded(key, decimalSize(bits)), exact: binarySize(bits), note };
  }

  function memory(key: MemoryKey, label: string): TotalLine {
    const bits = totals[key] * 8n;
    return { label, value: bounded(key, decimalSize(bits)), exact: binarySize(bits), note: "" };
  }

  function energyLine(node: keyof typeof totals.energyPj, label: string): TotalLine {
    const value = totals.energyPj[node];
    const note = value === null ? "no published figure for one of the types" : "of the MACs";
    return {
      label,
      value: value === null ? "unknown" : bounded("energyPj", energy(value)),
      exact: "",
      note,
    };
  }

  function elementwiseLine(): TotalLine {
    const kinds = Object.entries(totals.elementwise).filter(([, count]) => count > 0n);
    const all = kinds.reduce((sum, [, count]) => sum + count, 0n);
    const note = kinds.map(([kind, count]) => `${kind} ${compact(count)}`).join(", ");
    return count("elementwise", "Elementwise operations", all, note);
  }
}

function accumulatorLine(layers: readonly Layer[]): TotalLine {
  const label = "Widest accumulator";
  const known = layers.filter(({ accumulatorBits }) => accumulatorBits !== null);
  const bits = known.reduce((most, layer) => Math.max(most, layer.accumulatorBits ?? 0), 0);
  const widest = known.find(({ accumulatorBits }) => accumulatorBits === bits);
  if (widest === undefined) return { label, value: "-", exact: "", note: "floats only" };
  const note = printable(widest.name) + (known.length < layers.length ? ", floats apart" : "");
  return { label, value: `${bits} bits`, exact: "", note };
}
