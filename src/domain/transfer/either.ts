import { type ElementType, elementBits } from "../../graph/element-type.ts";
import { blurs, fitted, innerValue, innerValues, isAbsolute, isOn } from "../grid.ts";
import { hull } from "../interval.ts";
import {
  boundedValues,
  codeCount,
  type Grid,
  type ValueSet,
  type WidthStatus,
} from "../value-set.ts";
import { sameVarying } from "../varying.ts";

/** Lists of more values are not joined one by one. */
const MOST_VALUES = 512;

/** The weaker of two reasons. */
export function weaker(a: WidthStatus, b: WidthStatus): WidthStatus {
  if (a === b) return a;
  const stated = (status: WidthStatus) => status === "declared" || status === "claimed";
  return stated(a) && stated(b) ? "declared" : "proven";
}

/** Values of either of two tensors, in one of an element type. */
export function eitherOf(
  a: ValueSet,
  b: ValueSet,
  element: ElementType,
  proof: ValueSet["proof"],
): ValueSet {
  const interval = hull(a.interval, b.interval);
  const common = a.zeroCommon || b.zeroCommon;
  const grid = unitedGrid(a, b);
  const carrier = unitedCarrier([a, b], element);
  if (grid === undefined) {
    return { ...boundedValues(carrier, interval, proof), ...(common ? { zeroCommon: true } : {}) };
  }
  return {
    carrier,
    ...coarser(a, b),
    interval,
    grid,
    ...joinedList("extra", a, b),
    ...joinedList("padded", a, b),
    ...(a.strays || b.strays || areBlurred(a, b) ? { strays: true } : {}),
    ...(a.residue || b.residue ? { residue: true } : {}),
    ...(a.summed || b.summed ? { summed: true } : {}),
    ...(common ? { zeroCommon: true } : {}),
    status: weaker(a.status, b.status),
    proof,
  };
}

/**
 * The type that all came through, where it is one: of two, neither need hold the values of the other,
 * and those of small floats behind a scale are in none.
 */
export function unitedCarrier(sets: readonly ValueSet[], element: ElementType): ElementType {
  const carrier = sets[0]?.carrier ?? element;
  return sets.every((set) => set.carrier === carrier) ? carrier : element;
}

/** The coarsest float type that the codes of either came through. */
export function coarser(a: ValueSet, b: ValueSet): Pick<ValueSet, "precision"> {
  const [x, y] = [a.precision ?? a.carrier, b.precision ?? b.carrier];
  return { precision: elementBits(x) <= elementBits(y) ? x : y };
}

function joinedList<K extends "extra" | "padded">(key: K, a: ValueSet, b: ValueSet) {
  const values = new Set([...(a[key] ?? []), ...(b[key] ?? [])]);
  return values.size === 0 ? {} : { [key]: [...values] };
}

/** One grid for both: even ones of one step and factor, or a list of few known values. */
function unitedGrid(a: ValueSet, b: ValueSet): Grid | undefined {
  if (a.grid === undefined || b.grid === undefined) return undefined;
  const [x, y] = [scaledLike(a.grid, b.grid), scaledLike(b.grid, a.grid)];
  if (!sameVarying(x.opaque, y.opaque) || x.opaque !== undefined) {
    return x === y ? x : undefined;
  }
  if (!sameVarying(x.factor, y.factor) || !sameVarying(x.shift, y.shift)) return undefined;
  const outer = {
    ...(x.factor === undefined ? {} : { factor: x.factor }),
    ...(x.shift === undefined ? {} : { shift: x.shift }),
  };
  const even = evenUnion(x, y);
  if (even !== undefined) return { ...even, ...outer };
  if (!(codeCount(x) <= MOST_VALUES && codeCount(y) <= MOST_VALUES)) return undefined;
  const list = fitted([...innerValues(x), ...innerValues(y)]);
  return list === undefined ? undefined : { ...list, ...outer };
}

/** 0 alone is 0 on every scale, and a code of every grid that it lies on. */
function scaledLike(grid: Grid, other: Grid): Grid {
  const isZero = isAbsolute(grid) && codeCount(grid) === 1 && innerValue(grid, grid.lo) === 0;
  if (!isZero) return grid;
  const zero = { lo: 0, hi: 0, step: isOn(other, 0) ? other.step : 1, origin: 0 };
  return other.factor === undefined ? zero : { ...zero, factor: other.factor };
}

/** True where a list of the values of both holds fewer than there are. */
function areBlurred(a: ValueSet, b: ValueSet): boolean {
  const grids = [a.grid as Grid, b.grid as Grid];
  return grids.every((grid) => codeCount(grid) <= MOST_VALUES) && blurs(grids.flatMap(innerValues));
}

function evenUnion(x: Grid, y: Grid): Grid | undefined {
  if (x.levels !== undefined || y.levels !== undefined) return undefined;
  if (Math.abs(x.step - y.step) > 1e-6 * x.step) return undefined;
  const offset = (y.origin - x.origin) / x.step;
  const whole = Math.round(offset);
  if (Math.abs(offset - whole) > 1e-4) return undefined;
  return {
    lo: Math.min(x.lo, y.lo + whole),
    hi: Math.max(x.hi, y.hi + whole),
    step: x.step,
    origin: x.origin,
  };
}
