import { compareExact, type Exact, exact, exactText, quotientUp, times } from "./exact.ts";

/** What a limit is measured in: a metric's unit, `%`, or `width` for bits of an operand. */
export type Unit = "" | "bit" | "byte" | "pJ" | "width" | "%";

type Factors = Readonly<Record<string, bigint>>;

const DECIMAL: Factors = { k: 10n ** 3n, M: 10n ** 6n, G: 10n ** 9n, T: 10n ** 12n };
const BYTES: Factors = {
  B: 1n,
  kB: 10n ** 3n,
  MB: 10n ** 6n,
  GB: 10n ** 9n,
  TB: 10n ** 12n,
  KiB: 2n ** 10n,
  MiB: 2n ** 20n,
  GiB: 2n ** 30n,
  TiB: 2n ** 40n,
};
const JOULES: Factors = { pJ: 1n, nJ: 10n ** 3n, uJ: 10n ** 6n, mJ: 10n ** 9n };

/** Suffixes of each unit, in that unit; a number without one is in the unit itself. */
const FACTORS: Readonly<Record<Unit, Factors>> = {
  "": DECIMAL,
  bit: Object.fromEntries(Object.entries(BYTES).map(([name, bytes]) => [name, bytes * 8n])),
  byte: BYTES,
  pJ: JOULES,
  width: {},
  "%": { "%": 1n },
};

/** What a limit in this unit must look like, in words. */
export const EXPECTED: Readonly<Record<Unit, string>> = {
  "": "a count such as 4.3G (k, M, G, T)",
  bit: "a size such as 7MB (B, kB, MB, GB, KiB, MiB, GiB) or a number of bits",
  byte: "a size such as 7MB (B, kB, MB, GB, KiB, MiB, GiB) or a number of bytes",
  pJ: "an energy such as 3.2uJ (pJ, nJ, uJ, mJ) or a number of picojoules",
  width: "a whole number of bits",
  "%": "a percentage such as 2%",
};

const AMOUNT = /^(\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)\s*([A-Za-zµ%]*)$/;

/**
 * A limit in its unit: `7MB` of the unit bit is 56,000,000.
 *
 * @returns undefined for what is no such limit
 */
export function parseAmount(text: string, unit: Unit): Exact | undefined {
  const [, digits = "", suffix = ""] = AMOUNT.exec(text.trim()) ?? [];
  const amount = exact(digits);
  if (amount === undefined) return undefined;
  if (unit === "width" && amount.places > 0) return undefined;
  if (suffix === "") return unit === "%" ? undefined : amount;
  const factors = FACTORS[unit];
  if (!Object.hasOwn(factors, suffix)) return undefined;
  return times(amount, { units: factors[suffix] as bigint, places: 0 });
}

/** What may have been meant by a text that is no limit in this unit: `4.3G` for `4.3 GB`. */
export function nearestAmount(text: string, unit: Unit): string | undefined {
  const [, digits, suffix = ""] = AMOUNT.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const bare = suffix.toLowerCase().replace(/(i?b|ops?|ace)$/, "");
  const near = Object.keys(FACTORS[unit]).find((name) => {
    const lower = name.toLowerCase();
    return lower === suffix.toLowerCase() || lower === bare || lower === `${bare}b`;
  });
  return near === undefined ? undefined : digits + near;
}

/** Why a text of another unit is refused, where that can be said. */
export function otherUnit(text: string, unit: Unit): string | undefined {
  const suffix = AMOUNT.exec(text.trim())?.[2] ?? "";
  if (suffix === "") return undefined;
  if (suffix === "%") return "a percentage";
  if (unit !== "bit" && unit !== "byte" && Object.hasOwn(BYTES, suffix)) return "a size in bytes";
  if (unit !== "" && Object.hasOwn(DECIMAL, suffix)) return "a count";
  if (unit !== "pJ" && Object.hasOwn(JOULES, suffix)) return "an energy";
  return undefined;
}

/** Decimal suffixes, the greatest first: what a limit is proposed in. */
const PROPOSED: Readonly<Record<Unit, readonly string[]>> = {
  "": ["T", "G", "M", "k"],
  bit: ["GB", "MB", "kB", "B"],
  byte: ["GB", "MB", "kB", "B"],
  pJ: ["mJ", "uJ", "nJ", "pJ"],
  width: [],
  "%": ["%"],
};

/** A limit of about four digits that `amount` just keeps: `4.513G` for 4,512,345,678. */
export function roundedUp(amount: Exact, unit: Unit): string {
  const factors = FACTORS[unit];
  const suffix = PROPOSED[unit].find(
    (name) => compareExact(amount, { units: factors[name] as bigint, places: 0 }) >= 0,
  );
  if (suffix === undefined) return exactText(amount);
  const scaled = { units: factors[suffix] as bigint, places: 0 };
  const whole = quotientUp(amount, scaled, 0).units.toString().length;
  return exactText(quotientUp(amount, scaled, Math.max(0, 4 - whole))) + suffix;
}
