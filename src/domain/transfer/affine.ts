import { elementBits, isFloat } from "../../graph/element-type.ts";
import { equalShapes, type TensorType } from "../../graph/tensor-type.ts";
import { isAbsolute, settled } from "../grid.ts";
import { type Interval, typeInterval } from "../interval.ts";
import {
  type Place,
  parameterAxes,
  resultElement,
  resultShape,
  type Solver,
  step,
  uniform,
} from "../solver.ts";
import {
  type Clipped,
  codeCount,
  type Grid,
  isStated,
  type Root,
  type ValueSet,
} from "../value-set.ts";
import { unitedAxes, type Varying } from "../varying.ts";
import { finisher, mapped, type Scalar } from "./mapping.ts";
import { inRange } from "./overflow.ts";
import { FEW_CODES, rootOf } from "./small-sets.ts";

/**
 * A result within bounds that were worked out apart from its grid. Arithmetic ends what is known of
 * the float type that the values passed through, but codes stay as coarse as they came out of it.
 */
export function bounded(set: ValueSet, interval: Interval, place: Place): ValueSet {
  const lo = Math.max(set.interval.lo, interval.lo);
  const hi = Math.min(set.interval.hi, interval.hi);
  const element = resultElement(place);
  const within = lo <= hi ? { lo, hi } : interval;
  if (set.precision === undefined && set.carrier === element) {
    return inRange({ ...set, interval: within }, element);
  }
  const coarse = set.precision ?? set.carrier;
  const narrow = isFloat(coarse) && elementBits(coarse) < elementBits(element);
  const { precision: _, ...rest } = set;
  const precise = set.grid === undefined || !narrow ? rest : { ...rest, precision: coarse };
  return inRange({ ...precise, carrier: element, interval: within }, element);
}

/** a x + c with known numbers, on the codes' values and on all that is not counted. */
export function scalarAffine(set: ValueSet, a: number, c: number, solver: Solver): ValueSet {
  const { grid, extra, padded, clipped } = set;
  const inner = grid === undefined || isAbsolute(grid);
  const apply = (x: number) => a * x + (inner ? c : 0);
  const { root: _, whole: __, ...rest } = set;
  return {
    ...rest,
    ...(grid === undefined ? {} : { grid: affineGrid(grid, a, c, solver) }),
    ...(extra === undefined ? {} : { extra: extra.map(apply) }),
    ...(padded === undefined ? {} : { padded: padded.map(apply) }),
    ...(clipped === undefined ? {} : clippedThrough(clipped, (x) => a * x + c, a > 0)),
  };
}

function affineGrid(grid: Grid, a: number, c: number, solver: Solver): Grid {
  const inner = isAbsolute(grid);
  const moved = inner ? c : 0;
  const { factor, opaque } = grid;
  const shift = inner ? undefined : affineVarying(grid.shift, a, c, solver);
  const outer = {
    ...(factor === undefined ? {} : { factor }),
    ...(shift === undefined ? {} : { shift }),
    ...(opaque === undefined ? {} : { opaque: affineVarying(opaque, a, c, solver) as Varying }),
  };
  const levels = grid.levels?.map((level) => a * level + moved);
  const origin = a * grid.origin + moved;
  if (a > 0) {
    const even = { lo: grid.lo, hi: grid.hi, step: a * grid.step, origin };
    return levels === undefined ? { ...even, ...outer } : { ...even, levels, ...outer };
  }
  const even = { lo: 0 - grid.hi, hi: 0 - grid.lo, step: -a * grid.step, origin };
  return levels === undefined
    ? { ...even, ...outer }
    : { ...even, levels: levels.reverse(), ...outer };
}

/** The number of a v + c; absent stands for 0. */
export function affineVarying(
  v: Varying | undefined,
  a: number,
  c: number,
  solver: Solver,
): Varying | undefined {
  if (v === undefined && c === 0) return undefined;
  if (v !== undefined && a === 1 && c === 0) return v;
  const number = solver.derived(`affine ${a} ${c}`, v?.number ?? -1);
  const sign = v !== undefined && c === 0 ? ((Math.sign(a) * v.sign) as -1 | 0 | 1) : 0;
  return { number, axes: v?.axes ?? [], stored: v?.stored ?? true, sign };
}

/** Bounds behind a function that never falls, or never rises. */
export function clippedThrough(
  { lo, hi }: Clipped,
  f: (end: number) => number,
  rises: boolean,
): Pick<ValueSet, "clipped"> {
  const ends = [lo, hi].map((end) => (end === undefined ? undefined : f(end)));
  const [low, high] = rises ? ends : [ends[1], ends[0]];
  return {
    clipped: {
      ...(low === undefined ? {} : { lo: low }),
      ...(high === undefined ? {} : { hi: high }),
    },
  };
}

/** An input as a number that is not known, stretched over the result. */
export function varyingOf(input: number, set: ValueSet, place: Place, solver: Solver): Varying {
  const { lo, hi } = set.interval;
  return {
    number: solver.number(input),
    axes: parameterAxes(input, place, solver),
    stored: solver.stored(input),
    sign: lo > 0 ? 1 : hi < 0 ? -1 : 0,
  };
}

/** Integers that a rounding has made, and that no clip has bounded yet, with other integers. */
export function isWholeWith(inputs: readonly ValueSet[], place: Place, solver: Solver): boolean {
  const pending = inputs.some((set) => (set.rounded || set.whole) && !isStated(set));
  return pending && inputs.every((set, i) => holdsIntegers(set, i, place, solver));
}

