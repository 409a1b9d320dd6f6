import { isFloat, isSmallFloat } from "../../graph/element-type.ts";
import { contains, corners, encloses, stored, typeInterval } from "../interval.ts";
import { type Place, resultElement, type Solver, step, type Transfer, uniform } from "../solver.ts";
import { boundedValues, codeCount, type Grid, type ValueSet } from "../value-set.ts";
import { unitedAxes, type Varying } from "../varying.ts";
import {
  bounded,
  isWholeWith,
  partsOf,
  SIDES,
  scalarAffine,
  stretches,
  varied,
  varyingOf,
  withConstant,
} from "./affine.ts";
import { integerQuotient } from "./dividing.ts";
import { mapped, type Scalar } from "./mapping.ts";

function productOfVarying(
  a: Varying | undefined,
  b: Varying,
  solver: Solver,
  operation: "multiply" | "divide",
): Varying {
  if (a === undefined && operation === "multiply") return b;
  const numbers = [a?.number ?? -1, b.number];
  if (operation === "multiply") numbers.sort((x, y) => x - y);
  return {
    number: solver.derived(operation, ...numbers),
    axes: unitedAxes(a?.axes ?? [], b.axes),
    stored: (a?.stored ?? true) && b.stored,
    sign: ((a?.sign ?? 1) * b.sign) as -1 | 0 | 1,
  };
}

/** Product. */
export const multiplied: Transfer = (inputs, place, solver) => {
  const f: Scalar = (x, y) => (x as number) * (y as number);
  const [a, b] = inputs as [ValueSet, ValueSet];
  const raw = corners(a.interval, b.interval, f);
  const element = resultElement(place);
  const interval = stored(raw, element);
  const none = boundedValues(element, interval, step(solver, "bounds", "bounds of a product"));
  if (!isFloat(element) && !encloses(typeInterval(element), raw)) return none;
  if (uniform(solver, 0) === 0 || uniform(solver, 1) === 0) return none;
  const set =
    withConstant(inputs, place, solver, (_set, value) => [value, 0], "product", f) ??
    mapped("product", f, inputs, place, solver, ["one root"]) ??
    fewer(mapped("product", f, inputs, place, solver, ["combined"]), () => {
      const sides = SIDES.filter(({ input, other }) =>
        stretchesStored(other, input, place, solver),
      );
      return scaled(sides, inputs, place, solver);
    }) ??
    scaled(SIDES, inputs, place, solver) ??
    none;
  const common = (a.zeroCommon || b.zeroCommon) && contains(interval, 0);
  const result = bounded(
    {
      ...set,
      ...(common ? { zeroCommon: true as const } : {}),
      ...(isWholeWith(inputs, place, solver) ? { whole: true as const } : {}),
    },
    interval,
    place,
  );
  return narrowBehindScale(inputs, place, result, solver);
};

/**
 * Codes of two tensors one by one, unless the codes of one alone are fewer: numbers that are stored for
 * each channel are a scale, also where they happen to be powers of two.
 */
function fewer(
  combined: ValueSet | undefined,
  alone: () => ValueSet | undefined,
): ValueSet | undefined {
  if (combined?.grid === undefined) return combined;
  const set = alone();
  if (set?.grid === undefined) return combined;
  return codeCount(set.grid) < codeCount(combined.grid) ? set : combined;
}

/** True for a stored input that is constant along an axis along which the other one may vary. */
function stretchesStored(input: number, other: number, place: Place, solver: Solver): boolean {
  return solver.stored(input) && stretches(input, other, place, solver);
}

function scaled(
  sides: typeof SIDES,
  inputs: readonly ValueSet[],
  place: Place,
  solver: Solver,
): ValueSet | undefined {
  for (const { input, other } of sides) {
    const set = inputs[input] as ValueSet;
    if (set.grid === undefined) continue;
    const by = varyingOf(other, inputs[other] as ValueSet, place, solver);
    const result = scaledBy(set, by, "multiply", { input, place, solver });
    if (result !== undefined) return result;
  }
  return undefined;
}

function scaledBy(
  set: ValueSet,
  by: Varying,
  operation: "multiply" | "divide",
  at: { readonly input: number; readonly place: Place; readonly solver: Solver },
): ValueSet | undefined {
  const grid = set.grid as Grid;
  if (!isFloat(set.carrier)) return undefined;
  const { solver } = at;
  const { shift, opaque } = grid;
  const scaledGrid: Grid =
    opaque === undefined
      ? { ...grid, factor: productOfVarying(grid.factor, by, solver, operation) }
      : { ...grid, opaque: productOfVarying(opaque, by, solver, operation) };
  const moved =
    shift === undefined
      ? scaledGrid
      : { ...scaledGrid, shift: productOfVarying(shift, by, solver, operation) };
  return varied(set, moved, by, at, "scaled");
}

