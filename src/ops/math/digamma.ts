import { logPair } from "./log-pair.ts";
import { createPair, quotientTail, sumTail } from "./pair.ts";
import { polynomial } from "./polynomial.ts";
import { roundHalfEven } from "./rounding.ts";
import { writeCosineOfTurns, writeSineOfTurns } from "./trigonometric.ts";

/** The zero of ψ above 0, the double and its tail. Source: make/special_functions.py. */
const ROOT = 1.4616321449683622;
const ROOT_TAIL = 9.549995429965697e-17;
/** From here on the series in 1 / x is exact enough. */
const LARGE = 10;
/** 2^52: from here on every double is an integer. */
const ALL_INTEGERS = 4503599627370496;

/** 2^-60: below, ψ(x) is −1 / x. */
const TINY = 8.673617379884035e-19;

const log = createPair();
const sine = createPair();
const cosine = createPair();

/** A sum that keeps what its additions lose. */
const sum = { high: 0, low: 0 };

function start(value: number): void {
  sum.high = value;
  sum.low = 0;
}

function include(value: number, low = 0): void {
  const total = sum.high + value;
  sum.low += sumTail(sum.high, value, total) + low;
  sum.high = total;
}

/** Adds sign / (d + dLow). */
function includeInverse(sign: 1 | -1, d: number, dLow = 0): void {
  const quotient = sign / d;
  include(quotient, quotientTail(sign, 0, d, dLow, quotient));
}

/**
 * The derivative of ln Γ(x).
 *
 * Error below 2 ulp where x > 0, measured against mpmath, and below 3 ulp below 0 where the result is
 * above 0.5 in size; 2^-51 beside the zeros there. NaN at 0, at negative integers and at −Infinity,
 * as XLA has it.
 */
export function digamma(x: number): number {
  if (x === Infinity) return x;
  if (x > -1) {
    if (Math.abs(x) < TINY) return x === 0 ? NaN : -1 / x;
    writePositiveOrNear(x);
    return sum.high + sum.low;
  }
  const size = Math.abs(x);
  if (!(size < ALL_INTEGERS) || Math.floor(size) === size) return NaN;
  writePositiveOrNear(size);
  includeInverse(1, size);
  const turns = size - roundHalfEven(size);
  writeSineOfTurns(turns, sine);
  writeCosineOfTurns(turns, cosine);
  const cotangent = (Math.PI * cosine.high) / sine.high;
  include(cotangent);
  return sum.high + sum.low;
}

/** ψ(x) for x > −1: shifted into [1, 2], or by the series. */
function writePositiveOrNear(x: number): void {
  if (x >= LARGE) {
    writeLarge(x);
    return;
  }
  let rest = x;
  let steps = 0;
  while (rest > 2) {
    rest -= 1;
    steps++;
  }
  const raised = rest < 0 ? 2 : rest < 1 ? 1 : 0;
  start(0);
  if (raised > 0) includeInverse(-1, rest);
  if (raised > 1) includeInverse(-1, 1 + rest, sumTail(1, rest, 1 + rest));
  const fromRoot = rest - (ROOT - raised) - ROOT_TAIL;
  include(fromRoot * polynomial(SLOPE, rest - (1.5 - raised)));
  for (let k = 0; k < steps; k++) includeInverse(1, rest + k);
}

/** ln x − 1 / 2x − 1 / 12x² + … */
function writeLarge(x: number): void {
  logPair(x, 0, 0, log);
  start(log.high);
  sum.low = log.low;
  const inverse = 1 / x;
  include(-0.5 * inverse);
  const z = inverse * inverse;
  include(-z * polynomial(SERIES, z));
}

/** B2k / 2k, k = 1 … 9. */
const SERIES = Float64Array.of(
  1 / 12,
  -1 / 120,
  1 / 252,
  -1 / 240,
  1 / 132,
  -691 / 32760,
  1 / 12,
  -3617 / 8160,
  43867 / 14364,
);

/** ψ(x) / (x − root) in x − 3/2, |x − 3/2| <= 1/2. Source: make/special_functions.py (Chebyshev). */
const SLOPE = Float64Array.of(
  0.9510558760318328,
  -0.42362742128146047,
  0.24054248424078736,
  -0.14840492305391761,
  0.09498872445283,
  -0.06192213327165706,
  0.04076083394462657,
  -0.02697579684427536,
  0.017907248195969127,
  -0.011908215172584002,
  0.007927024067961237,
  -0.00528001782089874,
  0.0035180800751066694,
  -0.002344650082351321,
  0.0015635679757533885,
  -0.001042261556504223,
  0.0006899717801166841,
  -0.0004599625144612576,
  0.0003268068044141764,
  -0.0002178682145501451,
  9.173383289174792e-5,
  -6.11554261750751e-5,
  0.00012230983055406747,
  -8.153978973309418e-5,
);
