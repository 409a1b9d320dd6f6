import { isFloat, isInteger } from "../../graph/element-type.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { isAbsolute } from "../grid.ts";
import { contains, EVERYTHING, type Interval, mapEnds, stored, widened } from "../interval.ts";
import { resultElement, step, type Transfer } from "../solver.ts";
import { boundedValues, codeCount, type Grid, isStated, type ValueSet } from "../value-set.ts";
import { bounded } from "./affine.ts";
import { mapped, type Scalar } from "./mapping.ts";

/** Bounds of a function's values from bounds of its argument. */
export type Bounding = (x: Interval) => Interval;

/** Relative slack of functions that are computed to some last places only. */
const LAST_PLACES = 1e-6;

/** Distance from 0, in steps, within which a code counts as 0 where signs are asked for. */
const NEAR_ZERO = 1e-3;

/** Bounds of a function that never falls, and never leaves `range`. */
export const rising =
  (f: (x: number) => number, range: Interval = EVERYTHING): Bounding =>
  (x) => {
    const { lo, hi } = widened(mapEnds(x, f), LAST_PLACES);
    return { lo: Math.max(lo, range.lo), hi: Math.min(hi, range.hi) };
  };

export const within =
  (range: Interval): Bounding =>
  () =>
    range;

/** |x| */
export const absolute: Bounding = ({ lo, hi }) => {
  const most = Math.max(Math.abs(lo), Math.abs(hi));
  return { lo: lo <= 0 && hi >= 0 ? 0 : Math.min(Math.abs(lo), Math.abs(hi)), hi: most };
};

/** Any function of single elements: bounds where they are stated, codes where they are few. */
export const applied =
  (name: string, f: Scalar, bounding: Bounding = within(EVERYTHING)): Transfer =>
  (inputs, place, solver) => {
    const element = resultElement(place);
    const [x] = inputs as [ValueSet];
    const interval = stored(
      inputs.length === 1 && isFloat(element) ? bounding(x.interval) : EVERYTHING,
      element,
    );
    const set =
      mapped(name, f, inputs, place, solver) ??
      boundedValues(element, interval, step(solver, "bounds", `bounds of ${name}`));
    const common = set.grid !== undefined && x.zeroCommon && contains(set.interval, 0);
    return bounded(common ? { ...set, zeroCommon: true } : set, interval, place);
  };

/**
 * Signs. What the sign makes of 0 is not counted, as the literature has it, unless 0 is an ordinary
 * value: after a relu, a mask, a rounding, and as one of the integers that somebody declares.
 */
export const signs: Transfer = ([x], place, solver) => {
  if (x === undefined) return undefined;
  const signed = mapped("sign", (v) => Math.sign(v as number), [x], place, solver, ["one root"]);
  const table = signed?.root?.exact === true && !x.residue ? signed : undefined;
  const isCode = isStated(x) && isInteger((place.inputs[0] as TensorType).element);
  const counted = countedSigns(isCode ? { ...x, zeroCommon: true } : x);
  const padding = x.padded?.includes(0) === true && !counted.includes(0);
  const zero = !padding && !counted.includes(0) && holdsZero(x, table?.root?.table);
  if (counted.join() === "0,1") {
    solver.warn("never-negative", "a sign of what is never negative is 0 or 1, never -1");
  }
  const interval = { lo: Math.sign(x.interval.lo), hi: Math.sign(x.interval.hi) };
  const least = counted[0] as number;
  const gap = counted.length > 1 ? (counted[1] as number) - least : 1;
  const text = interval.lo >= 0 ? "sign of what is never negative" : `sign: ${counted.join(", ")}`;
  return {
    carrier: resultElement(place),
    interval,
    grid:
      least % gap === 0
        ? { lo: least / gap, hi: least / gap + counted.length - 1, step: gap, origin: 0 }
        : { lo: 0, hi: counted.length - 1, step: gap, origin: least },
    ...(zero ? { extra: [0] } : {}),
    ...(padding ? { padded: [0] } : {}),
    ...(counted.includes(0) ? { zeroCommon: true as const } : {}),
    ...(table?.root === undefined || zero || padding ? {} : { root: table.root }),
    status: "proven",
    proof: step(solver, "sign", text, x),
  };
};

/** The signs that count, ascending. */
function countedSigns({ interval, zeroCommon }: ValueSet): readonly number[] {
  const counted = [-1, 0, 1].filter(
    (sign) =>
      (sign < 0 && interval.lo < 0) ||
      (sign > 0 && interval.hi > 0) ||
      (sign === 0 && zeroCommon === true && contains(interval, 0)),
  );
  return counted.length === 0 ? [0] : counted;
}

/** Whether a code lies so near 0 that rounding may take it there. */
function passesNearZero(grid: Grid): boolean {
  if (grid.levels !== undefined || !Number.isFinite(codeCount(grid))) return true;
  const code = Math.round(-grid.origin / grid.step);
  const near = Math.abs(grid.step * code + grid.origin) <= NEAR_ZERO * grid.step;
  return near && code >= grid.lo && code <= grid.hi;
}

/** Whether 0 can occur: among the signs of few codes, or on the grid, or within the bounds. */
function holdsZero(x: ValueSet, table: readonly number[] | undefined): boolean {
  if (!contains(x.interval, 0) || x.strays) return contains(x.interval, 0);
  if (table !== undefined) return table.includes(0);
  const { grid, extra, padded } = x;
  const known =
    grid !== undefined && isAbsolute(grid) && extra === undefined && padded === undefined;
  return known ? passesNearZero(grid) : true;
}
