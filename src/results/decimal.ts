import { LosslessNumber } from "lossless-json";

/**
 * A decimal of any size with its digits as they are written: `String(x)` is exact, `Number(x)` the
 * nearest double. In JSON it is a plain number.
 */
export type Decimal = LosslessNumber;

const MICROS_PER_64TH = 15_625n;

/** units / 10^places with every digit, no trailing zeros behind the point: `0.015625`. */
export function decimalText(units: bigint, places: number): string {
  const sign = units < 0n ? "-" : "";
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, "");
  return sign + (fraction === "" ? whole : `${whole}.${fraction}`);
}

/**
 * A count of 64ths as a decimal; six places hold any of them exactly.
 *
 * @param count - how many 64ths, 0 or more
 */
export function decimalFrom64ths(count: bigint): Decimal {
  return new LosslessNumber(decimalText(count * MICROS_PER_64TH, 6));
}
