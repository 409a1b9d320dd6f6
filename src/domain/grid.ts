import type { Interval } from "./interval.ts";
import { codeCount, type Grid, MOST_FOUND_CODES, type ValueSet } from "./value-set.ts";
import { isEverywhere, unitedAxes, type Varying, type VaryingAxis } from "./varying.ts";

/** Values closer than this, relative to the largest magnitude, are one value. */
const SAME = 1e-6;
/** Values that differ by more, relative to themselves, are two where nothing larger is beside them. */
const OWN = 4 * SAME;
/** Longest list of values that are told apart without being even. */
const MOST_LEVELS = 256;

/** True where every value of the grid is a known number. */
export function isAbsolute({ factor, shift, opaque }: Grid): boolean {
  return factor === undefined && shift === undefined && opaque === undefined;
}

/** The value of a code before factor and shift. */
export function innerValue(grid: Grid, code: number): number {
  return grid.levels?.[code - grid.lo] ?? grid.step * code + grid.origin;
}

/** The values of all codes before factor and shift, ascending. */
export function innerValues(grid: Grid): number[] {
  return Array.from({ length: codeCount(grid) }, (_, i) => innerValue(grid, grid.lo + i));
}

/** Smallest and largest value before factor and shift. */
export function innerInterval(grid: Grid): Interval {
  return { lo: innerValue(grid, grid.lo), hi: innerValue(grid, grid.hi) };
}

/** Whether a value lies on a grid, factor and shift aside. */
export function isOn(grid: Grid, value: number): boolean {
  const slack = SAME * Math.max(Math.abs(value), grid.step);
  if (grid.levels !== undefined) {
    return grid.levels.some((level) => Math.abs(level - value) <= slack);
  }
  const code = Math.round((value - grid.origin) / grid.step);
  return code >= grid.lo && code <= grid.hi && Math.abs(innerValue(grid, code) - value) <= slack;
}

/** The numbers that are told apart, ascending. */
function distinct(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  const slack = SAME * Math.max(Math.abs(sorted[0] ?? 0), Math.abs(sorted.at(-1) ?? 0));
  const kept: number[] = [];
  for (const value of sorted) {
    if (kept.length === 0 || value - (kept.at(-1) as number) > slack) kept.push(value);
  }
  return kept;
}

/**
 * True where values that differ by their own magnitude are one value beside the largest. The rounding
 * of what cancels looks so, but so do numbers that a clip brings to light.
 */
export function blurs(values: readonly number[]): boolean {
  const sorted = Float64Array.from(values).sort();
  let kept = sorted[0] ?? 0;
  const slack = SAME * Math.max(Math.abs(kept), Math.abs(sorted.at(-1) ?? 0));
  for (const value of sorted) {
    const gap = value - kept;
    if (gap > slack) kept = value;
    else if (gap > OWN * Math.max(Math.abs(value), Math.abs(kept))) return true;
  }
  return false;
}

/** The grid or list that holds just these values; undefined where they are too many or infinite. */
export function fitted(values: readonly number[]): Grid | undefined {
  if (!values.every(Number.isFinite)) return undefined;
  const kept = distinct(values);
  const [least] = kept;
  const most = kept.at(-1);
  if (least === undefined || most === undefined || !Number.isFinite(most - least)) {
    return undefined;
  }
  if (kept.length === 1) return { lo: 0, hi: 0, step: 1, origin: least };
  const gap = smallestGap(kept);
  const spanned = Math.round((most - least) / gap) + 1;
  const even = spanned <= MOST_FOUND_CODES && isEven(kept, gap);
  const exactGap = (most - least) / (spanned - 1);
  if (even && spanned === kept.length) return evenGrid(least, exactGap, spanned);
  if (kept.length <= MOST_LEVELS) {
    return { lo: 0, hi: kept.length - 1, step: 1, origin: 0, levels: kept };
  }
  return even ? evenGrid(least, exactGap, spanned) : undefined;
}

function smallestGap(ascending: readonly number[]): number {
  let gap = Number.POSITIVE_INFINITY;
  for (let i = 1; i < ascending.length; i++) {
    gap = Math.min(gap, (ascending[i] as number) - (ascending[i - 1] as number));
  }
  return gap;
}

function isEven(ascending: readonly number[], gap: number): boolean {
  const [least] = ascending as [number];
  return ascending.every((value) => {
    const code = (value - least) / gap;
    return Math.abs(code - Math.round(code)) <= 1e-4;
  });
}

/** Codes count from the value 0 where it is one of them, up to rounding; else from the least value. */
export function evenGrid(least: number, step: number, count: number): Grid {
  const first = least / step;
  if (Number.isInteger(first)) return { lo: first, hi: first + count - 1, step, origin: 0 };
  const below = Math.round(-first);
  const holdsZero = below >= 0 && below < count && Math.abs(least + below * step) <= SAME * step;
  return holdsZero
    ? { lo: 0 - below, hi: count - 1 - below, step, origin: 0 }
    : { lo: 0, hi: count - 1, step, origin: least };
}

/** Everything that varies in a grid. */
export function varyings({ factor, shift, opaque }: Grid): readonly Varying[] {
  return [factor, shift, opaque].filter((part) => part !== undefined);
}

/** The axes along which the values of the codes vary. */
export function varyingAxes(grid: Grid): readonly VaryingAxis[] {
  return varyings(grid).reduce<readonly VaryingAxis[]>(
    (axes, part) => unitedAxes(axes, part.axes),
    [],
  );
}

/** The set without what was known of its codes; the bounds stay. */
export function withoutGrid(set: ValueSet): ValueSet {
  const { carrier, interval, zeroCommon, proof } = set;
  return {
    carrier,
    interval,
    ...(zeroCommon === true ? { zeroCommon } : {}),
    status: "assumed",
    proof,
  };
}

/**
 * A grid whose values vary along every axis says nothing: dropped, unless codes that come from
 * run-time data meet stored numbers, or batch normalization on [1, C] would depend on the batch.
 */
export function settled(set: ValueSet, shape: readonly number[], codesStored: boolean): ValueSet {
  const { grid } = set;
  if (grid === undefined || !isEverywhere(varyingAxes(grid), shape)) return set;
  if (!codesStored && varyings(grid).every(({ stored }) => stored)) return set;
  return withoutGrid(set);
}
