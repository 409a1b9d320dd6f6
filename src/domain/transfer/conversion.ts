import { type ElementType, elementBits, isFloat } from "../../graph/element-type.ts";
import { innerInterval, isAbsolute, isOn } from "../grid.ts";
import {
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
  type Grid,
  integersOf,
  isStated,
  unknownValues,
  type ValueSet,
} from "../value-set.ts";
import { mapped } from "./mapping.ts";
import { rounded } from "./rounding.ts";

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
  const either = truthValues(place, solver, name);
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

/** Another element type. */
export const converted: Transfer = ([x], place, solver) => {
  if (x === undefined) return undefined;
  const to = resultElement(place);
  const from = place.inputs[0]?.element as ElementType;
  if (to === "bool") return decided("conversion", (v) => v !== 0, [x], place, solver);
  if (isFloat(to)) return toFloat(x, from, to, solver);
  return isFloat(from) ? toInteger(x, to, place, solver) : betweenIntegers(x, to, place, solver);
};

/** Codes stay; a float without codes keeps the narrowest type that it passed through. */
function toFloat(x: ValueSet, from: ElementType, to: ElementType, solver: Solver): ValueSet {
  const interval = stored(x.interval, to);
  const narrow =
    isFloat(x.carrier) && (x.carrier === to || elementBits(x.carrier) < elementBits(to));
  const carrier = narrow ? x.carrier : to;
  if (from === to && x.carrier === carrier) return x;
  if (x.grid === undefined && !narrow) {
    return boundedValues(to, interval, step(solver, "conversion", `converted to ${to}`));
  }
  const { root, precision, ...rest } = x;
  const coarse = precision !== undefined && elementBits(precision) < elementBits(to);
  const exact = isFloat(from) && elementBits(from) <= elementBits(to);
  return {
    ...rest,
    ...(coarse ? { precision } : {}),
    carrier,
    interval,
    ...(root !== undefined && (exact || isSmallInteger(x)) ? { root } : {}),
    proof: step(solver, "conversion", `converted to ${to}`, x),
  };
}

/** Integers that every float type holds exactly. */
function isSmallInteger({ interval }: ValueSet): boolean {
  return interval.lo >= -8 && interval.hi <= 8;
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
