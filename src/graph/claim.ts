/** What somebody says of a tensor's values. */
export type Claim = CodeClaim | WidthClaim;

/** scale x (code - zero), codes from lo to hi. */
export interface CodeClaim {
  readonly lo: number;
  readonly hi: number;
  readonly zero: number;
  /** Null: some scale. */
  readonly scale: number | null;
  /** Who says it, for proofs. */
  readonly by: string;
}

/** A width alone. */
export interface WidthClaim {
  readonly bits: number;
  /** Absent: as the values are known to be. */
  readonly signed?: boolean;
  /** Who says it, for proofs. */
  readonly by: string;
}
