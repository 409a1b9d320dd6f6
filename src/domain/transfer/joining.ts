import { type ElementType, isFloat } from "../../graph/element-type.ts";
import { type Tensor, toNumbers } from "../../graph/tensor.ts";
import {
  blurs,
  evenGrid,
  fitted,
  isAbsolute,
  isOn,
  settled,
  varyings,
  withoutGrid,
} from "../grid.ts";
import { contains, hull, isPoint } from "../interval.ts";
import { type Place, resultElement, resultShape, type Solver, step, uniform } from "../solver.ts";
import {
  boundedValues,
  codeCount,
  type Grid,
  hasWidth,
  integerGrid,
  isStated,
  type ValueSet,
  widthOf,
} from "../value-set.ts";
import { commonDivisor } from "../varying.ts";
import { extreme } from "./clipping.ts";
import { eitherOf, unitedCarrier, weaker } from "./either.ts";
import { mapped } from "./mapping.ts";

/** One of two, element by element, by a truth value. */
export function selected(
  inputs: readonly ValueSet[],
  place: Place,
  solver: Solver,
): ValueSet | undefined {
  const [predicate, yes, no] = inputs as [ValueSet, ValueSet, ValueSet];
  if (isPoint(predicate.interval)) return inputs[predicate.interval.lo === 1 ? 1 : 2];
  const side = chosenSide(solver);
  if (side !== undefined) {
    const set = extreme(side)([yes, no], branchesOf(place), branchSolver(solver));
    return set && uniform(solver, 1) === undefined ? orOther(set, no, uniform(solver, 2)) : set;
  }
  const small = selectedCodes(inputs, place, solver);
  const sides = [constantSet(1, yes, place, solver), constantSet(2, no, place, solver)] as const;
  const zero = sides.some(({ interval }) => isPoint(interval) && interval.lo === 0);
  const only = besideNan(solver);
  const proof = step(solver, "select", only === undefined ? "one of two" : "or NaN", yes);
  const either = () =>
    only === undefined
      ? eitherOf(...sides, resultElement(place), proof)
      : withoutRoot(sides[only - 1] as ValueSet);
  const set = small ?? either();
  const interval = hull(yes.interval, no.interval);
  const bounds = {
    lo: Math.max(interval.lo, set.interval.lo),
    hi: Math.min(interval.hi, set.interval.hi),
  };
  const common = (zero || yes.zeroCommon || no.zeroCommon) && contains(bounds, 0);
  const { zeroCommon: _, root: __, ...rest } = set;
  return {
    ...rest,
    ...(set.root === undefined ? {} : { root: set.root }),
    interval: bounds,
    ...(common ? { zeroCommon: true } : {}),
  };
}

/** Which of the two is chosen where they themselves are compared. */
function chosenSide(solver: Solver): "minimum" | "maximum" | undefined {
  const [truth, yes, no] = [solver.number(0), solver.number(1), solver.number(2)];
  const isOneOf = (a: number, b: number, ...names: readonly string[]) =>
    names.some((name) => solver.made(name, a, b) === truth);
  if (isOneOf(yes, no, "less", "lessOrEqual")) return "minimum";
  if (isOneOf(no, yes, "greater", "greaterOrEqual")) return "minimum";
  if (isOneOf(yes, no, "greater", "greaterOrEqual")) return "maximum";
  return isOneOf(no, yes, "less", "lessOrEqual") ? "maximum" : undefined;
}

/** Beside NaN no order holds, so that the other one is chosen: its values are there, uncounted. */
function orOther(set: ValueSet, other: ValueSet, value: number | undefined): ValueSet {
  const { grid, extra = [] } = set;
  const result = withoutRoot({ ...set, interval: hull(set.interval, other.interval) });
  if (grid === undefined) return result;
  if (value === undefined || !isAbsolute(grid)) return { ...result, strays: true };
  const isThere = isOn(grid, value) || extra.includes(value);
  return isThere ? result : { ...result, extra: [...extra, value] };
}

/** A choice without its predicate. */
function branchesOf({ inputs, outputs }: Place): Place {
  return { inputs: inputs.slice(1), outputs };
}

