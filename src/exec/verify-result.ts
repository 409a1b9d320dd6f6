import type { VerifyCase, VerifyStatus } from "./verified-case.ts";
import {
  countByOperator,
  countUnsupported,
  type OperatorCounts,
  type UnsupportedCount,
} from "./verify-summary.ts";

/** What `ace verify --json` prints; its schema is in `results`, which is not below this floor. */
export interface VerifyResult {
  readonly schema: "acemeter/verify@1";
  readonly equal: boolean;
  readonly counts: Readonly<Record<VerifyStatus | "explained", number>>;
  readonly cases: readonly VerifyCase[];
  /** Absent where no model could be read. */
  readonly operators?: readonly OperatorCounts[];
  /** The most frequent first; absent where everything is supported. */
  readonly unsupported?: readonly UnsupportedCount[];
}

/** Counts the cases; `equal` says that at least one ran and none is different or failed. */
export function verifyResult(cases: readonly VerifyCase[]): VerifyResult {
  const counts = { equal: 0, close: 0, different: 0, explained: 0, unsupported: 0, failed: 0 };
  for (const { status, explained } of cases) {
    counts[status]++;
    if (status === "different" && explained === true) counts.explained++;
  }
  const ran = counts.equal + counts.close > 0;
  const operators = countByOperator(cases);
  const unsupported = countUnsupported(cases);
  return {
    schema: "acemeter/verify@1",
    equal: ran && counts.different + counts.failed === 0,
    counts,
    cases,
    ...(operators.length === 0 ? {} : { operators }),
    ...(unsupported.length === 0 ? {} : { unsupported }),
  };
}
