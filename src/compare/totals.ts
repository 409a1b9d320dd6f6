import type { TotalDifferences } from "../results/compare-result.ts";
import type { ScoreResult, TotalKey } from "../results/score-result.ts";
import { countDifference, decimalDifference, numberDifference } from "./difference.ts";

/** Every total before and after, each side marked where it is a lower bound. */
export function totalDifferences(before: ScoreResult, after: ScoreResult): TotalDifferences {
  const [from, to] = [before.totals, after.totals];
  return {
    macs: count("macs"),
    ace: count("ace"),
    cpu64: { ...decimalDifference(from.cpu64, to.cpu64), ...bounds("cpu64") },
    weightCount: count("weightCount"),
    weightBits: count("weightBits"),
    storedBits: count("storedBits"),
    storedBitsBf16: count("storedBitsBf16"),
    elementwise: mapped(from.elementwise, (kind) => ({
      ...countDifference(from.elementwise[kind], to.elementwise[kind]),
      ...bounds("elementwise"),
    })),
    energyPj: mapped(from.energyPj, (node) => ({
      ...numberDifference(from.energyPj[node], to.energyPj[node]),
      ...bounds("energyPj"),
    })),
    peakActivationBytes: count("peakActivationBytes"),
    peakActivationBytesProven: count("peakActivationBytesProven"),
  };

  function count(key: Exclude<TotalKey, "cpu64" | "elementwise" | "energyPj">) {
    return { ...countDifference(from[key], to[key]), ...bounds(key) };
  }

  function bounds(key: TotalKey) {
    return {
      beforeAtLeast: before.atLeast.includes(key),
      afterAtLeast: after.atLeast.includes(key),
    };
  }
}

function mapped<K extends string, T>(
  record: Readonly<Record<K, unknown>>,
  of: (key: K) => T,
): Record<K, T> {
  const entries = (Object.keys(record) as K[]).map((key) => [key, of(key)] as const);
  return Object.fromEntries(entries) as Record<K, T>;
}
