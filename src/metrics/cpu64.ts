import type { Row } from "./counted.ts";

/**
 * Operations of a row on a 64-bit machine, in 64ths.
 *
 * lanes = 64 / (the wider operand's bits rounded up to a power of two), 1 where either is a float:
 * 1/64 operation for 1 bit, 1/16 for 4, 1/8 for 8, 1/4 for 16.
 *
 * Source: the binary-network literature's BOPs / 64 + FLOPs, extended to other integers by us.
 */
export function cpu64Of({ lhs, rhs, macs }: Row): bigint {
  if (lhs.width.float || rhs.width.float) return macs * 64n;
  const bits = Math.max(lhs.width.bits, rhs.width.bits);
  return macs * BigInt(2 ** Math.ceil(Math.log2(bits)));
}
