import { isFloat } from "../../graph/element-type.ts";
import {
  blurs,
  evenGrid,
  fitted,
  innerValues,
  isAbsolute,
  varyingAxes,
  withoutGrid,
} from "../grid.ts";
import {
  contains,
  corners,
  encloses,
  hull,
  type Interval,
  stored,
  typeInterval,
  widened,
} from "../interval.ts";
import { type Place, resultElement, type Solver, step } from "../solver.ts";
import {
  boundedValues,
  codeCount,
  type Grid,
  MOST_FOUND_CODES,
  type ValueSet,
} from "../value-set.ts";
import { inRange } from "./overflow.ts";

/** Relative rounding of one addition in the narrowest accumulator, f32. */
const ADDITION = 2 ** -23;
/** Codes that are summed value by value, where sums have several lengths. */
const FEW_SUMS = 4096;
/** Most combinations of two operands' codes whose products are looked at. */
const MOST_PRODUCTS = 4096;

function varies(grid: Grid | undefined, axes: readonly number[]): boolean {
  return grid !== undefined && varyingAxes(grid).some(({ axis }) => axes.includes(axis));
}

/** One of several elements along axes: largest, smallest, sorted. */
export function pickedAlong(x: ValueSet, axes: readonly number[], solver: Solver): ValueSet {
  const { root: _, clipped: __, ...rest } = x;
  if (!varies(x.grid, axes)) return x.root === undefined && x.clipped === undefined ? x : rest;
  const proof = step(solver, "bounds", "picked where the scale varies", x);
  return { ...withoutGrid(x), proof };
}

/**
 * Sums along axes or over windows.
 *
 * @param lengths - how many elements are summed; several where padding does not count
 */
export function summed(
  x: ValueSet,
  axes: readonly number[],
  lengths: readonly number[],
  place: Place,
  solver: Solver,
): ValueSet {
  const element = resultElement(place);
  const raw = lengths.map((n) => sumInterval(x.interval, n)).reduce(hull);
  const whole = typeInterval(element);
  const most = Math.max(...lengths);
  const exact = !isFloat(element) || isExact(x, most);
  const interval = stored(exact ? raw : widened(raw, ADDITION * most), element);
  const none = boundedValues(element, interval, step(solver, "bounds", "bounds of a sum"));
  if (!isFloat(element) && !encloses(whole, raw)) return none;
  const grid = varies(x.grid, axes) ? undefined : sumGrid(x, lengths);
  const common = x.zeroCommon && contains(interval, 0) ? { zeroCommon: true as const } : {};
  if (grid === undefined) return { ...none, ...common };
  const sums: ValueSet = {
    carrier: x.carrier,
    interval,
    grid,
    ...(x.extra || x.strays ? { strays: true } : {}),
    ...(x.residue ? { residue: true } : {}),
    ...common,
    summed: true,
    status: "proven",
    proof: step(solver, "sum", `${most} codes summed: ${codeCount(grid)} codes`, x),
  };
  return inRange(sums, element);
}

function sumInterval({ lo, hi }: Interval, n: number): Interval {
  return n === 0 ? { lo: 0, hi: 0 } : { lo: n * lo, hi: n * hi };
}

/** True where no sum of codes is rounded. */
function isExact({ grid, residue }: ValueSet, n: number): boolean {
  if (grid === undefined || residue || !isAbsolute(grid) || grid.levels !== undefined) return false;
  const { step: gap, origin, lo, hi } = grid;
  const units = [gap, origin].every((value) => Number.isInteger(value * 2 ** 10));
  return units && n * Math.max(Math.abs(gap * lo + origin), Math.abs(gap * hi + origin)) < 2 ** 13;
}

/** The grid of sums of `lengths` elements; padding takes part, what signs make of 0 does not. */
function sumGrid({ grid, padded }: ValueSet, lengths: readonly number[]): Grid | undefined {
  if (grid === undefined || grid.opaque !== undefined || !Number.isFinite(codeCount(grid))) {
    return undefined;
  }
  const { factor, shift } = grid;
  if (shift !== undefined) return undefined;
  const one = oneAddend(grid, padded);
  if (one === undefined) return undefined;
  const sums = sumsOf(one, lengths);
  return sums === undefined || factor === undefined ? sums : { ...sums, factor };
}

