import type { UnsupportedPair, VerifyCase, VerifyStatus } from "./verified-case.ts";

/** How the cases with one operator came out. */
export interface OperatorCounts extends Readonly<Record<VerifyStatus, number>> {
  readonly operator: string;
}

/** An operator with the element types around it, and the number of cases that stop at it. */
export interface UnsupportedCount extends UnsupportedPair {
  readonly cases: number;
}

/** Counts by operator, in the order of their names; a case counts for each of its operators. */
export function countByOperator(cases: readonly VerifyCase[]): readonly OperatorCounts[] {
  const counts = new Map<string, Record<VerifyStatus, number>>();
  for (const { operators = [], status } of cases) {
    for (const operator of operators) {
      const known = counts.get(operator) ?? {
        equal: 0,
        close: 0,
        different: 0,
        unsupported: 0,
        failed: 0,
      };
      known[status]++;
      counts.set(operator, known);
    }
  }
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([operator, known]) => ({ operator, ...known }));
}

/** What is not supported, the most frequent first. */
export function countUnsupported(cases: readonly VerifyCase[]): readonly UnsupportedCount[] {
  const counts = new Map<string, { pair: UnsupportedPair; cases: number }>();
  for (const pair of cases.flatMap(({ unsupported = [] }) => unsupported)) {
    const key = `${pair.operator} ${pair.types}`;
    const known = counts.get(key) ?? { pair, cases: 0 };
    known.cases++;
    counts.set(key, known);
  }
  return [...counts]
    .toSorted(([a, { cases: m }], [b, { cases: n }]) => n - m || (a < b ? -1 : 1))
    .map(([, { pair, cases: count }]) => ({ ...pair, cases: count }));
}
