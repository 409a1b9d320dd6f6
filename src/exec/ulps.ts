import { type ElementType, type FloatType, isFloat } from "../graph/element-type.ts";
import { floatFormat } from "../graph/float-format.ts";

/**
 * How many numbers of the type lie between two of them: 0 for the same number, also for −0 and +0
 * and for two NaN; infinite between a finite number and one that is not.
 */
export function ulpDistance(type: ElementType, a: number | bigint, b: number | bigint): number {
  if (typeof a === "bigint" || typeof b === "bigint")
    return Math.abs(Number(BigInt(a) - BigInt(b)));
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0;
  if (!isFloat(type)) return Math.abs(a - b);
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Number.POSITIVE_INFINITY;
  const distance = ordinal(type, a) - ordinal(type, b);
  return Number(distance < 0n ? -distance : distance);
}

const scratch = new DataView(new ArrayBuffer(8));

/** Place of a finite number among those of its type; zero has 0. */
function ordinal(type: FloatType, value: number): bigint {
  const { mantissaBits: mantissa, bias } = floatFormat(type);
  const lowest = 1 - bias;
  scratch.setFloat64(0, value);
  const bits = scratch.getBigUint64(0) & 0x7fff_ffff_ffff_ffffn;
  const fromLowest = Number(bits >> 52n) - 1023 - lowest;
  const place =
    fromLowest >= 0
      ? (bits >> BigInt(52 - mantissa)) - (BigInt(lowest + 1022) << BigInt(mantissa))
      : subnormalPlace(Math.abs(value), mantissa - lowest);
  return value < 0 ? -place : place;
}

/** `value` · 2^`scale`, in two steps since the second factor may be beyond the largest number. */
function subnormalPlace(value: number, scale: number): bigint {
  const half = scale >> 1;
  return BigInt(Math.trunc(value * powerOfTwo(half) * powerOfTwo(scale - half)));
}

function powerOfTwo(exponent: number): number {
  scratch.setBigUint64(0, BigInt(exponent + 1023) << 52n);
  return scratch.getFloat64(0);
}
