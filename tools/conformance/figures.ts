import type { VerifyStatus } from "../../src/exec/verified-case.ts";
import type { ConformanceCase, SuiteResult } from "./suites.ts";
import { TIERS, type Tier } from "./tiers.ts";

export interface SuiteCounts extends Readonly<Record<VerifyStatus, number>> {
  /** Of the different ones: those whose golden is wrong, as execution in f64 shows. */
  readonly disputed: number;
}

/** How often an operator came out equal, by who made the expected outputs. */
export type Sources = Readonly<Record<string, number>>;

export interface TierRow {
  readonly tier: Tier;
  readonly operator: string;
  readonly equal: number;
  readonly sources: Sources;
}

export function countCases(cases: readonly ConformanceCase[]): SuiteCounts {
  const counts = { equal: 0, close: 0, different: 0, disputed: 0, unsupported: 0, failed: 0 };
  for (const { status, disputed } of cases) {
    counts[status]++;
    if (disputed !== undefined) counts.disputed++;
  }
  return counts;
}

/** Sums of several suites. */
export function addCounts(all: readonly SuiteCounts[]): SuiteCounts {
  const sum = { ...countCases([]) };
  for (const counts of all) {
    for (const key of Object.keys(sum) as (keyof SuiteCounts)[]) sum[key] += counts[key];
  }
  return sum;
}

/** Equal cases by operator, then by `key`; a case counts for each of its operators. */
export function equalBy(
  results: readonly SuiteResult[],
  key: (suite: SuiteResult, one: ConformanceCase) => string,
): ReadonlyMap<string, Sources> {
  const equal = new Map<string, Record<string, number>>();
  for (const suite of results) {
    for (const one of suite.cases.filter(({ status }) => status === "equal")) {
      for (const operator of one.operators ?? []) {
        const counts = equal.get(operator) ?? {};
        const name = key(suite, one);
        counts[name] = (counts[name] ?? 0) + 1;
        equal.set(operator, counts);
      }
    }
  }
  return equal;
}

/** The oldest and the newest operator set. */
export type OpsetRange = readonly [number, number];

/** Operator sets of the equal cases by operator. */
export function opsetRanges(results: readonly SuiteResult[]): ReadonlyMap<string, OpsetRange> {
  const ranges = new Map<string, OpsetRange>();
  const equal = results.flatMap(({ cases }) => cases).filter(({ status }) => status === "equal");
  for (const { operators = [], opsets } of equal) {
    if (opsets === undefined) continue;
    for (const operator of operators) {
      const version = opsets.get(domainOf(operator)) ?? 1;
      ranges.set(operator, widened(ranges.get(operator), [version, version]));
    }
  }
  return ranges;
}

/** The domain in front of an operator's name; "" for ONNX's own. */
export function domainOf(operator: string): string {
  return operator.slice(0, Math.max(0, operator.lastIndexOf(".")));
}

/** The smallest range that holds both. */
export function widened(a: OpsetRange | undefined, b: OpsetRange): OpsetRange {
  return a === undefined ? b : [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

/** Every operator of the tiers, with its equal cases. */
export function tierRows(equal: ReadonlyMap<string, Sources>): readonly TierRow[] {
  return (Object.keys(TIERS) as Tier[]).flatMap((tier) =>
    TIERS[tier].map((operator) => {
      const sources = equal.get(operator) ?? {};
      return { tier, operator, equal: sumOf(sources), sources };
    }),
  );
}

export function sumOf(sources: Sources): number {
  return Object.values(sources).reduce((sum, count) => sum + count, 0);
}
