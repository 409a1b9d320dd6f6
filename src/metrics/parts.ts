import type { Width } from "../domain/value-set.ts";
import type { Row, RowOperand } from "./counted.ts";

/** The multiply-accumulates of a row whose operands have one pair of widths. */
export interface Part {
  readonly macs: bigint;
  readonly lhs: Width;
  readonly rhs: Width;
}

/** Equal places of a row, and the bits of its operands there. */
interface Places {
  readonly count: number;
  readonly lhs: number;
  readonly rhs: number;
}

/**
 * A row by pairs of widths: several where codes of several widths lie along its channels, each of
 * which has an equal part of the products. Where they do not divide them, the widest count.
 */
export function partsOf(row: Row): readonly Part[] {
  const { macs, lhs, rhs } = row;
  const whole = [{ macs, lhs: lhs.width, rhs: rhs.width }];
  if (lhs.mixed === undefined && rhs.mixed === undefined) return whole;
  const places = merged(placesOf(row));
  const total = BigInt(places.reduce((sum, { count }) => sum + count, 0));
  if (macs % total !== 0n) return whole;
  return places.map(({ count, ...bits }) => ({
    macs: (macs / total) * BigInt(count),
    lhs: { ...lhs.width, bits: bits.lhs },
    rhs: { ...rhs.width, bits: bits.rhs },
  }));
}

/** Widths along input channels of both operands meet in pairs; in groups, only those of `rhs` count. */
function placesOf({ lhs, rhs, contraction }: Row): readonly Places[] {
  const { groups = 1 } = contraction.contraction;
  const both = lhs.mixed !== undefined && rhs.mixed !== undefined;
  if (both && groups === 1 && lhs.mixed.along === "input" && rhs.mixed.along === "input") {
    const right = rhs.mixed.bits;
    return lhs.mixed.bits.map((bits, i) => ({ count: 1, lhs: bits, rhs: right[i] as number }));
  }
  const left = both && groups > 1 ? [lhs.width.bits] : widthsOf(lhs);
  const right = counted(widthsOf(rhs));
  return [...counted(left)].flatMap(([lhsBits, some]) =>
    [...right].map(([rhsBits, other]) => ({ count: some * other, lhs: lhsBits, rhs: rhsBits })),
  );
}

function widthsOf({ mixed, width }: RowOperand): readonly number[] {
  return mixed?.bits ?? [width.bits];
}

function counted(values: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function merged(places: readonly Places[]): readonly Places[] {
  const pairs = new Map<string, Places>();
  for (const { count, lhs, rhs } of places) {
    const key = `${lhs} ${rhs}`;
    pairs.set(key, { count: count + (pairs.get(key)?.count ?? 0), lhs, rhs });
  }
  return [...pairs.values()];
}
