import { isLosslessNumber } from "lossless-json";
import { oneOf } from "../results/names.ts";
import { type JsonDocument, refuse, shown } from "./json-document.ts";
import type { Path } from "./json-places.ts";

/** Reads one value of a document, or refuses it. */
export type Reader<T> = (value: unknown, path: Path, document: JsonDocument) => T;

export type Entries = Readonly<Record<string, unknown>>;

export const text: Reader<string> = (value, path, document) => {
  if (typeof value === "string" && value !== "") return value;
  return refuse(document, path, "a text", shown(value));
};

export const flag: Reader<boolean> = (value, path, document) => {
  if (typeof value === "boolean") return value;
  return refuse(document, path, "true or false", shown(value));
};

export const wholeNumber: Reader<number> = (value, path, document) => {
  const number = isLosslessNumber(value) ? Number(value) : Number.NaN;
  if (Number.isSafeInteger(number) && number >= 0) return number;
  return refuse(document, path, "a whole number", shown(value));
};

export const anyNumber: Reader<number> = (value, path, document) => {
  const number = isLosslessNumber(value) ? Number(value) : Number.NaN;
  if (Number.isFinite(number)) return number;
  return refuse(document, path, "a number", shown(value));
};

export function oneText<T extends string>(choices: readonly T[]): Reader<T> {
  return (value, path, document) => {
    if (choices.includes(value as T)) return value as T;
    return refuse(document, path, choices.join(" or "), shown(value));
  };
}

export function listOf<T>(read: Reader<T>): Reader<readonly T[]> {
  return (value, path, document) => {
    if (!Array.isArray(value)) return refuse(document, path, "a list", shown(value));
    return value.map((item, i) => read(item, [...path, i], document));
  };
}

/** Values by names that somebody chose. */
export function namedValues<T>(read: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (value, path, document) =>
    Object.fromEntries(
      Object.entries(entriesOf(value, path, document)).map(([name, item]) => [
        name,
        read(item, [...path, name], document),
      ]),
    );
}

/** An object that has these keys and no others; one that is not known gets its nearest. */
export function knownEntries(
  value: unknown,
  path: Path,
  document: JsonDocument,
  keys: readonly string[],
): Entries {
  const entries = entriesOf(value, path, document);
  const unknown = Object.keys(entries).find((key) => !keys.includes(key));
  if (unknown === undefined) return entries;
  const at = [...path, unknown];
  return refuse(document, at, oneOf(keys, unknown), "a key that is not known");
}

/** Any object. */
export const entriesOf: Reader<Entries> = (value, path, document) => {
  const isObject = typeof value === "object" && value !== null;
  if (isObject && !Array.isArray(value) && !isLosslessNumber(value)) return value as Entries;
  return refuse(document, path, "an object", shown(value));
};

/** `{ [key]: value }` read by `read` where the key is there, else nothing. */
export function optional<K extends string, T>(
  entries: Entries,
  key: K,
  read: Reader<T>,
  path: Path,
  document: JsonDocument,
): { readonly [P in K]?: T } {
  if (!Object.hasOwn(entries, key)) return {};
  return { [key]: read(entries[key], [...path, key], document) } as { readonly [P in K]?: T };
}
