import { countByOperator, countUnsupported } from "../../src/exec/verify-summary.ts";
import {
  addCounts,
  countCases,
  equalBy,
  type SuiteCounts,
  type TierRow,
  tierRows,
} from "./figures.ts";
import {
  type ConformanceRatchet,
  compareConformance,
  readConformance,
  withResults,
  writeConformance,
} from "./ratchet.ts";
import type { SuiteResult } from "./suites.ts";

/** Everything that `npm run conformance -- --json` prints. */
export interface ConformanceReport {
  readonly suites: readonly { readonly name: string; readonly counts: SuiteCounts }[];
  readonly absent: readonly string[];
  readonly all: SuiteCounts;
  readonly operators: ReturnType<typeof countByOperator>;
  readonly unsupported: ReturnType<typeof countUnsupported>;
  readonly tiers: readonly TierRow[];
  /** Operators of tiers 0 to 2 without an equal case, in a suite that is there or in the ratchet. */
  readonly withoutEqual: readonly TierRow[];
  readonly notEqual: readonly NotEqual[];
  readonly worse: readonly string[];
  readonly better: boolean;
}

interface NotEqual {
  readonly suite: string;
  readonly name: string;
  readonly status: string;
  readonly reason: string;
}

/** Puts the results together and holds them against the ratchet. */
export function conformanceReport(
  results: readonly SuiteResult[],
  absent: readonly string[],
  ratchet: ConformanceRatchet,
): ConformanceReport {
  const cases = results.flatMap((result) => result.cases);
  const tiers = tierRows(equalBy(results, (_, { source }) => source));
  const known = tierRows(new Map(Object.entries(withResults(ratchet, results).operators)));
  return {
    suites: results.map((result) => ({ name: result.name, counts: countCases(result.cases) })),
    absent,
    all: addCounts(results.map((result) => countCases(result.cases))),
    operators: countByOperator(cases),
    unsupported: countUnsupported(cases),
    tiers,
    withoutEqual: known.filter(({ equal }) => equal === 0),
    notEqual: results.flatMap(notEqualIn),
    ...compareConformance(ratchet, results),
  };
}

/** True where no case is wrong, nothing has become worse and no operator that must work is left. */
export function isFine({ all, worse, withoutEqual }: ConformanceReport): boolean {
  const wrong = all.different - all.disputed + all.failed;
  return wrong === 0 && worse.length === 0 && withoutEqual.length === 0;
}

/**
 * Writes the ratchet where nothing is worse than it says.
 *
 * @returns false where it was left as it is
 */
export function updateConformance(path: string | URL, results: readonly SuiteResult[]): boolean {
  const before = readConformance(path);
  if (compareConformance(before, results).worse.length > 0) return false;
  writeConformance(path, withResults(before, results));
  return true;
}

function notEqualIn({ name: suite, cases }: SuiteResult): readonly NotEqual[] {
  return cases
    .filter(({ status }) => status !== "equal")
    .map(({ name, status, disputed, reason, first }) => {
      const place =
        first === undefined
          ? []
          : [`${first.tensor}[${first.index}]: expected ${first.expected}, got ${first.got}`];
      const texts = [...(disputed === undefined ? [] : [`disputed: ${disputed}`]), ...place];
      return {
        suite,
        name,
        status,
        reason: [...texts, ...(reason === undefined ? [] : [reason])].join("; "),
      };
    });
}