function holdsIntegers(set: ValueSet, input: number, place: Place, solver: Solver): boolean {
  if (set.residue || set.strays) return false;
  if (set.whole) return true;
  const { grid } = set;
  if (grid !== undefined && isAbsolute(grid) && grid.levels === undefined) {
    return Number.isInteger(grid.step) && Number.isInteger(grid.origin);
  }
  const known = isFloat((place.inputs[input] as TensorType).element)
    ? solver.constant(input)?.data
    : undefined;
  return known !== undefined && Array.prototype.every.call(known, Number.isInteger);
}

/** True where an input is constant along an axis along which the other one may vary. */
export function stretches(input: number, other: number, place: Place, solver: Solver): boolean {
  const own = new Set(parameterAxes(input, place, solver).map(({ axis }) => axis));
  return parameterAxes(other, place, solver).some(({ axis }) => !own.has(axis));
}

/** A sum's codes are followed through scalars; through anything else only where they are few. */
export function passesSum({ summed, grid }: ValueSet, scalar: boolean): boolean {
  return !summed || scalar || grid === undefined || codeCount(grid) <= FEW_CODES;
}

/** A set after an operation with an unknown number has changed its grid. */
export function varied(
  set: ValueSet,
  grid: Grid,
  by: Varying,
  at: { readonly input: number; readonly place: Place; readonly solver: Solver },
  how: string,
): ValueSet | undefined {
  if (!passesSum(set, by.axes.length === 0)) return undefined;
  const { place, solver, input } = at;
  const { root: _, clipped: __, rounded: ___, zeroCommon: ____, whole: _____, ...rest } = set;
  const root = rootOf(set, solver.number(input), FEW_CODES);
  const where = by.axes.length === 0 ? "at run time" : "along an axis";
  const aligned = equalShapes((place.inputs[input] as TensorType).shape, resultShape(place));
  const result: ValueSet = {
    ...rest,
    interval: typeInterval(resultElement(place)),
    grid,
    ...(root !== undefined && aligned ? { root: untabled(root, by) } : {}),
    proof: step(
      solver,
      how,
      `${how} ${by.stored && by.axes.length === 0 ? "by a constant" : where}`,
      set,
    ),
  };
  const left = settled(result, resultShape(place), solver.stored(input));
  return left.grid === undefined ? undefined : left;
}

/** The root of a tensor after an operation with an unknown number: its values are not known. */
function untabled(root: Root, by: Varying): Root {
  const { table: _, exact: __, varies, ...bare } = root;
  const axes = unitedAxes(varies?.axes ?? [], by.axes);
  return { ...bare, varies: { axes, stored: (varies?.stored ?? true) && by.stored } };
}

interface Side {
  /** The input with codes, and the other one. */
  readonly input: number;
  readonly other: number;
}

export const SIDES: readonly Side[] = [
  { input: 0, other: 1 },
  { input: 1, other: 0 },
];

/**
 * x + c or x - c with a known c; the set keeps what a clip or a rounding has said. The bounds of a
 * clip are rounded as every value between them is, for a rounding that follows jumps.
 */
export function withConstant(
  inputs: readonly ValueSet[],
  place: Place,
  solver: Solver,
  apply: (set: ValueSet, value: number, side: Side) => readonly [number, number] | undefined,
  name: string,
  f: Scalar,
): ValueSet | undefined {
  for (const side of SIDES) {
    const value = uniform(solver, side.other);
    const set = inputs[side.input] as ValueSet;
    if (value === undefined || !Number.isFinite(value) || isPlain(set)) continue;
    const affine = apply(set, value, side);
    if (affine === undefined) return undefined;
    const [a, c] = affine;
    const result = scalarAffine(set, a, c, solver);
    const rule = c === 0 ? "scaled" : "shifted";
    const proof = step(solver, rule, `${rule} by a constant`, set);
    const small =
      set.grid === undefined ? undefined : mapped(name, f, inputs, place, solver, ["one root"]);
    const finish = finisher(resultElement(place));
    const exactly = (x: number) => finish(side.input === 0 ? f(x, value) : f(value, x));
    const { zeroCommon, ...rest } = result;
    return {
      ...rest,
      ...(set.clipped === undefined ? {} : clippedThrough(set.clipped, exactly, a > 0)),
      ...(small === undefined ? {} : merges(small) ? rootPart(small) : partsOf(small)),
      ...(zeroCommon && c === 0 ? { zeroCommon } : {}),
      interval: typeInterval(resultElement(place)),
      proof,
    };
  }
  return undefined;
}

/** True where a list of values holds fewer than there are: they lie close beside their magnitude. */
function merges({ grid, root }: ValueSet): boolean {
  const counted = root?.table?.slice(0, root.counted);
  return grid !== undefined && counted !== undefined && new Set(counted).size > codeCount(grid);
}

function rootPart({ root }: ValueSet): Partial<ValueSet> {
  return root === undefined ? {} : { root };
}

/** True where nothing but bounds is known. */
function isPlain({ grid, clipped, padded }: ValueSet): boolean {
  return grid === undefined && clipped === undefined && padded === undefined;
}

/** What a function code by code knows better than arithmetic on the grid. */
export function partsOf(set: ValueSet): Partial<ValueSet> {
  const { grid, extra, padded } = set;
  return {
    ...(grid === undefined ? {} : { grid }),
    ...(extra === undefined ? {} : { extra }),
    ...(padded === undefined ? {} : { padded }),
    ...rootPart(set),
  };
}
