import { readFileSync } from "node:fs";
import type { FloatType } from "../../src/graph/element-type.ts";

type Stored = number | string;
type Case = readonly [input: Stored, code: number];

interface Fixture {
  readonly decode: Readonly<Record<string, readonly Stored[]>>;
  readonly digest: Readonly<Record<string, string>>;
  readonly round: Readonly<Record<string, readonly Case[]>>;
  readonly saturate: Readonly<Record<string, readonly Case[]>>;
  readonly e8m0: Readonly<Record<string, readonly Case[]>>;
}

/** By ml_dtypes 0.6.0, numpy 2.4.6 and exact fractions: fixtures/make/small_floats.py. */
export const SMALL_FLOATS = JSON.parse(
  readFileSync(new URL("../../fixtures/small-floats.json", import.meta.url), "utf8"),
) as Fixture;

export const ROUNDED_TYPES = Object.keys(SMALL_FLOATS.round) as Exclude<FloatType, "f64">[];

/** Inputs whose result differs from the expected code, with both values. */
export function misses(
  cases: readonly Case[],
  rounded: (input: number) => number,
  decode: (code: number) => number,
): string[] {
  return cases.flatMap(([stored, code]) => {
    const got = rounded(Number(stored));
    const expected = decode(code);
    return Object.is(got, expected) ? [] : [`${stored}: ${got} instead of ${expected}`];
  });
}
