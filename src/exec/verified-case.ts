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

/** An operator with the element types of the graph's inputs and outputs: `f32 i64`. */
export interface UnsupportedPair {
  readonly operator: string;
  readonly types: string;
}

export interface VerifyCase {
  readonly name: string;
  readonly status: VerifyStatus;
  /** That of the model's only node, else all in it; absent where the model cannot be read. */
  readonly operators?: readonly string[];
  /** What of an unsupported case is not supported. */
  readonly unsupported?: readonly UnsupportedPair[];
  /** Null where it is not finite. */
  readonly maxUlps?: number | null;
  readonly maxAbs?: number | null;
  readonly reason?: string;
  readonly explained?: boolean;
  /** What counted as equal, and who said so. */
  readonly tolerance?: string;
  readonly first?: Difference;
}
