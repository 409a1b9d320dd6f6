import type { Row } from "./counted.ts";
import { type Part, partsOf } from "./parts.ts";

/**
 * Operations of a row on a 64-bit machine, in 64ths.
 *
 * lanes = 64 / (the wider operand's bits rounded up to a power of two), 1 where either is a float:
 * 1/64 operation for 1 bit, 1/16 for 4, 1/8 for 8, 1/4 for 16.
 *
 * Source: the binary-network literature's BOPs / 64 + FLOPs, extended to other integers by us.
 */
export function cpu64Of(row: Row): bigint {
  return partsOf(row).reduce((sum, part) => sum + cpu64OfPart(part), 0n);
}

function cpu64OfPart({ lhs, rhs, macs }: Part): bigint {
  if (lhs.float || rhs.float) return macs * 64n;
  const bits = Math.max(lhs.bits, rhs.bits);
  return macs * BigInt(2 ** Math.ceil(Math.log2(bits)));
}
