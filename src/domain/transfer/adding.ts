import { isFloat } from "../../graph/element-type.ts";
import { isAbsolute } from "../grid.ts";
import { contains, corners, encloses, stored, typeInterval } from "../interval.ts";
import { type Place, resultElement, type Solver, step, type Transfer } from "../solver.ts";
import { boundedValues, type Grid, type ValueSet } from "../value-set.ts";
import { sameVarying, unitedAxes, type Varying } from "../varying.ts";
import {
  affineVarying,
  bounded,
  isWholeWith,
  SIDES,
  scalarAffine,
  stretches,
  varied,
  varyingOf,
  withConstant,
} from "./affine.ts";
import { coarser } from "./either.ts";
import { blurred, blursCodes, showsIn } from "./far-terms.ts";
import { mapped, type Scalar } from "./mapping.ts";

/** Two steps that differ by less, relatively, are one step. */
const SAME_STEP = 1e-6;
/** Largest multiple of a common step that two grids are brought to. */
const MOST_MULTIPLE = 1024;

/** Sum or difference. */
export const added =
  (sign: 1 | -1): Transfer =>
  (inputs, place, solver) => {
    const f: Scalar = (x, y) => (x as number) + sign * (y as number);
    const name = sign > 0 ? "sum" : "difference";
    const [a, b] = inputs as [ValueSet, ValueSet];
    const raw = corners(a.interval, b.interval, f);
    const element = resultElement(place);
    const interval = stored(raw, element);
    const none = boundedValues(element, interval, step(solver, "bounds", `bounds of a ${name}`));
    if (!isFloat(element) && !encloses(typeInterval(element), raw)) return none;
    const set =
      withConstant(
        inputs,
        place,
        solver,
        (_set, value, { input }) => (input === 0 ? [1, sign * value] : [sign, value]),
        name,
        f,
      ) ??
      mapped(name, f, inputs, place, solver, ["one root"]) ??
      shifted(inputs, place, solver, sign, true) ??
      gridsAdded(inputs, place, solver, sign) ??
      mapped(name, f, inputs, place, solver, ["combined", "with parameters"]) ??
      commonStep(inputs, place, solver, sign) ??
      shifted(inputs, place, solver, sign, false) ??
      none;
    const common = a.zeroCommon && b.zeroCommon && contains(interval, 0);
    return bounded(
      {
        ...(showsIn(set, inputs, interval) ? blurred(set) : set),
        ...(common ? { zeroCommon: true as const } : {}),
        ...(isWholeWith(inputs, place, solver) ? { whole: true as const } : {}),
      },
      interval,
      place,
    );
  };

/** Codes kept, the values moved by the other input. */
function shifted(
  inputs: readonly ValueSet[],
  place: Place,
  solver: Solver,
  sign: 1 | -1,
  mustStretch: boolean,
): ValueSet | undefined {
  for (const { input, other } of SIDES) {
    const set = inputs[input] as ValueSet;
    if (set.grid === undefined || (mustStretch && !stretches(other, input, place, solver)))
      continue;
    const by = varyingOf(other, inputs[other] as ValueSet, place, solver);
    const own = sign < 0 && input === 1 ? scalarAffine(set, -1, 0, solver) : set;
    const grid = own.grid as Grid;
    const moved = sign < 0 && input === 0 ? affineVarying(by, -1, 0, solver) : by;
    const shift = sumOfVarying(grid.shift, moved as Varying, solver);
    const result = varied(own, { ...grid, shift }, by, { input, place, solver }, "shifted");
    if (result !== undefined) return result;
  }
  return undefined;
}

function sumOfVarying(a: Varying | undefined, b: Varying, solver: Solver): Varying {
  if (a === undefined) return b;
  const numbers = [a.number, b.number].sort((x, y) => x - y);
  return {
    number: solver.derived("add", ...numbers),
    axes: unitedAxes(a.axes, b.axes),
    stored: a.stored && b.stored,
    sign: a.sign === b.sign ? a.sign : 0,
  };
}

/** Two even grids of one step and one factor: the codes are added. */
function gridsAdded(
  inputs: readonly ValueSet[],
  place: Place,
  solver: Solver,
  sign: 1 | -1,
): ValueSet | undefined {
  const pair = evenPair(inputs, sign, solver);
  if (pair === undefined) return undefined;
  const { a, b, x, y } = pair;
  if (Math.abs(x.step - y.step) > SAME_STEP * x.step || !sameVarying(x.factor, y.factor)) {
    return undefined;
  }
  const shift =
    y.shift === undefined
      ? x.shift
      : x.shift === undefined
        ? y.shift
        : sumOfVarying(x.shift, y.shift, solver);
  const grid: Grid = {
    lo: x.lo + y.lo,
    hi: x.hi + y.hi,
    step: x.step,
    origin: x.origin + y.origin,
    ...(x.factor === undefined ? {} : { factor: x.factor }),
    ...(shift === undefined ? {} : { shift }),
  };
  return summedSet(a, b, grid, step(solver, "codes added", "codes of one step added", a), place);
}

/** Both sets, the second one with its sign, and their grids, where these are even. */
function evenPair(inputs: readonly ValueSet[], sign: 1 | -1, solver: Solver) {
  const [a, b] = [inputs[0] as ValueSet, scalarAffine(inputs[1] as ValueSet, sign, 0, solver)];
  const [x, y] = [a.grid, b.grid];
  return x !== undefined && y !== undefined && isEven(x) && isEven(y) ? { a, b, x, y } : undefined;
}

function isEven({ levels, opaque }: Grid): boolean {
  return levels === undefined && opaque === undefined;
}

function summedSet(
  a: ValueSet,
  b: ValueSet,
  grid: Grid,
  proof: ValueSet["proof"],
  place: Place,
): ValueSet {
  const strays = [a, b].some(({ extra, padded, strays: s }) => s || extra || padded);
  const set: ValueSet = {
    carrier: resultElement(place),
    ...coarser(a, b),
    interval: typeInterval(resultElement(place)),
    grid,
    ...(strays ? { strays } : {}),
    summed: true,
    ...(a.residue || b.residue ? { residue: true } : {}),
    status: "proven",
    proof,
  };
  return blursCodes(grid, [a, b]) ? blurred(set) : set;
}

/** Two known even grids whose steps are small multiples of a common one. */
function commonStep(
  inputs: readonly ValueSet[],
  place: Place,
  solver: Solver,
  sign: 1 | -1,
): ValueSet | undefined {
  const pair = evenPair(inputs, sign, solver);
  if (pair === undefined) return undefined;
  const { a, b, x, y } = pair;
  if (!isAbsolute(x) || !isAbsolute(y)) return undefined;
  const multiples = multiplesOf(x.step, y.step);
  if (multiples === undefined) return undefined;
  const [p, q] = multiples;
  const grid: Grid = {
    lo: p * x.lo + q * y.lo,
    hi: p * x.hi + q * y.hi,
    step: x.step / p,
    origin: x.origin + y.origin,
  };
  return summedSet(
    a,
    b,
    grid,
    step(solver, "codes added", "codes of a common step added", a),
    place,
  );
}

/** Smallest whole numbers p, q with a / p = b / q; undefined where they are large. */
function multiplesOf(a: number, b: number): readonly [number, number] | undefined {
  for (let p = 1; p <= MOST_MULTIPLE; p++) {
    const q = (b * p) / a;
    const near = Math.round(q);
    if (near >= 1 && near <= MOST_MULTIPLE && Math.abs(q - near) <= SAME_STEP * near)
      return [p, near];
  }
  return undefined;
}