function branchSolver(solver: Solver): Solver {
  return {
    place: solver.place,
    warn: (code, reason) => solver.warn(code, reason),
    constant: (input) => solver.constant(input + 1),
    stored: (input) => solver.stored(input + 1),
    ...(solver.axes === undefined ? {} : { axes: (input) => solver.axes?.(input + 1) ?? [] }),
    number: (input) => solver.number(input + 1),
    made: (operator, ...numbers) => solver.made(operator, ...numbers),
    derived: (operation, ...numbers) => solver.derived(operation, ...numbers),
  };
}

/** The input that is chosen where the other one is always NaN, which lies in every set. */
function besideNan(solver: Solver): 1 | 2 | undefined {
  if (Number.isNaN(uniform(solver, 1) ?? 0)) return 2;
  if (Number.isNaN(uniform(solver, 2) ?? 0)) return 1;
  const isItself = solver.made("notEqual", solver.number(1), solver.number(1));
  return solver.number(0) === isItself ? 2 : undefined;
}

function withoutRoot({ root: _, ...set }: ValueSet): ValueSet {
  return set;
}

/** Code by code; or, where that is no narrower, whatever the predicate depends on. */
function selectedCodes(
  inputs: readonly ValueSet[],
  place: Place,
  solver: Solver,
): ValueSet | undefined {
  const f = (...[p, x, y]: readonly number[]) => (p === 1 ? x : y) as number;
  const manners = ["one root", "with parameters"] as const;
  const byRoot = mapped("select", f, inputs, place, solver, manners);
  if (byRoot?.grid?.opaque === undefined) return byRoot;
  const { root: _, ...predicate } = inputs[0] as ValueSet;
  const free = mapped("select", f, [predicate, ...inputs.slice(1)], place, solver, manners);
  return free !== undefined && widthOf(free).bits <= widthOf(byRoot).bits ? free : byRoot;
}

/** What holds one number only as a set of that value. */
function pointSet(set: ValueSet): ValueSet {
  const { carrier, interval, grid, residue, padded: pads } = set;
  const { lo: value } = interval;
  const known = isPoint(interval) && Number.isFinite(value) && !residue && pads === undefined;
  if (grid !== undefined || !known) return set;
  return { ...set, grid: onePoint(carrier, value), status: "proven" };
}

function onePoint(element: ElementType, value: number): Grid {
  return isFloat(element) ? { lo: 0, hi: 0, step: 1, origin: value } : evenGrid(value, 1, 1);
}

/** A known number as a set of one value, so that it joins with others. */
function constantSet(input: number, set: ValueSet, place: Place, solver: Solver): ValueSet {
  const value = uniform(solver, input);
  const element = resultElement(place);
  if (value === undefined || !Number.isFinite(value)) return set;
  return {
    carrier: element,
    interval: { lo: value, hi: value },
    grid: onePoint(element, value),
    ...(value === 0 ? { zeroCommon: true as const } : {}),
    status: "proven",
    proof: set.proof,
  };
}

/**
 * Tensors one after another along an axis: one grid where they have one, else as many codes as the
 * most of them have, with values of their own along the axis.
 */
