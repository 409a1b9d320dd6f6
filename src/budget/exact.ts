import { decimalText } from "../results/decimal.ts";

/** A decimal number of 0 or more, exactly: units / 10^places. */
export interface Exact {
  readonly units: bigint;
  readonly places: number;
}

export const ZERO: Exact = { units: 0n, places: 0 };

/** A number by its shortest decimal form; undefined for a text that is no number of 0 or more. */
export function exact(value: { toString(): string }): Exact | undefined {
  const match = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/.exec(value.toString());
  if (match === null) return undefined;
  const [, whole = "", fraction = "", exponent = "0"] = match;
  const shifted = { units: BigInt(whole + fraction), places: fraction.length - Number(exponent) };
  return shifted.places >= 0 ? shifted : { units: atPlaces(shifted, 0), places: 0 };
}

export function plus(a: Exact, b: Exact): Exact {
  const places = Math.max(a.places, b.places);
  return { units: atPlaces(a, places) + atPlaces(b, places), places };
}

export function times(a: Exact, b: Exact): Exact {
  return { units: a.units * b.units, places: a.places + b.places };
}

/** Positive where `a` is greater, 0 where they are equal. */
export function compareExact(a: Exact, b: Exact): number {
  const difference = differenceOf(a, b).units;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/** a - b, which may be negative. */
export function differenceOf(a: Exact, b: Exact): Exact {
  const places = Math.max(a.places, b.places);
  return { units: atPlaces(a, places) - atPlaces(b, places), places };
}

/** Every digit, no trailing zeros behind the point: `4512000000`, `0.015625`. */
export function exactText({ units, places }: Exact): string {
  return decimalText(units, places);
}

/** The least number with `places` digits behind the point that is not less than a / b. */
export function quotientUp(a: Exact, b: Exact, places: number): Exact {
  const top = a.units * 10n ** BigInt(b.places + places);
  const bottom = b.units * 10n ** BigInt(a.places);
  return { units: (top + bottom - 1n) / bottom, places };
}

function atPlaces({ units, places }: Exact, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - places);
}
