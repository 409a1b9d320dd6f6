import { type Convention, conventionBits, type Row } from "./counted.ts";
import { type Part, partsOf } from "./parts.ts";

/**
 * Arithmetic computation effort of a row: multiply-accumulates x bits of one operand x bits of the
 * other.
 *
 * Source: PokeBNN (CVPR 2022), section 3.
 */
export function aceOf(row: Row, convention: Convention): bigint {
  return partsOf(row).reduce((sum, part) => sum + aceOfPart(part, convention), 0n);
}

/** The same of multiply-accumulates of one pair of widths. */
export function aceOfPart({ macs, lhs, rhs }: Part, convention: Convention): bigint {
  return macs * BigInt(conventionBits(lhs, convention) * conventionBits(rhs, convention));
}
