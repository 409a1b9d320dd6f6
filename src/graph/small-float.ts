import { exponentOf, powerOfTwo } from "./double-bits.ts";
import type { FloatType } from "./element-type.ts";
import { floatFormat } from "./float-format.ts";

/** Which power of two a value between two of them becomes; `nearest` sends ties up. */
export type PowerRounding = "up" | "down" | "nearest";

/** Types that take the general way: neither carried as they are nor powers of two. */
type RoundedType = Exclude<FloatType, "f64" | "f32" | "f8e8m0">;

interface Rounding {
  readonly mantissaBits: number;
  /** Exponent of the smallest normal number. */
  readonly minExponent: number;
  readonly largest: number;
  /** What a positive value beyond the range becomes. */
  readonly overflow: number;
  /** What NaN becomes. */
  readonly nan: number;
  /** What −0 becomes. */
  readonly negativeZero: number;
}

const ROUNDINGS: Readonly<Record<RoundedType, Rounding>> = {
  f16: roundingOf("f16"),
  bf16: roundingOf("bf16"),
  f8e4m3fn: roundingOf("f8e4m3fn"),
  f8e4m3fnuz: roundingOf("f8e4m3fnuz"),
  f8e4m3b11fnuz: roundingOf("f8e4m3b11fnuz"),
  f8e4m3: roundingOf("f8e4m3"),
  f8e5m2: roundingOf("f8e5m2"),
  f8e5m2fnuz: roundingOf("f8e5m2fnuz"),
  f8e3m4: roundingOf("f8e3m4"),
  f6e2m3: roundingOf("f6e2m3"),
  f6e3m2: roundingOf("f6e3m2"),
  f4e2m1: roundingOf("f4e2m1"),
};

/** Ends of f8e8m0. */
const LEAST_POWER = 2 ** -127;
const LARGEST_POWER = 2 ** 127;

/**
 * The value of `type` nearest to a double, ties to even: one rounding, whatever the type.
 *
 * Out of range: infinity where the type has one, else NaN where it has one, else the largest finite
 * value. NaN in a type without NaN becomes −0. f8e8m0: ties go up, values below 2^-127 become that,
 * 0 and negative values are NaN.
 *
 * Source: StableHLO `convert`; ONNX `Cast` with `saturate` 0; NaN in 4 and 6 bits as ONNX's own
 * test cases and ml_dtypes have it (ONNX's prose says the largest value).
 */
export function roundToFloat(type: FloatType, value: number): number {
  switch (type) {
    case "f32":
      return Math.fround(value);
    case "f64":
      return value;
    case "f8e8m0":
      return value > 0 ? roundToE8m0(Math.max(value, LEAST_POWER), "nearest", false) : Number.NaN;
    default:
      return round(ROUNDINGS[type], value);
  }
}

/**
 * {@link roundToFloat}, but types of 8 bits and fewer turn infinities and all that is out of range
 * into the largest finite value. f8e8m0 rounds up, the default of `Cast`.
 *
 * Source: ONNX `Cast` and `QuantizeLinear` with `saturate` 1.
 */
export function saturateToFloat(type: FloatType, value: number): number {
  switch (type) {
    case "f64":
    case "f32":
    case "f16":
    case "bf16":
      return roundToFloat(type, value);
    case "f8e8m0":
      return roundToE8m0(value, "up");
    default: {
      const rounding = ROUNDINGS[type];
      const { largest } = rounding;
      return round(rounding, Math.max(-largest, Math.min(largest, value)));
    }
  }
}

/**
 * A power of two from 2^-127 to 2^127.
 *
 * A result out of that range, and 0, becomes the nearest end; with `saturate` false NaN. Negative
 * values, which ONNX leaves open, are NaN.
 *
 * Source: ONNX `Cast` to FLOAT8E8M0, `round_mode` and `saturate`.
 */
export function roundToE8m0(value: number, mode: PowerRounding, saturate = true): number {
  if (!(value >= 0)) return Number.NaN;
  const power = roundPower(value, mode);
  if (saturate) return Math.max(LEAST_POWER, Math.min(LARGEST_POWER, power));
  return power < LEAST_POWER || power > LARGEST_POWER ? Number.NaN : power;
}

function round(to: Rounding, value: number): number {
  if (!(Math.abs(value) < 2 * to.largest)) return outside(to, value);
  const rounded = nearest(value, to.mantissaBits, to.minExponent);
  if (rounded === 0) return value < 0 || Object.is(value, -0) ? to.negativeZero : 0;
  return Math.abs(rounded) > to.largest ? outside(to, value) : rounded;
}

function outside(to: Rounding, value: number): number {
  return Number.isNaN(value) ? to.nan : Math.sign(value) * to.overflow;
}

/**
 * Nearest number of so many mantissa bits, with no bound above. The anchor is so large that its
 * last bit is the last bit of the result: adding it rounds, subtracting it is exact.
 */
function nearest(value: number, mantissaBits: number, minExponent: number): number {
  const last = Math.max(exponentOf(value), minExponent) - mantissaBits;
  const anchor = 1.5 * powerOfTwo(last + 52);
  return value + anchor - anchor;
}

/** The power of two that a number of 0 and more becomes; subnormal doubles become 0. */
function roundPower(value: number, mode: PowerRounding): number {
  const exponent = exponentOf(value);
  if (exponent > 1023) return value;
  const below = exponent < -1022 ? 0 : powerOfTwo(exponent);
  const stays = mode === "up" ? value === below : mode === "down" || value < 1.5 * below;
  return stays ? below : 2 * below;
}

function roundingOf(type: RoundedType): Rounding {
  const { exponentBits, mantissaBits, bias, largest, infinityCode, nanCode } = floatFormat(type);
  const beyond = nanCode === null ? largest : Number.NaN;
  return {
    mantissaBits,
    minExponent: 1 - bias,
    largest,
    overflow: infinityCode === null ? beyond : Number.POSITIVE_INFINITY,
    nan: nanCode === null ? -0 : Number.NaN,
    negativeZero: nanCode === 1 << (exponentBits + mantissaBits) ? 0 : -0,
  };
}
