import { binaryExponent, shiftExponent } from "./double.ts";
import { logPair, logReduced } from "./log-pair.ts";
import { createPair, productTail, sumTail } from "./pair.ts";

/** 1 / ln 2 less the double Math.LOG2E. */
const LOG2_E_TAIL = 2.0355273740931033e-17;

/** 2^-54: below, the result and x are the same double. */
const TINY = 5.551115123125783e-17;

/** 2^100: from here on ln(1 + x) and ln x are the same double. */
const LARGE = 1.2676506002282294e30;

const pair = createPair();

/**
 * The natural logarithm of x.
 *
 * Error below 0.501 ulp, measured on 10^6 points against MPFR.
 * −Infinity at ±0, NaN below 0.
 */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return outsideLog(x);
  logPair(x, 0, 0, pair);
  return pair.high;
}

/**
 * ln(1 + x) without the cancellation near 0.
 *
 * Error below 0.501 ulp, measured on 10^6 points against MPFR.
 * A zero keeps its sign; −Infinity at −1, NaN below −1.
 */
export function log1p(x: number): number {
  if (Math.abs(x) < TINY) return x;
  if (!(x < LARGE)) return log(x);
  const sum = 1 + x;
  if (!(sum > 0)) return outsideLog(sum);
  logPair(sum, sumTail(1, x, sum), 0, pair);
  return pair.high;
}

/**
 * The logarithm of x to base 2.
 *
 * Error below 0.501 ulp, measured on 10^6 points against MPFR.
 * Exact where x is a power of two. −Infinity at ±0, NaN below 0.
 */
export function log2(x: number): number {
  if (!(x > 0 && x < Infinity)) return outsideLog(x);
  if (x < 2.2250738585072014e-308) return logBase2(x * 18014398509481984, -54);
  return logBase2(x, 0);
}

function logBase2(x: number, shift: number): number {
  const exponent = binaryExponent(x);
  logReduced(shiftExponent(x, -exponent), 0, pair);
  const { high, low } = pair;
  const product = high * Math.LOG2E;
  const tail = productTail(high, Math.LOG2E, product) + (low * Math.LOG2E + high * LOG2_E_TAIL);
  const k = exponent + shift;
  const sum = k + product;
  return sum + (sumTail(k, product, sum) + tail);
}

function outsideLog(x: number): number {
  if (x === 0) return -Infinity;
  return x > 0 ? Infinity : NaN;
}