/** The even grid of a single addend, before the factor. */
function oneAddend(grid: Grid, padded: readonly number[] | undefined): Grid | undefined {
  if (padded === undefined && grid.levels === undefined) return grid;
  if (codeCount(grid) > FEW_SUMS) return undefined;
  const values = [...innerValues(grid), ...(padded ?? [])];
  const fit = blurs(values) ? undefined : fitted(values);
  return fit === undefined ? undefined : evened(fit);
}

/** The even grid that runs through a list of levels. */
function evened(grid: Grid): Grid | undefined {
  const { levels } = grid;
  if (levels === undefined) return grid;
  const [least, next] = levels as [number, number];
  const gap = levels
    .slice(1)
    .reduce((d, level, i) => Math.min(d, level - (levels[i] as number)), next - least);
  const count = Math.round(((levels.at(-1) as number) - least) / gap) + 1;
  const even = levels.every((level) => {
    const code = (level - least) / gap;
    return Math.abs(code - Math.round(code)) <= 1e-4;
  });
  return even && count <= MOST_FOUND_CODES ? evenGrid(least, gap, count) : undefined;
}

function sumsOf(one: Grid, lengths: readonly number[]): Grid | undefined {
  const sums = [...new Set(lengths)].map((n) => sumOf(one, n));
  if (sums.length === 1) return sums[0];
  const all = sums.reduce((count, grid) => count + codeCount(grid), 0);
  return all > FEW_SUMS ? undefined : fitted(sums.flatMap(innerValues));
}

function sumOf({ lo, hi, step: gap, origin }: Grid, n: number): Grid {
  return { lo: n * lo, hi: n * hi, step: gap, origin: n * origin };
}

/**
 * Sums of products of two operands' codes.
 *
 * @param length - products that are summed
 * @param padsProducts - some of them may be left out: padding of the data
 */
export function contracted(
  [lhs, rhs]: readonly [ValueSet, ValueSet],
  length: number,
  padsProducts: boolean,
  place: Place,
  solver: Solver,
): ValueSet {
  const element = resultElement(place);
  const products = corners(lhs.interval, rhs.interval, (x, y) => x * y);
  const one = padsProducts || length === 0 ? hull(products, { lo: 0, hi: 0 }) : products;
  const raw = sumInterval(one, length);
  const grid = productGrid(lhs, rhs, padsProducts);
  const sums = grid === undefined ? undefined : sumOf(grid, length);
  const interval = stored(isFloat(element) ? widened(raw, ADDITION * (length + 1)) : raw, element);
  const none = boundedValues(element, interval, step(solver, "bounds", "bounds of a contraction"));
  if (!isFloat(element) && !encloses(typeInterval(element), raw)) return none;
  if (sums === undefined || !(codeCount(sums) <= MOST_FOUND_CODES)) return none;
  const set: ValueSet = {
    carrier: element,
    interval,
    grid: sums,
    ...(isOpen(lhs) || isOpen(rhs) ? { strays: true } : {}),
    ...(lhs.residue || rhs.residue ? { residue: true } : {}),
    summed: true,
    status: "proven",
    proof: step(solver, "contraction", `sums of ${length} products: ${codeCount(sums)} codes`, lhs),
  };
  return inRange(set, element);
}

function isOpen({ extra, strays }: ValueSet): boolean {
  return extra !== undefined || strays === true;
}

/** The even grid of one product; scales that are not known are not followed. */
function productGrid(lhs: ValueSet, rhs: ValueSet, withZero: boolean): Grid | undefined {
  const [x, y] = [lhs.grid, rhs.grid];
  if (x === undefined || y === undefined || !isAbsolute(x) || !isAbsolute(y)) return undefined;
  if (!(codeCount(x) * codeCount(y) <= MOST_PRODUCTS)) return undefined;
  const left = [...innerValues(x), ...(lhs.padded ?? [])];
  const right = [...innerValues(y), ...(rhs.padded ?? [])];
  const products = left.flatMap((a) => right.map((b) => a * b));
  const values = withZero ? [...products, 0] : products;
  const fit = blurs(values) ? undefined : fitted(values);
  return fit === undefined ? undefined : evened(fit);
}
