import { LosslessNumber } from "lossless-json";
import { type Decimal, decimalText } from "../results/decimal.ts";

/** Any cost exactly: a count of millionths, since a CPU64 total has up to six decimal places. */
export type Millionths = bigint;

const PLACES = 6;
const ONE = 10n ** BigInt(PLACES);

export function millionthsOf(count: bigint): Millionths {
  return count * ONE;
}

/**
 * A decimal as it is written, `4.2e9` too; undefined for what is none, or has more than six places.
 * A sign is read, so that a caller can refuse it in words.
 */
export function parseMillionths(text: string): Millionths | undefined {
  const parts = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text.trim());
  if (parts === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = parts;
  const digits = BigInt(whole + fraction);
  const shift = Number(exponent) - fraction.length + PLACES;
  if (shift < 0 && digits % 10n ** BigInt(-shift) !== 0n) return undefined;
  const size = shift < 0 ? digits / 10n ** BigInt(-shift) : digits * 10n ** BigInt(shift);
  return sign === "-" ? -size : size;
}

/** The same number with its digits, as JSON has it. */
export function decimalOf(value: Millionths): Decimal {
  return new LosslessNumber(decimalText(value, PLACES));
}

/** The nearest double. */
export function numberOf(value: Millionths): number {
  return Number(decimalOf(value));
}
