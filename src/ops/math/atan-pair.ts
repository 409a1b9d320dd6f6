import type { Pair } from "./pair.ts";
import { normalize, productTail, quotientTail, sumTail } from "./pair.ts";
import { roundHalfEven } from "./rounding.ts";

const HALF_PI = 1.5707963267948966;
const HALF_PI_TAIL = 6.123233995736766e-17;

/** 2^-40: below, atan q is q. */
const TINY = 9.094947017729282e-13;

/** atan(j / 8) for j = 0 … 8, the double and its tail. Source: make/elementary_functions.py. */
const ATAN_OF_POINT = Float64Array.of(
  0,
  0,
  0.12435499454676144,
  -3.1253241424539383e-18,
  0.24497866312686414,
  1.0698755618734451e-17,
  0.35877067027057225,
  -2.4623815582638635e-17,
  0.4636476090008061,
  2.2698777452961687e-17,
  0.5585993153435624,
  -5.4556305485916264e-18,
  0.6435011087932844,
  1.5834785051444286e-17,
  0.7188299996216245,
  -2.1478388444456983e-17,
  0.7853981633974483,
  3.061616997868383e-17,
);

/**
 * Writes the angle of the point (d, n) = (d.high + d.low, n.high + n.low), in [0, π/2], to a
 * relative error of 2^-59.
 *
 * Beyond the diagonal it is π/2 less the mirrored angle.
 *
 * @param n, d - not negative; the larger of them between 2^-800 and 2^900
 */
export function anglePair(n: number, nLow: number, d: number, dLow: number, out: Pair): void {
  if (n <= d) {
    atanPair(n, nLow, d, dLow, out);
    return;
  }
  atanPair(d, dLow, n, nLow, out);
  const high = HALF_PI - out.high;
  const low = sumTail(HALF_PI, -out.high, high) + (HALF_PI_TAIL - out.low);
  normalize(high, low, out);
}

/**
 * With q = n / d <= 1, c = j / 8 next to it and t = (q − c) / (1 + q c):
 * atan q = atan c + t − t³/3 + …, |t| <= 1/16. q − c is exact.
 */
function atanPair(n: number, nLow: number, d: number, dLow: number, out: Pair): void {
  const q = n / d;
  if (q < TINY) {
    out.high = q;
    out.low = 0;
    return;
  }
  const qLow = quotientTail(n, nLow, d, dLow, q);
  const j = roundHalfEven(q * 8);
  const c = j / 8;
  const cq = c * q;
  const below = 1 + cq;
  const belowLow = sumTail(1, cq, below) + (productTail(c, q, cq) + c * qLow);
  const above = q - c + qLow;
  const t = above / below;
  const tLow = quotientTail(above, sumTail(q - c, qLow, above), below, belowLow, t);
  const base = ATAN_OF_POINT[2 * j] as number;
  const baseLow = ATAN_OF_POINT[2 * j + 1] as number;
  const high = base + t;
  normalize(high, sumTail(base, t, high) + (t * atanSeries(t * t) + (tLow + baseLow)), out);
}

/** atan(t) / t − 1 = −z/3 + z²/5 − …, z = t² <= 1/256. */
function atanSeries(z: number): number {
  const far = -1 / 11 + z * (1 / 13 + z * (-1 / 15 + z * (1 / 17)));
  return z * (-1 / 3 + z * (1 / 5 + z * (-1 / 7 + z * (1 / 9 + z * far))));
}
