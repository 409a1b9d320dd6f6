import type { Grid } from "../domain/value-set.ts";
import type { Row } from "./counted.ts";

/**
 * Bits that hold every partial sum of a contraction: two's complement where it can be negative.
 *
 * Operands are taken as integers in their smallest form: codes minus zero, doubled where the zero
 * lies half a step off (-1 and +1).
 *
 * @returns null where an operand is a float or its zero is not one number
 */
export function accumulatorBits({ lhs, rhs, contraction }: Row): number | null {
  const left = integersOf(lhs.facts.values.grid);
  const right = integersOf(rhs.facts.values.grid);
  if (left === null || right === null) return null;
  const products = left.flatMap((x) => right.map((y) => x * y));
  const length = BigInt(contraction.contraction.length);
  const least = products.reduce((a, b) => (a < b ? a : b), 0n) * length;
  const most = products.reduce((a, b) => (a > b ? a : b), 0n) * length;
  if (least === 0n) return Math.max(1, most.toString(2).length);
  const magnitude = most >= -least ? most : -least - 1n;
  return magnitude === 0n ? 1 : magnitude.toString(2).length + 1;
}

/** Codes as integers: their own where 0 is one of them, doubled where 0 lies half a step off. */
function integersOf(grid: Grid | undefined): readonly bigint[] | null {
  if (grid === undefined || grid.levels !== undefined || grid.opaque !== undefined) return null;
  if (grid.shift !== undefined) return null;
  const zero = Math.round((-2 * grid.origin) / grid.step) / 2;
  if (Math.abs(zero * grid.step + grid.origin) > 1e-4 * grid.step) return null;
  const factor = Number.isInteger(zero) ? 1 : 2;
  const ends = [grid.lo, grid.hi].map((code) => (code - zero) * factor);
  return ends.every(Number.isSafeInteger) ? ends.map(BigInt) : null;
}
