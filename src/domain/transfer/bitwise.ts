import { type ElementType, elementBits } from "../../graph/element-type.ts";
import { isAbsolute } from "../grid.ts";
import { contains, corners, encloses, hull, type Interval, typeInterval } from "../interval.ts";
import { type Place, resultElement, type Solver, step, type Transfer, uniform } from "../solver.ts";
import { boundedValues, type Grid, integerGrid, type ValueSet } from "../value-set.ts";
import { scalarAffine } from "./affine.ts";
import { mapped, type Scalar } from "./mapping.ts";

/** Bounds up to here are the very numbers that they stand for. */
export const LARGEST = Number.MAX_SAFE_INTEGER;

type BigScalar = (x: bigint, y: bigint) => bigint;

/** Few codes one by one: on integers of any size. */
function eachCode(name: string, f: BigScalar, ...[inputs, place, solver]: Parameters<Transfer>) {
  const each: Scalar = (x, y) => Number(f(BigInt(x as number), BigInt(y as number)));
  return mapped(name, each, inputs, place, solver, ["one root", "combined"]);
}

/** The multiples of `unit` within bounds, as what an operation on bits has left. */
export function multiplesWithin(
  { lo, hi }: Interval,
  unit: number,
  text: string,
  place: Place,
  solver: Solver,
  from?: ValueSet,
): ValueSet {
  const grid: Grid = { ...integerGrid(Math.ceil(lo / unit), Math.floor(hi / unit)), step: unit };
  const interval = { lo: unit * grid.lo, hi: unit * grid.hi };
  const proof = step(solver, "bits", text, from);
  const element = resultElement(place);
  const bounds = boundedValues(element, interval, proof);
  if (encloses(interval, typeInterval(element)) && unit === 1) return bounds;
  const common = contains(interval, 0) ? { zeroCommon: true as const } : {};
  return { ...bounds, interval, grid, ...common, status: "proven", proof };
}

/** Bits that both have: what is never negative bounds them, and a known mask says which there are. */
export const bitsOfBoth: Transfer = (inputs, place, solver) => {
  const small = eachCode("bitwiseAnd", (x, y) => x & y, inputs, place, solver);
  if (small !== undefined) return small;
  const [a, b] = inputs as [ValueSet, ValueSet];
  const bounds = [a, b].filter(({ interval }) => interval.lo >= 0).map(({ interval }) => interval);
  if (bounds.length === 0) return undefined;
  const hi = Math.min(...bounds.map((interval) => interval.hi));
  const mask = uniform(solver, 1) ?? uniform(solver, 0);
  const unit = mask === undefined || !(mask > 0 && mask <= LARGEST) ? 1 : lowestBit(mask);
  return multiplesWithin({ lo: 0, hi }, unit, `bits up to ${hi}`, place, solver, a);
};

function lowestBit(x: number): number {
  const whole = BigInt(x);
  return Number(whole & -whole);
}

/** Bits that either has, or just one of them: those of the larger, where none is negative. */
export const bitsOfEither =
  (name: string, f: BigScalar): Transfer =>
  (inputs, place, solver) => {
    const small = eachCode(name, f, inputs, place, solver);
    if (small !== undefined) return small;
    const [a, b] = inputs as [ValueSet, ValueSet];
    if (a.interval.lo < 0 || b.interval.lo < 0) return undefined;
    const most = Math.max(a.interval.hi, b.interval.hi);
    if (most > LARGEST) return undefined;
    const hi = 2 ** BigInt(most).toString(2).length - 1;
    const bound = Math.min(hi, typeInterval(resultElement(place)).hi);
    return multiplesWithin({ lo: 0, hi: bound }, 1, `bits up to ${bound}`, place, solver, a);
  };

/** The distance of a shift where it is one number below the width. */
function distance(element: ElementType, solver: Solver): number | undefined {
  const by = uniform(solver, 1);
  return by !== undefined && by >= 0 && by < elementBits(element) ? by : undefined;
}

/** Bits moved to the higher end: codes scaled, or all multiples that the type has where they wrap. */
export const shiftedLeft: Transfer = (inputs, place, solver) => {
  const [x] = inputs as [ValueSet];
  const element = resultElement(place);
  const by = distance(element, solver);
  if (by === undefined) return undefined;
  const unit = 2 ** by;
  const whole = typeInterval(element);
  const ends = { lo: unit * x.interval.lo, hi: unit * x.interval.hi };
  const exact = -ends.lo <= LARGEST && ends.hi <= LARGEST;
  if (exact && encloses(whole, ends)) {
    const proof = step(solver, "bits", `times ${unit} by a shift`, x);
    return { ...scalarAffine(x, unit, 0, solver), interval: ends, proof };
  }
  return multiplesWithin(whole, unit, `multiples of ${unit} by a shift`, place, solver, x);
};

/** Bits moved to the lower end: a quotient by a power of two, rounded down. */
export const shiftedRight: Transfer = (inputs, place, solver) => {
  const [x, distances] = inputs as [ValueSet, ValueSet];
  const element = resultElement(place);
  const by = distance(element, solver);
  const unit = by === undefined ? undefined : 2 ** by;
  if (unit !== undefined && isMultiple(x, unit)) {
    const { lo, hi } = x.interval;
    const interval = { lo: Math.floor(lo / unit), hi: Math.floor(hi / unit) };
    const proof = step(solver, "bits", `divided by ${unit} by a shift`, x);
    return { ...scalarAffine(x, 1 / unit, 0, solver), interval, proof };
  }
  const interval = shiftedBounds(x.interval, distances.interval, elementBits(element));
  const text = `integers ${interval.lo} to ${interval.hi} by a shift`;
  return { ...multiplesWithin(interval, 1, text, place, solver, x), rounded: true };
};

/** Between the value itself and its sign where the distance may be any. */
function shiftedBounds(x: Interval, by: Interval, bits: number): Interval {
  if (by.lo < 0 || by.hi >= bits) return hull(x, { lo: x.lo < 0 ? -1 : 0, hi: x.hi < 0 ? -1 : 0 });
  return corners(x, by, (value, k) => Math.floor(value / 2 ** k));
}

/** True where a shift loses no bit of any value. */
function isMultiple({ grid, strays, extra, padded }: ValueSet, unit: number): boolean {
  if (grid === undefined || !isAbsolute(grid) || strays || extra || padded) return false;
  const { levels, step: gap, origin } = grid;
  if (levels !== undefined) return levels.every((level) => level % unit === 0);
  return gap % unit === 0 && origin % unit === 0;
}
