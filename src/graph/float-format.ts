import type { FloatType } from "./element-type.ts";

/** How a float type spends its bits: sign, exponent, mantissa, from the highest to the lowest. */
export interface FloatFormat {
  readonly exponentBits: number;
  /** Stored bits; the leading one of a normal number is not stored. */
  readonly mantissaBits: number;
  readonly bias: number;
  /** Largest finite value. */
  readonly largest: number;
  /** Code of +infinity; in these types all codes above it, but for the sign, are NaN. */
  readonly infinityCode: number | null;
  /** Code of the positive quiet NaN; null where no code is NaN. */
  readonly nanCode: number | null;
}

const FORMATS: Readonly<Record<FloatType, FloatFormat>> = {
  f64: ieee(11, 52, 1023),
  f32: ieee(8, 23, 127),
  f16: ieee(5, 10, 15),
  bf16: ieee(8, 7, 127),
  f8e5m2: ieee(5, 2, 15),
  f8e4m3: ieee(4, 3, 7),
  f8e3m4: ieee(3, 4, 3),
  f8e4m3fn: withoutInfinity(4, 3, 7, 448, 0x7f),
  f8e4m3fnuz: withoutInfinity(4, 3, 8, 240, 0x80),
  f8e4m3b11fnuz: withoutInfinity(4, 3, 11, 30, 0x80),
  f8e5m2fnuz: withoutInfinity(5, 2, 16, 57344, 0x80),
  f8e8m0: withoutInfinity(8, 0, 127, 2 ** 127, 0xff),
  f6e2m3: withoutInfinity(2, 3, 1, 7.5, null),
  f6e3m2: withoutInfinity(3, 2, 3, 28, null),
  f4e2m1: withoutInfinity(2, 1, 1, 6, null),
};

/**
 * The format of a float type. f8e8m0 has neither sign nor zero: code c is 2^(c − 127).
 *
 * Source: IEEE 754; StableHLO `f8E3M4`, `f8E4M3`, `f8E4M3FN`, `f8E4M3FNUZ`, `f8E4M3B11FNUZ`,
 * `f8E5M2`, `f8E5M2FNUZ`, `f8E8M0FNU`, `f6E2M3FN`, `f6E3M2FN`, `f4E2M1FN`; OCP Microscaling
 * Formats 1.0.
 */
export function floatFormat(type: FloatType): FloatFormat {
  return FORMATS[type];
}

function ieee(exponentBits: number, mantissaBits: number, bias: number): FloatFormat {
  const largest = (2 - 2 ** -mantissaBits) * 2 ** bias;
  const infinityCode = (2 ** exponentBits - 1) * 2 ** mantissaBits;
  const nanCode = infinityCode + 2 ** (mantissaBits - 1);
  return { exponentBits, mantissaBits, bias, largest, infinityCode, nanCode };
}

function withoutInfinity(
  exponentBits: number,
  mantissaBits: number,
  bias: number,
  largest: number,
  nanCode: number | null,
): FloatFormat {
  return { exponentBits, mantissaBits, bias, largest, infinityCode: null, nanCode };
}
