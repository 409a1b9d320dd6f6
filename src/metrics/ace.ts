import { type Convention, conventionBits, type Row } from "./counted.ts";

/**
 * Arithmetic computation effort of a row: multiply-accumulates x bits of one operand x bits of the
 * other.
 *
 * Source: PokeBNN (CVPR 2022), section 3.
 */
export function aceOf(row: Row, convention: Convention): bigint {
  const lhs = conventionBits(row.lhs.width, convention);
  const rhs = conventionBits(row.rhs.width, convention);
  return row.macs * BigInt(lhs * rhs);
}
