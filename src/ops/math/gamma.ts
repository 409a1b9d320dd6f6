import { logPair } from "./log-pair.ts";
import { createPair, normalize, type Pair, productTail, quotientTail, sumTail } from "./pair.ts";
import { polynomial } from "./polynomial.ts";
import { roundHalfEven } from "./rounding.ts";
import { writeSineOfTurns } from "./trigonometric.ts";

const HALF_LOG_TWO_PI = 0.9189385332046728;
const HALF_LOG_TWO_PI_TAIL = -3.878294158067242e-17;
/** π less the double Math.PI. */
const PI_TAIL = 1.2246467991473532e-16;

/** From here on the series in 1 / x is exact enough. */
const LARGE = 10;
/** 2^52: from here on every double is an integer. */
const ALL_INTEGERS = 4503599627370496;
/** 2^900: from here on only x · (ln x − 1) counts. */
const HUGE = 8.452712498170644e270;
/** 2^-60: below, ln |Γ(x)| is −ln |x|. */
const TINY = 8.673617379884035e-19;

const log = createPair();
const part = createPair();
const result = createPair();

/**
 * The logarithm of the size of the gamma function, ln |Γ(x)|.
 *
 * Error below 2 ulp where x > 0, measured against mpmath; below 0 as well where the result is above
 * 0.05 in size, and 2^-54 beside the zeros there. Infinity at 0, at negative integers and at both
 * infinities.
 */
export function logGamma(x: number): number {
  if (x > 0) {
    if (x === Infinity) return x;
    writePositive(x, result);
    return result.high;
  }
  const size = Math.abs(x);
  if (size < TINY) {
    if (size === 0) return Infinity;
    logPair(size, 0, 0, log);
    return -log.high;
  }
  if (Number.isNaN(x)) return NaN;
  return size >= ALL_INTEGERS || Math.floor(size) === size ? Infinity : reflected(size);
}

/** ln(π / (x · |sin πx|)) − ln Γ(x). */
function reflected(x: number): number {
  writeSineOfTurns(x - roundHalfEven(x), part);
  const sine = Math.abs(part.high);
  const below = x * sine;
  const belowLow = productTail(x, sine, below) + x * (part.high < 0 ? -part.low : part.low);
  const ratio = Math.PI / below;
  logPair(ratio, quotientTail(Math.PI, PI_TAIL, below, belowLow, ratio), 0, part);
  writePositive(x, result);
  const difference = part.high - result.high;
  return difference + (sumTail(part.high, -result.high, difference) + (part.low - result.low));
}

/** Writes ln Γ(x) for a finite x > 0. */
function writePositive(x: number, out: Pair): void {
  if (x < 1.5) writeSmall(x, out);
  else if (x < LARGE) writeModerate(x, out);
  else writeLarge(x, out);
}

/** ln Γ(x) = ln Γ(x + 1) − ln x, and twice below 0.5. */
function writeSmall(x: number, out: Pair): void {
  if (x < 0.5) {
    const product = x * (1 + x);
    const tail = productTail(x, 1 + x, product) + x * sumTail(1, x, 1 + x);
    logPair(product, x < TINY ? 0 : tail, 0, log);
    subtract(x * (1 + x) * nearTwo(x), 0, log, out);
    return;
  }
  const d = x - 1;
  logPair(x, 0, 0, log);
  subtract(d * x * nearTwo(d), 0, log, out);
}

/** ln Γ(x) = ln((x − 1) … (x − n)) + ln Γ(x − n) with x − n from 1.5 to 2.5. */
function writeModerate(x: number, out: Pair): void {
  let [product, tail, rest] = [1, 0, x];
  while (rest >= 2.5) {
    rest -= 1;
    const next = product * rest;
    tail = tail * rest + productTail(product, rest, next);
    product = next;
  }
  const d = rest - 2;
  logPair(product, tail, 0, log);
  log.high = -log.high;
  log.low = -log.low;
  subtract(d * (rest - 1) * nearTwo(d), 0, log, out);
}

/** (x − ½) ln x − x + ½ ln 2π + 1 / 12x − … Source: Stirling's series. */
function writeLarge(x: number, out: Pair): void {
  logPair(x, 0, 0, log);
  if (x > HUGE) {
    normalize(x * (log.high - 1), 0, out);
    return;
  }
  const factor = x - 0.5;
  const product = factor * log.high;
  const tail =
    productTail(factor, log.high, product) + factor * log.low + sumTail(x, -0.5, factor) * log.high;
  const less = product - x;
  const whole = less + HALF_LOG_TWO_PI;
  const low = sumTail(product, -x, less) + sumTail(less, HALF_LOG_TWO_PI, whole) + tail;
  const z = 1 / (x * x);
  normalize(whole, low + (HALF_LOG_TWO_PI_TAIL + polynomial(STIRLING, z) / x), out);
}

/** Writes (a + aLow) − b. */
function subtract(a: number, aLow: number, b: Pair, out: Pair): void {
  const sum = a - b.high;
  normalize(sum, sumTail(a, -b.high, sum) + (aLow - b.low), out);
}

/** B2k / (2k (2k − 1)), k = 1 … 9. */
const STIRLING = Float64Array.of(
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
  43867 / 244188,
);

/** ln Γ(2 + d) / (d (1 + d)) for |d| <= 1/2. Source: make/special_functions.py (Chebyshev). */
function nearTwo(d: number): number {
  return polynomial(NEAR_TWO, d);
}

const NEAR_TWO = Float64Array.of(
  0.42278433509846713,
  -0.10031730167435392,
  0.03296500062115582,
  -0.012384192193371278,
  0.004998641164697409,
  -0.0021081308339558256,
  0.0009153769222452585,
  -0.0004057073975059781,
  0.00018255263928707144,
  -8.309512638530256e-5,
  3.816888524271594e-5,
  -1.7661674694806337e-5,
  8.222238071020326e-6,
  -3.847345550384295e-6,
  1.8077394654188717e-6,
  -8.527884261229183e-7,
  4.054471222644923e-7,
  -1.9247784953296946e-7,
  8.620729474996823e-8,
  -4.1107459074750144e-8,
  2.875130513073484e-8,
  -1.3787731939542836e-8,
);