export function concatenated(
  inputs: readonly ValueSet[],
  axis: number,
  place: Place,
  solver: Solver,
): ValueSet {
  const element = resultElement(place);
  const proof = step(solver, "join", "put together", inputs[0]);
  const sets = inputs.map((set, i) => constantSet(i, set, place, solver));
  const [first, ...others] = sets as [ValueSet, ...ValueSet[]];
  const joined = others.reduce((all, set) => eitherOf(all, set, element, proof), {
    ...first,
    proof,
  });
  const { root: _, ...united } = joined;
  const most = Math.max(...sets.map((set) => widthOf(set).bits));
  const moves = sets.some(({ grid }) => grid !== undefined && variesAlong(grid, axis));
  const narrow = !moves && united.grid !== undefined && widthOf(united).bits <= most;
  if (moves && !sets.every(hasWidth)) return withoutGrid(united);
  if (narrow || !sets.every(hasWidth)) return { ...united, carrier: unitedCarrier(sets, element) };
  const sizes = place.inputs.map(({ shape }) => shape[axis] as number);
  const block = sizes.reduce(commonDivisor, 0);
  const parts = sets.flatMap(({ grid }) => varyings(grid as Grid));
  const opaque = {
    number: solver.derived("join", ...inputs.map((_, i) => solver.number(i))),
    axes: [...parts.flatMap((part) => part.axes), { axis, block }].reduce<
      readonly { axis: number; block: number }[]
    >((axes, one) => merged(axes, one), []),
    stored: parts.every(({ stored }) => stored),
    sign: 0,
  } as const;
  const strays = sets.some(({ extra, padded, strays: s }) => extra || padded || s);
  const status = sets.map((set) => set.status).reduce(weaker);
  const codes = Math.max(...sets.map(({ grid }) => codeCount(grid as Grid)));
  const set: ValueSet = {
    carrier: unitedCarrier(sets, element),
    interval: united.interval,
    grid: { lo: 0, hi: codes - 1, step: 1, origin: 0, opaque },
    ...(strays ? { strays } : {}),
    ...(sets.some(({ summed }) => summed) ? { summed: true } : {}),
    ...(united.zeroCommon ? { zeroCommon: true } : {}),
    status: sets.every(isStated) ? status : "proven",
    proof: step(solver, "join", "parts with a scale each put together", inputs[0]),
  };
  return settled(set, resultShape(place), false);
}

function variesAlong(grid: Grid, axis: number): boolean {
  return varyings(grid).some((part) => part.axes.some((one) => one.axis === axis));
}

function merged(
  axes: readonly { axis: number; block: number }[],
  one: { axis: number; block: number },
): readonly { axis: number; block: number }[] {
  const known = axes.find(({ axis }) => axis === one.axis);
  if (known === undefined) return [...axes, one].sort((a, b) => a.axis - b.axis);
  const block = commonDivisor(known.block, one.block);
  return axes.map((entry) => (entry.axis === one.axis ? { axis: one.axis, block } : entry));
}

/** Elements of the first input with some of another one in their place. */
export function overwritten(
  [x, updates]: readonly [ValueSet, ValueSet],
  element: ElementType,
  solver: Solver,
): ValueSet {
  const proof = step(solver, "join", "some elements replaced", x);
  const set = eitherOf(pointSet(x), pointSet(updates), element, proof);
  if (set.grid === undefined || varyings(set.grid).length === 0) return set;
  return isAbsolute(set.grid) ? set : boundedValues(set.carrier, set.interval, set.proof);
}

/** Some of the elements as they are, 0 in the place of the others. */
export function besideZeros(x: ValueSet, place: Place, solver: Solver): ValueSet {
  const element = resultElement(place);
  const zero = {
    carrier: element,
    interval: { lo: 0, hi: 0 },
    grid: onePoint(element, 0),
    zeroCommon: true,
    status: "proven",
    proof: x.proof,
  } as const;
  return eitherOf(pointSet(x), zero, element, step(solver, "select", "0 in some places", x));
}

/** The integers from 0 to the last. */
export function numbered(carrier: ElementType, last: number, by: string, solver: Solver): ValueSet {
  return {
    carrier,
    interval: { lo: 0, hi: last },
    grid: integerGrid(0, last),
    zeroCommon: true,
    status: "proven",
    proof: step(solver, "table", `0 to ${last} by ${by}`),
  };
}

/** The entries of a small known tensor as the only values of a result. */
export function listed(
  known: Tensor | undefined,
  by: string,
  place: Place,
  solver: Solver,
): ValueSet | undefined {
  if (known === undefined || known.data.length === 0) return undefined;
  const values = toNumbers(known);
  const grid = values.every(Number.isFinite) ? fitted(values) : undefined;
  if (grid === undefined) return undefined;
  return {
    carrier: resultElement(place),
    interval: { lo: Math.min(...values), hi: Math.max(...values) },
    grid,
    ...(blurs(values) ? { strays: true } : {}),
    ...(values.includes(0) ? { zeroCommon: true } : {}),
    status: "proven",
    proof: step(solver, "table", `one of ${codeCount(grid)} values by ${by}`),
  };
}
