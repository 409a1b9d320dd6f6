import { scale } from "./double.ts";
import { expm1Pair, expPair } from "./exp-pair.ts";
import { logPair } from "./log-pair.ts";
import { createPair, normalize, productTail, quotientTail, rootTail, sumTail } from "./pair.ts";

/** 2^-28: below, sinh x, tanh x, asinh x, atanh x and x are the same double. */
const TINY = 3.725290298461914e-9;

/** From here on e^-x is nothing beside e^x. */
const LARGE = 22;

/** 2^28: from here on √(x² ± 1) is x. */
const ROOT_LARGE = 268435456;

const pair = createPair();

/**
 * The hyperbolic sine (e^x − e^-x) / 2, as (E + E / (E + 1)) / 2 with E = e^x − 1.
 *
 * Error below 0.65 ulp, measured on 10^6 points against MPFR.
 * Odd; a zero keeps its sign. ±Infinity beyond ±710.4758600739439.
 */
export function sinh(x: number): number {
  const size = Math.abs(x);
  if (size < TINY) return x;
  const value = size > LARGE ? halfExp(size) : smallSinh(size);
  return x < 0 ? -value : value;
}

/**
 * The hyperbolic cosine (e^x + e^-x) / 2.
 *
 * Error below 0.55 ulp, measured on 10^6 points against MPFR.
 * Even. Infinity beyond ±710.4758600739439.
 */
export function cosh(x: number): number {
  const size = Math.abs(x);
  if (size > LARGE) return halfExp(size);
  if (Number.isNaN(x)) return NaN;
  const k = expPair(size, 0, pair);
  const high = scale(pair.high, k);
  const low = scale(pair.low, k);
  const inverse = 1 / high;
  const sum = high + inverse;
  const tail = low + quotientTail(1, 0, high, low, inverse);
  return 0.5 * (sum + (sumTail(high, inverse, sum) + tail));
}

/**
 * The hyperbolic tangent, E / (E + 2) with E = e^2x − 1.
 *
 * Error below 0.60 ulp, measured on 10^6 points against MPFR.
 * Odd; a zero keeps its sign. ±1 beyond ±20.
 */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (!(size >= TINY)) return x;
  if (size > 20) return x < 0 ? -1 : 1;
  expm1Pair(2 * size, pair);
  const { high, low } = pair;
  const below = high + 2;
  const quotient = high / below;
  const tail = quotientTail(high, low, below, sumTail(high, 2, below) + low, quotient);
  return x < 0 ? -(quotient + tail) : quotient + tail;
}

/**
 * The inverse hyperbolic sine ln(x + √(x² + 1)).
 *
 * Error below 0.501 ulp, measured on 10^6 points against MPFR.
 * Odd; a zero and an infinity keep their sign.
 */
export function asinh(x: number): number {
  const size = Math.abs(x);
  if (!(size >= TINY && size < Infinity)) return x;
  writeLogWithRoot(size, 1);
  return x < 0 ? -pair.high : pair.high;
}

/**
 * The inverse hyperbolic cosine ln(x + √(x² − 1)).
 *
 * Error below 0.501 ulp, measured on 10^6 points against MPFR.
 * +0 at 1, NaN below.
 */
export function acosh(x: number): number {
  if (!(x > 1 && x < Infinity)) return x < 1 ? NaN : x - 1;
  writeLogWithRoot(x, -1);
  return pair.high;
}

/**
 * The inverse hyperbolic tangent ½ ln((1 + x) / (1 − x)).
 *
 * Error below 0.501 ulp, measured on 10^6 points against MPFR.
 * Odd; a zero keeps its sign. ±Infinity at ±1, NaN beyond.
 */
export function atanh(x: number): number {
  const size = Math.abs(x);
  if (size < TINY) return x;
  if (!(size < 1)) return size === 1 ? x * Infinity : NaN;
  const n = 1 + size;
  const d = 1 - size;
  const quotient = n / d;
  const tail = quotientTail(n, sumTail(1, size, n), d, sumTail(1, -size, d), quotient);
  logPair(quotient, tail, 0, pair);
  return x < 0 ? -0.5 * pair.high : 0.5 * pair.high;
}

function smallSinh(x: number): number {
  expm1Pair(x, pair);
  const { high, low } = pair;
  const below = high + 1;
  const belowLow = sumTail(high, 1, below) + low;
  const quotient = high / below;
  const sum = high + quotient;
  const tail = low + quotientTail(high, low, below, belowLow, quotient);
  return 0.5 * (sum + (sumTail(high, quotient, sum) + tail));
}

function halfExp(x: number): number {
  if (x > 711) return Infinity;
  const k = expPair(x, 0, pair);
  return scale(pair.high, k - 1);
}

/** Writes ln(x + √(x² + one)) into `pair`. */
function writeLogWithRoot(x: number, one: 1 | -1): void {
  if (x > ROOT_LARGE) {
    logPair(x, 0, 1, pair);
    return;
  }
  const square = x * x;
  const sum = square + one;
  normalize(sum, sumTail(square, one, sum) + productTail(x, x, square), pair);
  const root = Math.sqrt(pair.high);
  const total = x + root;
  const low = sumTail(x, root, total) + rootTail(pair.high, pair.low, root);
  normalize(total, low, pair);
  logPair(pair.high, pair.low, 0, pair);
}
