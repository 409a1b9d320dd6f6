import { integerParts } from "./double.ts";
import type { Pair } from "./pair.ts";
import { normalize, productTail, sumTail } from "./pair.ts";
import { roundHalfEven } from "./rounding.ts";

const QUARTER_PI = 0.7853981633974483;
const TWO_OVER_PI = 0.6366197723675814;
const HALF_PI = 1.5707963267948966;
const HALF_PI_TAIL = 6.123233995736766e-17;

/** π/2 in four parts; the first three have 33 bits, so that k < 2^20 times each is exact. */
const PART_1 = 1.5707963267341256;
const PART_2 = 6.077100506303966e-11;
const PART_3 = 2.0222662487111665e-21;
const PART_4 = 8.4784276603689e-32;

const LARGE = 1048576;

/** floor(2^1280 · 2/π). Source: make/elementary_functions.py. */
const TWO_OVER_PI_DIGITS = BigInt(
  "0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e0" +
    "06492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639835339f4" +
    "9c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d" +
    "7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6babf0cfbc209af4361d",
);
const DIGITS = 1280;

/** Fraction bits kept of x · 2/π: 53 of x, 62 lost at worst to cancellation, the rest to spare. */
const KEPT = 256;
const KEPT_UNIT = 8.636168555094445e-78;
const MODULO_FOUR = (1n << BigInt(KEPT + 2)) - 1n;
const ONE_HALF = 1n << BigInt(KEPT - 1);

/**
 * Writes the angle x − q · π/2, at most π/4 (+ 2^-30) in size, to a relative error of 2^-70.
 *
 * @param x - finite
 * @returns q modulo 4, from 0 to 3
 */
export function reduceAngle(x: number, out: Pair): number {
  const size = Math.abs(x);
  if (size <= QUARTER_PI) {
    out.high = x;
    out.low = 0;
    return 0;
  }
  if (size < LARGE) return reduceModerate(x, out);
  const quarter = reduceLarge(size, out);
  if (x > 0) return quarter;
  out.high = -out.high;
  out.low = -out.low;
  return -quarter & 3;
}

/** Source: Cody and Waite, Software Manual for the Elementary Functions (1980). */
function reduceModerate(x: number, out: Pair): number {
  const q = roundHalfEven(x * TWO_OVER_PI);
  const first = x - q * PART_1;
  const second = first - q * PART_2;
  const third = second - q * PART_3;
  const tail =
    sumTail(first, -q * PART_2, second) + sumTail(second, -q * PART_3, third) - q * PART_4;
  normalize(third, tail, out);
  return q & 3;
}

/**
 * Left out are the bits of 2/π whose product with x is a multiple of 4, and what lies below 2^-256.
 *
 * Source: Payne and Hanek, Radian reduction for trigonometric functions (1983).
 */
function reduceLarge(x: number, out: Pair): number {
  const { mantissa, exponent } = integerParts(x);
  const digits = (TWO_OVER_PI_DIGITS >> BigInt(DIGITS - exponent - KEPT)) & MODULO_FOUR;
  const turns = (digits * mantissa) & MODULO_FOUR;
  const quarter = (turns + ONE_HALF) >> BigInt(KEPT);
  const fraction = turns - (quarter << BigInt(KEPT));
  const rounded = Number(fraction);
  const high = rounded * KEPT_UNIT;
  const low = Number(fraction - BigInt(rounded)) * KEPT_UNIT;
  const angle = high * HALF_PI;
  const tail = productTail(high, HALF_PI, angle) + (low * HALF_PI + high * HALF_PI_TAIL);
  normalize(angle, tail, out);
  return Number(quarter) & 3;
}
