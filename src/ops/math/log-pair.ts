import { binaryExponent, powerOfTwo, shiftExponent } from "./double.ts";
import type { Pair } from "./pair.ts";
import { normalize, quotientTail, sumTail } from "./pair.ts";
import { roundHalfEven } from "./rounding.ts";

/** ln 2 in two parts; the first has 41 fraction bits, so that k times it is exact. */
const LN2_HIGH = 0.693147180559663;
const LN2_LOW = 2.8235290563031577e-13;

const FIRST_POINT = 23;

/** ln(j / 32) for j = 23 … 45, the double and its tail. Source: make/elementary_functions.py. */
const LOG_OF_POINT = Float64Array.of(
  -0.33024168687057687,
  1.0828321637483858e-17,
  -0.2876820724517809,
  -2.607160616442564e-17,
  -0.24686007793152578,
  -1.361743371748368e-17,
  -0.2076393647782445,
  -1.2053243216686129e-17,
  -0.16989903679539747,
  4.868008764439071e-19,
  -0.13353139262452263,
  3.664457663660085e-18,
  -0.09844007281325252,
  4.439009633675136e-18,
  -0.06453852113757118,
  6.470486661692933e-18,
  -0.0317486983145803,
  -3.0382263084680858e-18,
  0,
  0,
  0.030771658666753687,
  1.0431732029005968e-18,
  0.06062462181643484,
  2.6424025938726934e-18,
  0.08961215868968714,
  -5.4268129336647135e-18,
  0.11778303565638346,
  -1.1971685747593677e-18,
  0.1451820098444979,
  8.242418783022475e-18,
  0.17185025692665923,
  -6.0224538210113705e-18,
  0.19782574332991987,
  1.2821194372980142e-17,
  0.22314355131420976,
  -9.091270597324799e-18,
  0.24783616390458127,
  -1.2432209578702523e-17,
  0.27193371548364176,
  7.83319637697442e-19,
  0.2954642128938359,
  -2.16461086040599e-17,
  0.3184537311185346,
  2.7114779367326236e-17,
  0.3409265869705932,
  1.7467136443544747e-17,
);

/**
 * Writes ln(m + mLow) to a relative error of 2^-67, m in [√½, √2].
 *
 * With c = j / 32 next to m and s = (m − c) / (m + c): ln m = ln c + 2 (s + s³/3 + s⁵/5 + …),
 * |s| <= 1/90. m − c is exact.
 */
export function logReduced(m: number, mLow: number, out: Pair): void {
  const j = roundHalfEven(m * 32);
  const c = j / 32;
  const n = m - c + mLow;
  const nLow = sumTail(m - c, mLow, n);
  const d = m + c;
  const dLow = sumTail(m, c, d) + mLow;
  const s = n / d;
  const z = s * s;
  const series = z * (2 / 3 + z * (2 / 5 + z * (2 / 7 + z * (2 / 9 + z * (2 / 11)))));
  const tail = 2 * quotientTail(n, nLow, d, dLow, s) + s * series;
  const index = 2 * (j - FIRST_POINT);
  const base = LOG_OF_POINT[index] as number;
  const high = base + 2 * s;
  const low = sumTail(base, 2 * s, high) + tail + (LOG_OF_POINT[index + 1] as number);
  normalize(high, low, out);
}

/**
 * Writes ln((x + xLow) · 2^shift) to a relative error of 2^-67.
 *
 * @param x - positive and finite; xLow is 0 unless 2^-1000 < x < 2^1000
 */
export function logPair(x: number, xLow: number, shift: number, out: Pair): void {
  if (x < 2.2250738585072014e-308) {
    logPair(x * 18014398509481984, 0, shift - 54, out);
    return;
  }
  const exponent = binaryExponent(x);
  const m = shiftExponent(x, -exponent);
  logReduced(m, xLow === 0 ? 0 : xLow * powerOfTwo(-exponent), out);
  const k = exponent + shift;
  const base = k * LN2_HIGH;
  const high = base + out.high;
  const low = sumTail(base, out.high, high) + (out.low + k * LN2_LOW);
  normalize(high, low, out);
}
