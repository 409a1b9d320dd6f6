import {
  type ElementType,
  elementBits,
  type FloatType,
  isFloat,
} from "../../graph/element-type.ts";
import { floatFormat } from "../../graph/float-format.ts";
import { roundToE8m0, roundToFloat } from "../../graph/small-float.ts";
import { innerInterval, isAbsolute, isOn } from "../grid.ts";
import {
  EVERYTHING,
  encloses,
  hull,
  type Interval,
  mapEnds,
  stored,
  TRUTH,
  typeInterval,
} from "../interval.ts";
import { type Place, resultElement, type Solver, step, type Transfer } from "../solver.ts";
import {
  boundedValues,
  codeCount,
  type Grid,
  integerGrid,
  integersOf,
  isStated,
  MOST_FOUND_CODES,
  type Root,
  unknownValues,
  type ValueSet,
} from "../value-set.ts";
import { clippedThrough } from "./affine.ts";
import { mapped } from "./mapping.ts";
import { comparedRoot } from "./opposites.ts";
import { inRange } from "./overflow.ts";
import { rounded } from "./rounding.ts";
import { FEW_CODES, rootOf } from "./small-sets.ts";

/** Widest integer type that a rounding before a conversion declares. */
const DECLARING_BITS = 8;

/** Truth values; `zeroCommon` since false is as ordinary as true. */
export function truthValues(place: Place, solver: Solver, by: string): ValueSet {
  return {
    carrier: resultElement(place),
    interval: TRUTH,
    grid: { lo: 0, hi: 1, step: 1, origin: 0 },
    zeroCommon: true,
    status: "proven",
    proof: step(solver, "comparison", `0 or 1 by ${by}`),
  };
}

/** A yes or no of each code where codes are few, else of every value. */
export function decided(
  name: string,
  f: (...x: readonly number[]) => boolean,
  inputs: readonly ValueSet[],
  place: Place,
  solver: Solver,
): ValueSet {
  const told = comparedRoot(name, place, solver);
  const either = {
    ...truthValues(place, solver, name),
    ...(told === undefined ? {} : { root: told }),
  };
  const each = (...x: readonly number[]) => (f(...x) ? 1 : 0);
  if (inputs.some(({ residue, strays }) => residue || strays)) return either;
  const manners = ["one root", "with parameters"] as const;
  const root = mapped(name, each, inputs, place, solver, manners)?.root;
  if (root === undefined) return either;
  if (root.table === undefined) return { ...either, root };
  return root.exact ? { ...either, interval: intervalOf(root.table), root } : either;
}

function intervalOf(table: readonly number[]): Interval {
  return { lo: Math.min(...table), hi: Math.max(...table) };
}

/** Another element type; few codes are known by the tensor that held them before. */
export const converted: Transfer = ([given], place, solver) => {
  if (given === undefined) return undefined;
  const root = given.root ?? rootOf(given, solver.number(0), FEW_CODES);
  const x = root === undefined ? given : { ...given, root };
  const to = resultElement(place);
  const from = place.inputs[0]?.element as ElementType;
  if (to === "bool") return decided("conversion", (v) => v !== 0, [x], place, solver);
  if (isFloat(from)) {
    return isFloat(to) ? toFloat(x, from, to, solver) : toInteger(x, to, place, solver);
  }
  const codes = wholeNumbers(x);
  return isFloat(to) ? toFloat(codes, from, to, solver) : betweenIntegers(codes, to, place, solver);
};

/** Integers of which only bounds are known, as codes: another type would not show what they were. */
function wholeNumbers(x: ValueSet): ValueSet {
  const grid = integerGrid(x.interval.lo, x.interval.hi);
  if (x.grid !== undefined || !(codeCount(grid) <= MOST_FOUND_CODES)) return x;
  return { ...x, grid, status: "proven" };
}

/** Codes stay; a float without codes keeps the narrowest type that it passed through. */
function toFloat(x: ValueSet, from: ElementType, to: FloatType, solver: Solver): ValueSet {
  const interval = to === "f8e8m0" ? powersAround(x.interval) : stored(x.interval, to);
  const narrow =
    isFloat(x.carrier) && (x.carrier === to || elementBits(x.carrier) < elementBits(to));
  const carrier = narrow ? x.carrier : to;
  if (from === to && x.carrier === carrier) return x;
  if (x.grid === undefined && !narrow) {
    return boundedValues(to, interval, step(solver, "conversion", `converted to ${to}`));
  }
  const { root, precision, clipped, ...rest } = x;
  const coarse = precision !== undefined && elementBits(precision) < elementBits(to);
  const kept = root !== undefined && (isExact(from, to) || holdsTable(to, root));
  const set: ValueSet = {
    ...rest,
    ...(coarse ? { precision } : {}),
    carrier,
    interval,
    ...(kept ? { root } : {}),
    ...(clipped === undefined || to === "f8e8m0"
      ? {}
      : clippedThrough(clipped, (end) => roundToFloat(to, end), true)),
    proof: step(solver, "conversion", `converted to ${to}`, x),
  };
  return inRange(set, to);
}

