import { LosslessNumber } from "lossless-json";

/**
 * A decimal of any size with its digits as they are written: `String(x)` is exact, `Number(x)` the
 * nearest double. In JSON it is a plain number.
 */
export type Decimal = LosslessNumber;

const MICROS_PER_64TH = 15_625n;

/**
 * A count of 64ths as a decimal; six places hold any of them exactly.
 *
 * @param count - how many 64ths, 0 or more
 */
export function decimalFrom64ths(count: bigint): Decimal {
  const places = ((count % 64n) * MICROS_PER_64TH).toString().padStart(6, "0").replace(/0+$/, "");
  const whole = (count / 64n).toString();
  return new LosslessNumber(places === "" ? whole : `${whole}.${places}`);
}
