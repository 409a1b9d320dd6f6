/** Share of a part in a whole, to four digits behind the point, as `Layer` has it; 0 of nothing. */
export function roundedShare(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 10_000n + whole / 2n) / whole) / 10_000;
}