/** Quotient. */
export const divided: Transfer = (inputs, place, solver) => {
  const [a, b] = inputs as [ValueSet, ValueSet];
  const element = resultElement(place);
  const f: Scalar = (x, y) => (x as number) / (y as number);
  const proof = step(solver, "bounds", "bounds of a quotient");
  if (!isFloat(element)) return quotientOfIntegers(inputs, place, solver);
  const interval = contains(b.interval, 0)
    ? typeInterval(element)
    : stored(corners(a.interval, b.interval, f), element);
  const none = boundedValues(element, interval, proof);
  const set =
    signOfItself(place, solver) ??
    withConstant(
      inputs,
      place,
      solver,
      (_set, value, { input }) => (input === 0 && value !== 0 ? [1 / value, 0] : undefined),
      "quotient",
      f,
    ) ??
    mapped("quotient", f, inputs, place, solver, ["one root"]) ??
    fewer(mapped("quotient", f, inputs, place, solver, ["combined"]), () =>
      stretchesStored(1, 0, place, solver) ? dividedByVarying(inputs, place, solver) : undefined,
    ) ??
    dividedByVarying(inputs, place, solver) ??
    none;
  const common = a.zeroCommon && contains(interval, 0);
  const result = bounded(common ? { ...set, zeroCommon: true } : set, interval, place);
  return uniform(solver, 0) === undefined
    ? narrowBehindScale(inputs, place, result, solver)
    : result;
};

function dividedByVarying(
  inputs: readonly ValueSet[],
  place: Place,
  solver: Solver,
): ValueSet | undefined {
  const [set, divisor] = inputs as [ValueSet, ValueSet];
  if (set.grid === undefined || solver.constant(1)?.data.some((x) => Number(x) === 0)) {
    return undefined;
  }
  const by = varyingOf(1, divisor, place, solver);
  return scaledBy(set, by, "divide", { input: 0, place, solver });
}

const quotientOfIntegers = integerQuotient("quotient", (x, y) => (y === 0 ? 0 : Math.trunc(x / y)));

/** x / |x|, which is undefined for 0 alone. */
function signOfItself(place: Place, solver: Solver): ValueSet | undefined {
  if (solver.number(1) !== solver.made("abs", solver.number(0))) return undefined;
  const interval = { lo: -1, hi: 1 };
  return {
    carrier: resultElement(place),
    interval,
    grid: { lo: 0, hi: 1, step: 2, origin: -1 },
    status: "proven",
    proof: step(solver, "sign", "x / |x|: -1 or +1"),
  };
}

/** A small float behind a scale that is the same along an axis is as narrow as before. */
function narrowBehindScale(
  inputs: readonly ValueSet[],
  place: Place,
  set: ValueSet,
  solver: Solver,
): ValueSet {
  if (set.grid !== undefined) return set;
  const side = SIDES.find(({ input, other }) => {
    const { carrier } = inputs[input] as ValueSet;
    return isFloat(carrier) && isSmallFloat(carrier) && stretches(other, input, place, solver);
  });
  if (side === undefined) return set;
  const { carrier, status, proof } = inputs[side.input] as ValueSet;
  return { ...set, carrier, status, proof };
}

/** The set with every value turned round; what is known only of even grids goes. */
export const negated: Transfer = ([x], place, solver) => {
  if (x === undefined) return undefined;
  const element = resultElement(place);
  const interval = stored({ lo: 0 - x.interval.hi, hi: 0 - x.interval.lo }, element);
  const own = encloses(typeInterval(element), { lo: 0 - x.interval.hi, hi: 0 - x.interval.lo });
  if (!own) return boundedValues(element, interval, step(solver, "bounds", "bounds of a negative"));
  const small = mapped("negative", (v) => 0 - (v as number), [x], place, solver, ["one root"]);
  const set = { ...scalarAffine(x, -1, 0, solver), ...(small === undefined ? {} : partsOf(small)) };
  const proof = x.grid === undefined ? x.proof : step(solver, "scaled", "negated", x);
  return bounded({ ...set, interval: typeInterval(element), proof }, interval, place);
};