/** Powers of two around bounds: a conversion may round either way. */
function powersAround({ lo, hi }: Interval): Interval {
  const ends = { lo: roundToE8m0(lo, "down"), hi: roundToE8m0(hi, "up") };
  return Number.isNaN(ends.lo) || Number.isNaN(ends.hi) ? EVERYTHING : ends;
}

/** True where no value is rounded: a float type with more digits, of no smaller range. */
function isExact(from: ElementType, to: FloatType): boolean {
  if (!isFloat(from)) return false;
  const [own, wide] = [floatFormat(from), floatFormat(to)];
  const digits = wide.mantissaBits >= own.mantissaBits && wide.exponentBits >= own.exponentBits;
  return from === to || (digits && elementBits(to) >= 16);
}

/** True where the type holds every value that the root decides. */
function holdsTable(to: FloatType, { table }: Root): boolean {
  return table?.every((value) => Object.is(roundToFloat(to, value), value)) ?? true;
}

/** Truncated; what was rounded before is declared by a type of few bits. NaN becomes 0. */
function toInteger(x: ValueSet, to: ElementType, place: Place, solver: Solver): ValueSet {
  const whole = typeInterval(to);
  const cut = rounded("truncate", Math.trunc)([x], place, solver) as ValueSet;
  const bits = elementBits(to);
  if (x.rounded && !isStated(x) && bits <= DECLARING_BITS) {
    return declaredByConversion(x, to, solver);
  }
  const withNan = hull(cut.interval, { lo: 0, hi: 0 });
  if (encloses(whole, cut.interval) && isPlain(cut)) {
    const zero = isOn(cut.grid as Grid, 0) ? {} : { extra: [...(cut.extra ?? []), 0] };
    const proof = step(solver, "conversion", `converted to ${to}`, x);
    const { root: _, ...rest } = cut;
    const status = isStated(x) ? x.status : cut.status;
    return { ...rest, ...zero, carrier: to, interval: withNan, status, proof };
  }
  const interval = bits < 8 ? whole : mapEnds(withNan, (v) => clampTo(v, whole));
  return boundedValues(to, interval, step(solver, "conversion", `integers of ${to}`, x));
}

function clampTo(x: number, { lo, hi }: { lo: number; hi: number }): number {
  return Math.min(Math.max(x, lo), hi);
}

/** True where codes are the values. */
function isPlain({ grid, strays, residue }: ValueSet): boolean {
  return grid !== undefined && isAbsolute(grid) && !strays && !residue;
}

function declaredByConversion(x: ValueSet, to: ElementType, solver: Solver): ValueSet {
  const bits = elementBits(to);
  return {
    carrier: to,
    interval: typeInterval(to),
    grid: integersOf(to as "i8"),
    ...(x.zeroCommon ? { zeroCommon: true as const } : {}),
    status: "declared",
    proof: step(solver, "conversion", `rounded and converted to ${to}, ${bits} bits`, x),
  };
}

/** Integers that fit stay; where nothing else is known, they are those of the type. */
function betweenIntegers(x: ValueSet, to: ElementType, place: Place, solver: Solver): ValueSet {
  const whole = typeInterval(to);
  const proof = step(solver, "conversion", `converted to ${to}`, x);
  if (encloses(whole, x.interval)) return { ...x, carrier: to, proof };
  const inner = x.grid !== undefined && isPlain(x) ? innerInterval(x.grid) : undefined;
  if (inner !== undefined && encloses(whole, inner)) {
    return { ...x, carrier: to, interval: inner, proof };
  }
  const unfit = step(solver, "conversion", `codes do not fit ${to}`, x);
  return { ...unknownValues(resultElement(place)), proof: unfit };
}

/**
 * A float that keeps its type but only what fits into a narrower one.
 *
 * @param round - what becomes of a value; it never falls
 * @param asConversion - that is a conversion to `through` and back, so that codes stay as they do there
 */
export function narrowed(
  x: ValueSet,
  element: FloatType,
  through: FloatType,
  {
    round,
    asConversion,
  }: { readonly round: (x: number) => number; readonly asConversion: boolean },
  solver: Solver,
): ValueSet {
  const interval = mapEnds(x.interval, round);
  const proof = step(solver, "conversion", `rounded to what ${through} holds`, x);
  if (through === element) return boundedValues(element, interval, proof);
  const there = asConversion
    ? toFloat(x, element, through, solver)
    : boundedValues(through, interval, proof);
  return { ...toFloat(there, through, element, solver), interval };
}
