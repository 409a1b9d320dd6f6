/** The first element that differs. */
export interface Difference {
  readonly tensor: string;
  readonly index: number[];
  readonly expected: string;
  readonly got: string;
}

/**
 * equal: every element within the tolerance; close: within a derived bound; failed: an error while
 * the model was read or ran; unsupported: decided from operators and types before anything ran.
 */
export type VerifyStatus = "equal" | "close" | "different" | "unsupported" | "failed";

export interface VerifyCase {
  readonly name: string;
  readonly status: VerifyStatus;
  /** Null where it is not finite. */
  readonly maxUlps?: number | null;
  readonly maxAbs?: number | null;
  readonly reason?: string;
  readonly explained?: boolean;
  /** What counted as equal, and who said so. */
  readonly tolerance?: string;
  readonly first?: Difference;
}

/** What `ace verify --json` prints; its schema is in `results`, which is not below this floor. */
export interface VerifyResult {
  readonly schema: "acemeter/verify@1";
  readonly equal: boolean;
  readonly counts: Readonly<Record<VerifyStatus | "explained", number>>;
  readonly cases: readonly VerifyCase[];
}

/** Counts the cases; `equal` says that at least one ran and none is different or failed. */
export function verifyResult(cases: readonly VerifyCase[]): VerifyResult {
  const counts = { equal: 0, close: 0, different: 0, explained: 0, unsupported: 0, failed: 0 };
  for (const { status, explained } of cases) {
    counts[status]++;
    if (status === "different" && explained === true) counts.explained++;
  }
  const ran = counts.equal + counts.close > 0;
  return {
    schema: "acemeter/verify@1",
    equal: ran && counts.different + counts.failed === 0,
    counts,
    cases,
  };
}
