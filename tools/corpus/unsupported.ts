import { readFileSync, writeFileSync } from "node:fs";
import type { UnsupportedPair } from "../../src/exec/verified-case.ts";

/** Element types of the cases that are not supported, by operator. */
export type UnsupportedList = Readonly<Record<string, readonly string[]>>;

export function readUnsupported(path: string): UnsupportedList {
  return JSON.parse(readFileSync(path, "utf8"));
}

export function writeUnsupported(path: string, list: UnsupportedList): void {
  writeFileSync(path, `${JSON.stringify(list, undefined, 2)}\n`);
}

export function isListed(list: UnsupportedList, { operator, types }: UnsupportedPair): boolean {
  return list[operator]?.includes(types) === true;
}

/** The list of exactly these pairs, in order. */
export function listOf(pairs: readonly UnsupportedPair[]): UnsupportedList {
  const types = new Map<string, Set<string>>();
  for (const pair of pairs) {
    types.set(pair.operator, (types.get(pair.operator) ?? new Set()).add(pair.types));
  }
  return Object.fromEntries(
    [...types]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([operator, set]) => [operator, [...set].toSorted()]),
  );
}

/** Pairs that are listed and were not met any more. */
export function workingNow(
  list: UnsupportedList,
  met: readonly UnsupportedPair[],
): readonly UnsupportedPair[] {
  const left = listOf(met);
  return Object.entries(list)
    .flatMap(([operator, all]) => all.map((types) => ({ operator, types })))
    .filter((pair) => !isListed(left, pair));
}
