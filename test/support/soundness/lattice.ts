import { codeCount, type Grid, type ValueSet } from "../../../src/domain/value-set.ts";

/** The inner values of a set, before factor and shift: codes, and those that are not counted. */
export interface Lattice {
  readonly grid: Grid;
  readonly extras: readonly number[];
  /** A sum made it: far larger numbers may have cancelled. */
  readonly summed: boolean;
}

export function latticeOf(set: ValueSet): Lattice | undefined {
  const { grid, extra = [], padded = [], summed } = set;
  if (grid === undefined) return undefined;
  return { grid, extras: [...extra, ...padded], summed: summed === true };
}

/** The inner value of a code. */
export function innerValue({ lo, step, origin, levels }: Grid, code: number): number {
  return levels === undefined ? step * code + origin : (levels[code - lo] as number);
}

/** The inner value nearest to `x`. */
export function nearest({ grid, extras }: Lattice, x: number): number {
  let best = nearestCode(grid, x);
  for (const extra of extras) if (Math.abs(extra - x) < Math.abs(best - x)) best = extra;
  return best;
}

function nearestCode(grid: Grid, x: number): number {
  if (grid.levels !== undefined) return nearestLevel(grid.levels, x);
  const code = Math.round((x - grid.origin) / grid.step);
  return innerValue(grid, Math.min(grid.hi, Math.max(grid.lo, code)));
}

function nearestLevel(levels: readonly number[], x: number): number {
  let best = levels[0] as number;
  for (const level of levels) if (Math.abs(level - x) < Math.abs(best - x)) best = level;
  return best;
}

/** Values that a set tells apart at one place, those that are not counted included. */
export function valueCount({ grid, extras }: Lattice): number {
  return codeCount(grid) + new Set(extras).size;
}

/** All inner values, at most `most`; undefined where there are more. */
export function innerValues(lattice: Lattice, most: number): readonly number[] | undefined {
  if (valueCount(lattice) > most) return undefined;
  const { grid, extras } = lattice;
  const codes = Array.from({ length: codeCount(grid) }, (_, i) => innerValue(grid, grid.lo + i));
  return [...new Set([...codes, ...extras])];
}

/** Smallest distance of two codes. */
export function spacing({ step, levels }: Grid): number {
  if (levels === undefined) return step;
  const gaps = levels.slice(1).map((level, i) => level - (levels[i] as number));
  return Math.min(Number.POSITIVE_INFINITY, ...gaps);
}

/** Grids above so many codes are far wider than what is computed on the way to one of their values. */
const NARROW_GRID = 2 ** 16;

/** The largest magnitude that the way to a value `x` of this grid may have had. */
export function magnitudeAt({ grid, extras, summed }: Lattice, x: number): number {
  const own = Math.max(Math.abs(x), Math.abs(grid.origin), ...extras.map(Math.abs));
  const count = codeCount(grid);
  if (!Number.isFinite(count) || (count > NARROW_GRID && !summed)) return own;
  const ends = grid.levels ?? [innerValue(grid, grid.lo), innerValue(grid, grid.hi)];
  return ends.reduce((most, end) => Math.max(most, Math.abs(end)), own);
}
