import { LosslessNumber } from "lossless-json";
import { type Decimal, decimalText } from "../results/decimal.ts";

/** A quantity before and after, and after - before. */
export interface Difference<T> {
  readonly before: T;
  readonly after: T;
  readonly difference: T;
}

export function countDifference(before: bigint, after: bigint): Difference<bigint> {
  return { before, after, difference: after - before };
}

/** The same of decimals, exact. */
export function decimalDifference(before: Decimal, after: Decimal): Difference<Decimal> {
  const difference = new LosslessNumber(exactDifference(`${before}`, `${after}`));
  return { before, after, difference };
}

/**
 * The same of doubles: the decimals that they print as are subtracted exactly, so that 0.3 - 0.1
 * is 0.2; null where one of them is.
 */
export function numberDifference(
  before: number | null,
  after: number | null,
): Difference<number | null> {
  if (before === null || after === null) return { before, after, difference: null };
  const texts = [`${before}`, `${after}`] as const;
  const isPlain = texts.every((text) => PLAIN.test(text));
  const difference = isPlain ? Number(exactDifference(...texts)) : after - before;
  return { before, after, difference };
}

const PLAIN = /^-?\d+(\.\d+)?$/;

function exactDifference(before: string, after: string): string {
  const places = Math.max(placesOf(before), placesOf(after));
  return decimalText(scaled(after, places) - scaled(before, places), places);
}

function placesOf(decimal: string): number {
  const point = decimal.indexOf(".");
  return point < 0 ? 0 : decimal.length - point - 1;
}

function scaled(decimal: string, places: number): bigint {
  return BigInt(decimal.replace(".", "") + "0".repeat(places - placesOf(decimal)));
}
