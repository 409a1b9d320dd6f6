import { type ElementType, elementBits, isFloat } from "../../graph/element-type.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { innerInterval, isAbsolute, settled } from "../grid.ts";
import { corners, EVERYTHING, type Interval, stored, typeInterval } from "../interval.ts";
import {
  type Place,
  parameterAxes,
  resultElement,
  resultShape,
  type Solver,
  step,
  uniform,
} from "../solver.ts";
import { boundedValues, type Grid, integersOf, type ValueSet } from "../value-set.ts";
import { unitedAxes, type Varying, type VaryingAxis } from "../varying.ts";
import { scalarAffine } from "./affine.ts";
import { inRange } from "./overflow.ts";

/** Codes of a quantizer whose element type declares the width. */
export function quantizedValues(element: ElementType, solver: Solver): ValueSet {
  const proof = step(solver, "quantizer", `quantized to ${element}`);
  const set = {
    carrier: element,
    interval: typeInterval(element),
    status: "declared",
    proof,
  } as const;
  return isFloat(element) ? set : { ...set, grid: integersOf(element), rounded: true };
}

/** How a quantizer's parameters lie over the data. */
export interface Spread {
  readonly axis: number;
  readonly blockSize: number;
}

/** The axes along which a parameter of a quantizer varies. */
function spreadAxes(parameter: TensorType, x: TensorType, spread: Spread): readonly VaryingAxis[] {
  if (parameter.shape.every((size) => size === 1)) return [];
  const axis = spread.axis < 0 ? spread.axis + x.shape.length : spread.axis;
  if (spread.blockSize === 0) return [{ axis, block: 1 }];
  return x.shape.flatMap((size, i) => {
    if (size === 1) return [];
    if (i !== axis) return [{ axis: i, block: 1 }];
    return spread.blockSize >= size ? [] : [{ axis, block: spread.blockSize }];
  });
}

/** An input of a quantizer as a number that is not known. */
function parameterOf(input: number, place: Place, spread: Spread, solver: Solver): Varying {
  const [x] = place.inputs as readonly [TensorType];
  return {
    number: solver.number(input),
    axes: spreadAxes(place.inputs[input] as TensorType, x, spread),
    stored: solver.stored(input),
    sign: 0,
  };
}

/** Real values of codes: (code - zero point) x scale. Small floats keep their width. */
export function dequantizedValues(
  inputs: readonly ValueSet[],
  spread: Spread,
  place: Place,
  solver: Solver,
): ValueSet {
  const [codes] = inputs as readonly [ValueSet];
  const element = resultElement(place);
  const interval = dequantizedInterval(inputs, element);
  const proof = step(solver, "dequantizer", "dequantized", codes);
  const { grid, carrier } = codes;
  const floats = isFloat(carrier);
  if (grid === undefined) {
    const small = floats && elementBits(carrier) < elementBits(element);
    if (!small) return boundedValues(element, interval, step(solver, "bounds", "dequantized"));
    return { carrier, interval, status: codes.status, proof };
  }
  const real = withParameters(codes, place, spread, solver);
  const set: ValueSet = { ...real, carrier: element, interval, proof };
  return settled(inRange(set, element), resultShape(place), solver.stored(0));
}

function dequantizedInterval(inputs: readonly ValueSet[], element: ElementType): Interval {
  const [codes, scale, zero] = inputs as readonly [ValueSet, ValueSet, ValueSet?];
  const offset = zero === undefined ? { lo: 0, hi: 0 } : zero.interval;
  const centred = corners(codes.interval, offset, (x, y) => x - y);
  return stored(
    corners(centred, scale.interval, (x, y) => x * y),
    element,
  );
}

