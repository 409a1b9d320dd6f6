/**
 * How far a result may be from what is expected. An element is right where it is the same value or
 * where one of the given limits holds; without any limit it must be the same bits.
 */
export interface Rule {
  /** Relative to the expected element; goes together with `atol`: atol + rtol · |expected|. */
  readonly rtol?: number;
  readonly atol?: number;
  /** Units in the last place of the element type; for integers their difference. */
  readonly ulps?: number;
  /** What is nearer than so many units in the last place is not right either. */
  readonly leastUlps?: number;
  /** Relative to the largest expected magnitude of the tensor. */
  readonly peak?: number;
}

/** The rules for one case, and who said so. */
export interface Tolerance {
  readonly floats: Rule;
  readonly integers: Rule;
  /** "given", "index.json", "default". */
  readonly source: string;
}

/** The same bits; any NaN equals any other. */
export const BITWISE: Rule = {};

/** ONNX test folders without an index. */
export const TEST_FOLDER_DEFAULT: Tolerance = {
  floats: { rtol: 1e-3, atol: 1e-7 },
  integers: BITWISE,
  source: "default",
};

/** Other expected files. */
export const GOLDEN_DEFAULT: Tolerance = {
  floats: { peak: 1e-5 },
  integers: BITWISE,
  source: "default",
};

/** What the user says holds for every element type. */
export function givenTolerance(rule: Rule): Tolerance {
  return { floats: rule, integers: rule, source: "given" };
}

/** `rtol 0.001 and atol 1e-7 (default)`; integers are mentioned where they may differ. */
export function describeTolerance({ floats, integers, source }: Tolerance): string {
  const ofIntegers =
    integers === floats || isBitwise(integers) ? "" : `, integers ${describeRule(integers)}`;
  return `${describeRule(floats)}${ofIntegers} (${source})`;
}

export function isBitwise(rule: Rule): boolean {
  return Object.keys(rule).length === 0;
}

function describeRule({ rtol, atol, ulps, leastUlps, peak }: Rule): string {
  const relative = [
    rtol === undefined ? "" : `rtol ${rtol}`,
    atol === undefined ? "" : `atol ${atol}`,
  ].filter((part) => part !== "");
  const parts = [
    relative.join(" and "),
    ulps === undefined ? "" : `${leastUlps === undefined ? "" : `${leastUlps} to `}${ulps} ulps`,
    peak === undefined ? "" : `${peak} of the peak`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "bitwise" : parts.join(" or ");
}
