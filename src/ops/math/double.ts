import { type Pair, sumTail } from "./pair.ts";

const HIGH_WORD_OF_SQRT_HALF = 0x3fe6a09e;
const EXPONENT_STEP = 1 << 20;

const view = new DataView(new ArrayBuffer(8));

/** Whether the sign bit of x is set, as it is for −0; x is not NaN. */
export function isNegative(x: number): boolean {
  return x < 0 || Object.is(x, -0);
}

/**
 * The integer k for which x · 2^-k lies in [√½, √2), to within 2^-20 of those ends.
 *
 * @param x - positive, normal and finite
 */
export function binaryExponent(x: number): number {
  view.setFloat64(0, x);
  return (view.getInt32(0) - HIGH_WORD_OF_SQRT_HALF) >> 20;
}

/** x · 2^k where both x and the result are normal numbers. */
export function shiftExponent(x: number, k: number): number {
  view.setFloat64(0, x);
  view.setInt32(0, view.getInt32(0) + k * EXPONENT_STEP);
  return view.getFloat64(0);
}

/** 2^k for an integer k from −1022 to 1023. */
export function powerOfTwo(k: number): number {
  return shiftExponent(1, k);
}

/** x · 2^k, rounded once; |k| at most 2000, x normal or 0. */
export function scale(x: number, k: number): number {
  if (k > 1000) return x * powerOfTwo(1000) * powerOfTwo(k - 1000);
  if (k < -1000) return x * powerOfTwo(k + 1000) * powerOfTwo(-1000);
  return x * powerOfTwo(k);
}

/**
 * (high + low) · 2^k, rounded once even where the result is subnormal.
 *
 * There the sum is first rounded to a multiple of 2^(−1074 − k), beside an anchor of 2^(−1022 − k).
 */
export function scalePair(pair: Readonly<Pair>, k: number): number {
  const { high, low } = pair;
  if (k > -1000) return scale(high, k);
  const anchor = powerOfTwo(-1022 - k);
  if (high >= anchor) return scale(high, k);
  const sum = anchor + high;
  return scale(sum + (sumTail(anchor, high, sum) + low) - anchor, k);
}

/** The integer mantissa m and the exponent e of x = m · 2^e. */
export function integerParts(x: number): { mantissa: bigint; exponent: number } {
  view.setFloat64(0, x);
  const word = view.getBigInt64(0);
  const mantissa = (word & 0xfffffffffffffn) | 0x10000000000000n;
  return { mantissa, exponent: ((view.getInt32(0) >>> 20) & 0x7ff) - 1075 };
}
