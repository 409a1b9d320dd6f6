import { powerOfTwo } from "./double.ts";
import type { Pair } from "./pair.ts";
import { normalize, sumTail } from "./pair.ts";
import { roundHalfEven } from "./rounding.ts";

/** ln 2 in two parts; the first has 41 fraction bits, so that k times it is exact. */
const LN2_HIGH = 0.693147180559663;
const LN2_LOW = 2.8235290563031577e-13;

/**
 * Writes e^(r + rLow) − 1 to a relative error of 2^-58; |r| <= 0.36, |rLow| <= 2^-53 · |r|.
 *
 * The terms r + r²/2 are exact: h, the upper 24 bits of r, has an exact square. The rest is the
 * Taylor series up to r^14.
 */
export function expm1Reduced(r: number, rLow: number, out: Pair): void {
  const h = Math.fround(r);
  const t = r - h + rLow;
  const z = r * r;
  const odd =
    1 / 6 +
    z * (1 / 120 + z * (1 / 5040 + z * (1 / 362880 + z * (1 / 39916800 + z * (1 / 6227020800)))));
  const even =
    1 / 24 +
    z *
      (1 / 720 + z * (1 / 40320 + z * (1 / 3628800 + z * (1 / 479001600 + z * (1 / 87178291200)))));
  const half = 0.5 * h * h;
  const sum = h + half;
  const low = half - (sum - h) + (t + (0.5 * t * (h + r) + z * r * (odd + r * even)));
  normalize(sum, low, out);
}

/** Writes e^(r + rLow) to a relative error of 2^-59; r and rLow as for `expm1Reduced`. */
export function expReduced(r: number, rLow: number, out: Pair): void {
  expm1Reduced(r, rLow, out);
  addOne(1, out);
}

/**
 * e^(x + xLow) = out · 2^k, to a relative error of 2^-59.
 *
 * @param x - at most 1000 in size, |xLow| <= 2^-53 · |x|
 * @returns k
 */
export function expPair(x: number, xLow: number, out: Pair): number {
  const k = roundHalfEven(x * Math.LOG2E);
  const high = x - k * LN2_HIGH;
  const low = xLow - k * LN2_LOW;
  const r = high + low;
  expReduced(r, sumTail(high, low, r), out);
  return k;
}

/** Writes e^x − 1 to a relative error of 2^-57; |x| <= 100. */
export function expm1Pair(x: number, out: Pair): void {
  if (Math.abs(x) < 0.34) {
    expm1Reduced(x, 0, out);
    return;
  }
  const power = powerOfTwo(expPair(x, 0, out));
  out.high *= power;
  out.low *= power;
  addOne(-1, out);
}

function addOne(one: 1 | -1, pair: Pair): void {
  const sum = pair.high + one;
  const low = sumTail(pair.high, one, sum) + pair.low;
  normalize(sum, low, pair);
}