/** Codes moved by the zero point and stretched by the scale, each known or not. */
function withParameters(codes: ValueSet, place: Place, spread: Spread, solver: Solver): ValueSet {
  const zero = place.inputs.length > 2 ? uniform(solver, 2) : 0;
  const scale = uniform(solver, 1);
  const { root: _, zeroCommon, clipped: __, rounded: ___, ...bare } = codes;
  const centred = zero === undefined ? bare : scalarAffine(bare, 1, -zero, solver);
  const common = zeroCommon && zero === 0 ? { zeroCommon } : {};
  if (zero !== undefined && scale !== undefined && scale !== 0 && Number.isFinite(scale)) {
    return { ...scalarAffine(centred, scale, 0, solver), ...common };
  }
  const factor = parameterOf(1, place, spread, solver);
  const grid = centred.grid as Grid;
  if (zero !== undefined && isAbsolute(grid))
    return { ...centred, grid: { ...grid, factor }, ...common };
  const points = zero === undefined ? [1, 2] : [1];
  const shift: Varying = {
    number: solver.derived(
      "zero point",
      ...points.map((input) => solver.number(input)),
      grid.shift?.number ?? -1,
    ),
    axes: points
      .map((input) => parameterOf(input, place, spread, solver).axes)
      .reduce(unitedAxes, []),
    stored: points.every((input) => solver.stored(input)),
    sign: 0,
  };
  return { ...centred, grid: { ...grid, factor, shift } };
}

/** A known grid that an operator declares for its output: a x + c on plain codes. */
export function declaredGrid(
  codes: Grid,
  [a, c]: readonly [number, number],
  text: string,
  place: Place,
  solver: Solver,
): ValueSet {
  const proof = step(solver, "quantizer", text);
  const set = {
    carrier: resultElement(place),
    interval: EVERYTHING,
    grid: codes,
    status: "declared",
    proof,
  } as const;
  return a === 0 ? { ...set, strays: true } : scalarAffine(set, a, c, solver);
}

/** Codes times a scale that is input 1. */
export function scaledCodes(
  codes: Grid,
  text: string,
  inputs: readonly ValueSet[],
  place: Place,
  solver: Solver,
): ValueSet {
  return fakeQuantized({ codes, text, scale: 1 }, inputs, place, solver);
}

/** A quantizer whose output stays in floats: scale x (code - zero point). */
export interface FakeQuantizer {
  readonly codes: Grid;
  readonly text: string;
  /** Inputs that hold scale and zero point; they stretch over the result. */
  readonly scale: number;
  readonly zero?: number;
  /** Zero points of the result for one of that input. */
  readonly zeroFactor?: number;
}

/** Values of a quantizer whose output stays in floats. */
export function fakeQuantized(
  quantizer: FakeQuantizer,
  inputs: readonly ValueSet[],
  place: Place,
  solver: Solver,
): ValueSet {
  const { codes, text, zeroFactor = 1 } = quantizer;
  const zero = quantizer.zero === undefined ? 0 : uniform(solver, quantizer.zero);
  const scale = uniform(solver, quantizer.scale);
  const set = declaredGrid(
    codes,
    [1, zero === undefined ? 0 : 0 - zero * zeroFactor],
    text,
    place,
    solver,
  );
  const common = zero === 0 && codes.origin === 0 ? { zeroCommon: true as const } : {};
  const factor = stretchedInput(quantizer.scale, place, solver);
  if (zero === undefined)
    return { ...set, grid: withZeroPoints(codes, factor, quantizer, place, solver) };
  const grid = set.grid as Grid;
  const interval = scaledInterval(grid, inputs[quantizer.scale] as ValueSet, resultElement(place));
  const usable = scale !== undefined && scale !== 0 && Number.isFinite(scale);
  if (usable) {
    const real = { ...scalarAffine(set, scale, 0, solver), ...common, interval };
    return inRange(real, resultElement(place));
  }
  return { ...set, ...common, interval, grid: { ...grid, factor } };
}

/** An input that stretches over the result, as a number that is not known. */
function stretchedInput(input: number, place: Place, solver: Solver): Varying {
  return {
    number: solver.number(input),
    axes: parameterAxes(input, place, solver),
    stored: solver.stored(input),
    sign: 0,
  };
}

function withZeroPoints(
  codes: Grid,
  factor: Varying,
  quantizer: FakeQuantizer,
  place: Place,
  solver: Solver,
): Grid {
  const zero = stretchedInput(quantizer.zero as number, place, solver);
  const shift: Varying = {
    number: solver.derived("zero point", factor.number, zero.number),
    axes: unitedAxes(factor.axes, zero.axes),
    stored: factor.stored && zero.stored,
    sign: 0,
  };
  return { ...codes, factor, shift };
}

function scaledInterval(grid: Grid, { interval: scale }: ValueSet, element: ElementType): Interval {
  const inner = innerInterval(grid);
  const ends = corners(inner, scale, (x, y) => x * y);
  return stored(ends, element);
}
