import { type ElementType, isFloat } from "../graph/element-type.ts";
import type { Tensor } from "../graph/tensor.ts";
import { equalShapes, formatType } from "../graph/tensor-type.ts";
import { formatElement } from "./format-element.ts";
import { isBitwise, type Rule, type Tolerance } from "./tolerance.ts";
import { ulpDistance } from "./ulps.ts";

/** An element that is not right. */
export interface ElementDifference {
  readonly index: readonly number[];
  readonly expected: string;
  readonly got: string;
}

export interface Comparison {
  readonly equal: boolean;
  /** In the element type; infinite beside a NaN or an infinity that is not expected. */
  readonly maxUlps: number;
  readonly maxAbs: number;
  /** How many elements are not right. */
  readonly count: number;
  readonly first?: ElementDifference;
  /** Where the tensors cannot be compared element by element. */
  readonly reason?: string;
}

/** Compares two tensors element by element; within the tolerance they are equal. */
export function compareTensors(expected: Tensor, got: Tensor, tolerance: Tolerance): Comparison {
  const { element, shape } = expected.type;
  if (element !== got.type.element || !equalShapes(shape, got.type.shape)) {
    return {
      equal: false,
      maxUlps: Number.POSITIVE_INFINITY,
      maxAbs: Number.POSITIVE_INFINITY,
      count: 0,
      reason: `expected ${formatType(expected.type)}, got ${formatType(got.type)}`,
    };
  }
  const rule = isFloat(element) ? tolerance.floats : tolerance.integers;
  const isRight = elementRule(rule, expected);
  const { leastUlps = 0 } = rule;
  let maxUlps = 0;
  let maxAbs = 0;
  let count = 0;
  let first: ElementDifference | undefined;
  for (let i = 0; i < expected.data.length; i++) {
    const want = expected.data[i] as number | bigint;
    const have = got.data[i] as number | bigint;
    if (leastUlps === 0 && Object.is(want, have)) continue;
    const ulps = ulpDistance(element, want, have);
    const abs = absoluteDifference(want, have);
    maxUlps = Math.max(maxUlps, ulps);
    maxAbs = Math.max(maxAbs, abs);
    if (isRight(want, have, abs, ulps)) continue;
    count++;
    first ??= difference(element, shape, i, want, have);
  }
  return {
    equal: count === 0,
    maxUlps,
    maxAbs,
    count,
    ...(first === undefined ? {} : { first }),
  };
}

type ElementRule = (
  want: number | bigint,
  have: number | bigint,
  abs: number,
  ulps: number,
) => boolean;

/** Decides elements that differ in some bit. */
function elementRule(rule: Rule, expected: Tensor): ElementRule {
  if (isBitwise(rule)) return () => false;
  const { rtol = 0, atol = 0, ulps: mostUlps = 0, leastUlps = 0, peak = 0 } = rule;
  const ofPeak = peak === 0 ? 0 : peak * largestMagnitude(expected);
  return (want, have, abs, ulps) => {
    if (ulps < leastUlps) return false;
    if (abs === 0) return true;
    if (!Number.isFinite(Number(want)) || !Number.isFinite(Number(have))) return false;
    return abs <= atol + rtol * Math.abs(Number(want)) || ulps <= mostUlps || abs <= ofPeak;
  };
}

function absoluteDifference(want: number | bigint, have: number | bigint): number {
  if (want === have) return 0;
  if (typeof want === "bigint" || typeof have === "bigint") {
    return Math.abs(Number(BigInt(want) - BigInt(have)));
  }
  const difference = Math.abs(want - have);
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}

/** Largest finite magnitude, 0 for a tensor without elements. */
function largestMagnitude({ data }: Tensor): number {
  let largest = 0;
  for (let i = 0; i < data.length; i++) {
    const magnitude = Math.abs(Number(data[i]));
    if (magnitude > largest && magnitude < Number.POSITIVE_INFINITY) largest = magnitude;
  }
  return largest;
}

function difference(
  element: ElementType,
  shape: readonly number[],
  place: number,
  want: number | bigint,
  have: number | bigint,
): ElementDifference {
  const index: number[] = [];
  let rest = place;
  for (const size of shape.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return { index, expected: formatElement(element, want), got: formatElement(element, have) };
}
