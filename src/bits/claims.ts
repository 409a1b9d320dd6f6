import type { Interval } from "../domain/interval.ts";
import { statusOf, unknownValues, type ValueSet, widthOf } from "../domain/value-set.ts";
import type { Where } from "../errors.ts";
import type { Claim, CodeClaim, WidthClaim } from "../graph/claim.ts";
import { type ElementType, isFloat } from "../graph/element-type.ts";
import type { Origin } from "../graph/graph.ts";
import type { Warning } from "../graph/imported.ts";

/** Where a claim has no number for its scale that anything would compare. */
const NO_NUMBER = -1;
const MOST_BITS = 64;

/** True for a width that somebody may claim. */
function isWidth(bits: unknown): bits is number {
  return Number.isInteger(bits) && (bits as number) >= 1 && (bits as number) <= MOST_BITS;
}

/**
 * Values as somebody claims them; what is known of their bounds stays.
 *
 * @param known - what is known without the claim
 * @param number - value number of a scale that the claim does not say
 */
export function claimedValues(
  claim: Claim,
  element: ElementType,
  known: ValueSet = unknownValues(element),
  number: number = NO_NUMBER,
): ValueSet {
  const { lo, hi, zero, scale, by } = "bits" in claim ? asCodes(claim, element, known) : claim;
  const step = scale ?? (Number.isInteger(zero) ? 1 : 2);
  const grid = { lo, hi, step, origin: 0 - zero * step };
  const factor = { number, axes: [], stored: true, sign: 0 } as const;
  const interval =
    scale === null ? known.interval : { lo: step * lo + grid.origin, hi: step * hi + grid.origin };
  return {
    carrier: element,
    interval,
    grid: scale === null ? { ...grid, factor } : grid,
    status: "claimed",
    proof: { rule: "claim", text: "bits" in claim ? `claimed by ${by}` : by },
  };
}

/** Codes of a width: integers are their own codes, one signed bit is -1 or +1. */
function asCodes(claim: WidthClaim, element: ElementType, { interval }: ValueSet): CodeClaim {
  const { bits, by } = claim;
  const scale = isFloat(element) ? null : 1;
  if (!isSigned(claim, interval)) return { lo: 0, hi: 2 ** bits - 1, zero: 0, scale, by };
  if (bits === 1) return { lo: 0, hi: 1, zero: 0.5, scale: scale === null ? null : 2, by };
  const half = 2 ** (bits - 1);
  return { lo: -half, hi: half - 1, zero: 0, scale, by };
}

/** Where nobody says it, as the values can be negative. */
function isSigned({ signed }: WidthClaim, { lo }: Interval): boolean {
  return signed ?? lo < 0;
}

/** What a claim says otherwise than what is known without it; undefined where it does not. */
export function difference(
  { by }: Claim,
  claimed: ValueSet,
  known: ValueSet,
  where: Where,
): Warning | undefined {
  const [own, other] = [widthOf(claimed).bits, widthOf(known).bits];
  if (known.status === "assumed" || own === other) return undefined;
  const reason = `${by}: ${bitsText(own)}, but ${other} ${other === 1 ? "is" : "are"} ${known.status}`;
  return { code: "claim-differs", where, reason };
}

/** True for a claim that an unquantized float of which nothing is known is narrower than its type. */
export function restsOnClaim(claimed: ValueSet, known: ValueSet): boolean {
  const own = widthOf(known);
  return statusOf(known) === "assumed" && own.float && widthOf(claimed).bits < own.bits;
}

function bitsText(bits: number): string {
  return bits === 1 ? "1 bit" : `${bits} bits`;
}

/** Keys of a node's notes: of its first operand, its second one, and its output. */
export type NoteKey = "lhs_bits" | "rhs_bits" | "bits";

/**
 * The width that a note beside a node claims; a note that is no width warns.
 *
 * Source: ONNX `metadata_props`, XLA frontend attributes, with the keys of {@link NoteKey}.
 */
export function notedClaim(
  { name, operator, notes }: Origin,
  key: NoteKey,
  warn: (warning: Warning) => void,
): WidthClaim | undefined {
  const text = notes?.[key];
  if (text === undefined) return undefined;
  const bits = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (isWidth(bits)) return { bits, by: `${key} of the node` };
  const reason = `${key} is ignored: expected a width from 1 to ${MOST_BITS}, got ${text}`;
  warn({ code: "invalid-claim", where: { node: name, operator }, reason });
  return undefined;
}
