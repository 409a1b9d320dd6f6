import { isInteger, isLosslessNumber } from "lossless-json";
import type { Decimal } from "../results/decimal.ts";
import type { Convention, TotalKey, Totals } from "../results/score-result.ts";
import { anyNumber, entriesOf, listOf, namedValues, oneText, type Reader } from "./checks.ts";
import { refuse, shown } from "./json-document.ts";

// By hand, not by zod, which users do not have.

export const count: Reader<bigint> = (value, path, document) => {
  const text = isLosslessNumber(value) ? value.value : "";
  if (isInteger(text) && !text.startsWith("-")) return BigInt(text);
  return refuse(document, path, "a whole number", shown(value));
};

export const decimal: Reader<Decimal> = (value, path, document) => {
  if (isLosslessNumber(value) && /^\d+(\.\d{1,6})?$/.test(value.value)) return value;
  return refuse(document, path, "a number of at most six decimal places", shown(value));
};

export const anyText: Reader<string> = (value, path, document) => {
  if (typeof value === "string") return value;
  return refuse(document, path, "a text", shown(value));
};

export function orNull<T>(read: Reader<T>): Reader<T | null> {
  return (value, path, document) => (value === null ? null : read(value, path, document));
}

type Readers<T> = { readonly [K in keyof T]-?: Reader<Exclude<T[K], undefined>> };

/** An object of these keys; `optional` ones may be absent, others are skipped. */
export function fields<T extends object>(
  readers: Readers<T>,
  optional: readonly (keyof T)[] = [],
): Reader<T> {
  return (value, path, document) => {
    const entries = entriesOf(value, path, document);
    const pairs = Object.entries<Reader<unknown>>(readers).flatMap(([key, read]) => {
      const at = [...path, key];
      if (Object.hasOwn(entries, key)) return [[key, read(entries[key], at, document)]];
      if (optional.includes(key as keyof T)) return [];
      return refuse(document, at, "a value", "none");
    });
    return Object.fromEntries(pairs) as T;
  };
}

const energy = orNull(anyNumber);

export const totals = fields<Totals>({
  macs: count,
  ace: count,
  cpu64: decimal,
  weightCount: count,
  weightBits: count,
  storedBits: count,
  storedBitsBf16: count,
  elementwise: namedValues(count) as Reader<Totals["elementwise"]>,
  energyPj: fields<Totals["energyPj"]>({ "45nm": energy, "7nm": energy }),
  peakActivationBytes: count,
  peakActivationBytesProven: count,
});

export const totalKeys = listOf(anyText) as Reader<readonly TotalKey[]>;

export const convention = oneText<Convention>(["pokebnn", "native"]);
