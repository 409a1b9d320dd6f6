import { LosslessNumber } from "lossless-json";
import type { Decimal } from "../results/decimal.ts";
import { grouped } from "../results/grouped.ts";
import { differenceOf, type Exact, exactText, quotientUp } from "./exact.ts";
import type { Unit } from "./units.ts";

/** An amount as results have it. */
export function decimal(amount: Exact): Decimal {
  return new LosslessNumber(exactText(amount));
}

const UNITS: Readonly<Record<Unit, string>> = {
  "": "",
  bit: " bits",
  byte: " bytes",
  pJ: " pJ",
  width: " bits",
  "%": "%",
};

/** Every digit in groups of three, and the unit: `4,512,000,000`, `56,000,000 bits`. */
export function spelled(amount: Exact, unit: Unit): string {
  const number = grouped(exactText(amount));
  return number + (number === "1" ? UNITS[unit].replace(/s$/, "") : UNITS[unit]);
}

/** a / b in percent with at most two places, never less than it is; undefined where b is 0. */
export function percentOf(a: Exact, b: Exact): string | undefined {
  if (b.units === 0n) return undefined;
  return `${exactText(quotientUp({ units: a.units * 100n, places: a.places }, b, 2))}%`;
}

/** By how much a is more than b, in percent of b. */
export function excess(a: Exact, b: Exact): string | undefined {
  return percentOf(differenceOf(a, b), b);
}
