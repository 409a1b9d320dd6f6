import { existsSync, readFileSync, writeFileSync } from "node:fs";
import {
  countCases,
  equalBy,
  type OpsetRange,
  opsetRanges,
  type Sources,
  type SuiteCounts,
  widened,
} from "./figures.ts";
import type { SuiteResult } from "./suites.ts";

/** What came out when the file was written: counts by suite, equal cases by operator and suite. */
export interface ConformanceRatchet {
  readonly suites: Readonly<Record<string, SuiteCounts>>;
  readonly operators: Readonly<Record<string, Sources>>;
  /** Oldest and newest operator set of an equal case by operator. */
  readonly opsets: Readonly<Record<string, OpsetRange>>;
}

export function readConformance(path: string | URL): ConformanceRatchet {
  return existsSync(path)
    ? JSON.parse(readFileSync(path, "utf8"))
    : { suites: {}, operators: {}, opsets: {} };
}

/** One suite or operator a line. */
export function writeConformance(path: string | URL, ratchet: ConformanceRatchet): void {
  const lines = (entries: object) =>
    Object.entries(entries)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, entry]) => `    ${JSON.stringify(name)}: ${JSON.stringify(entry)}`)
      .join(",\n");
  const parts = (["suites", "operators", "opsets"] as const).map(
    (key) => `  ${JSON.stringify(key)}: {\n${lines(ratchet[key])}\n  }`,
  );
  writeFileSync(path, `{\n${parts.join(",\n")}\n}\n`);
}

/** The ratchet with these results in place of the same suites'; others stay as they were. */
export function withResults(
  before: ConformanceRatchet,
  results: readonly SuiteResult[],
): ConformanceRatchet {
  const names = new Set(results.map(({ name }) => name));
  const equal = equalBy(results, ({ name }) => name);
  const operators: Record<string, Sources> = {};
  for (const operator of [...Object.keys(before.operators), ...equal.keys()]) {
    const kept = Object.entries(before.operators[operator] ?? {}).filter(
      ([name]) => !names.has(name),
    );
    const counts = { ...Object.fromEntries(kept), ...equal.get(operator) };
    if (Object.keys(counts).length > 0) operators[operator] = sorted(counts);
  }
  return {
    suites: {
      ...before.suites,
      ...Object.fromEntries(results.map(({ name, cases }) => [name, countCases(cases)])),
    },
    operators,
    opsets: {
      ...before.opsets,
      ...Object.fromEntries(
        [...opsetRanges(results)].map(([operator, range]) => [
          operator,
          widened(before.opsets[operator], range),
        ]),
      ),
    },
  };
}

function sorted(counts: Sources): Sources {
  return Object.fromEntries(Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What has become worse, and whether something has become better. */
export function compareConformance(
  before: ConformanceRatchet,
  results: readonly SuiteResult[],
): { readonly worse: readonly string[]; readonly better: boolean } {
  const now = withResults(before, results);
  const changes = results.flatMap(({ name }) => suiteChanges(name, before, now));
  return {
    worse: changes.filter(({ by }) => by < 0).map(({ text }) => text),
    better: changes.some(({ by }) => by > 0),
  };
}

interface Change {
  readonly text: string;
  /** Below 0: worse. */
  readonly by: number;
}

function suiteChanges(
  suite: string,
  before: ConformanceRatchet,
  now: ConformanceRatchet,
): readonly Change[] {
  const change = (what: string, was: number, is: number, sign: 1 | -1): Change => ({
    text: `${suite}: ${what}: ${was} before, ${is} now`,
    by: (is - was) * sign,
  });
  const [was, is] = [before.suites[suite], now.suites[suite] as SuiteCounts];
  const counts = was && [
    change("equal or close", was.equal + was.close, is.equal + is.close, 1),
    ...(["different", "unsupported", "failed"] as const).map((key) =>
      change(key, was[key], is[key], -1),
    ),
  ];
  const operators = Object.keys({ ...before.operators, ...now.operators }).map((operator) =>
    change(
      `equal cases of ${operator}`,
      before.operators[operator]?.[suite] ?? 0,
      now.operators[operator]?.[suite] ?? 0,
      1,
    ),
  );
  return [...(counts ?? []), ...operators];
}
