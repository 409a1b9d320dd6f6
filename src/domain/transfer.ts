import {
  type ElementType,
  elementBits,
  integerRange,
  isFloat,
  isInteger,
} from "../graph/element-type.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import { gridRange, type Parametrised, parametrised } from "./parameter.ts";
import type { Solver } from "./solver.ts";
import { type Grid, unknownValues, type ValueSet } from "./value-set.ts";

/**
 * A transfer function: undefined says that nothing is known but the element type.
 *
 * @param types - of the inputs
 */
export type Transfer = (
  inputs: readonly ValueSet[],
  solver: Solver,
  types: readonly TensorType[],
) => ValueSet | undefined;

/** The set with another grid and one more step in its proof. */
function regridded(set: ValueSet, grid: Grid, step: string): ValueSet {
  return { ...set, grid, proof: { step, from: set.proof } };
}

/** False where a sum of integers may wrap. */
function sumStays({ set, grid, range, first }: Parametrised, direction: 1 | -1): boolean {
  if (!isInteger(set.carrier)) return isFloat(set.carrier);
  const own = gridRange(grid);
  if (own === undefined) return false;
  const [least, most] = integerRange(set.carrier).map(Number) as [number, number];
  const ends = own.flatMap((x) =>
    range.map((y) => (direction > 0 ? x + y : first ? x - y : y - x)),
  );
  return ends.every((end) => end >= least && end <= most);
}

/** Sum with a zero point or another parameter: codes kept, the zero moves. */
export const offsetBy =
  (direction: 1 | -1): Transfer =>
  (inputs, solver, types) => {
    const found = parametrised(inputs, solver, types);
    if (found === undefined || !sumStays(found, direction)) return undefined;
    const { set, grid, value, first } = found;
    const scale = direction < 0 && !first && grid.scale !== null ? -grid.scale : grid.scale;
    if (value === null || scale === null || grid.zero === null) {
      return regridded(set, { ...grid, scale, zero: null }, `shifted at ${solver.place}`);
    }
    const zero = grid.zero - (direction < 0 && first ? -value : value) / scale;
    return regridded(set, { ...grid, scale, zero }, `shifted by a constant at ${solver.place}`);
  };

/** Product with a nonzero parameter: codes kept, the scale changes. */
export const scaled: Transfer = (inputs, solver, types) => {
  const found = parametrised(inputs, solver, types);
  if (found === undefined || !isFloat(found.set.carrier) || found.value === 0) return undefined;
  const { set, grid, value } = found;
  const scale = grid.scale === null || value === null ? null : grid.scale * value;
  return regridded(set, { ...grid, scale }, `scaled ${manner(value)} at ${solver.place}`);
};

/** Quotient by a nonzero parameter. */
export const dividedBy: Transfer = (inputs, solver, types) => {
  const found = parametrised(inputs, solver, types, [[0, 1]]);
  if (found === undefined || !isFloat(found.set.carrier) || holdsZero(solver, 1)) return undefined;
  const { set, grid, value } = found;
  const scale = grid.scale === null || value === null ? null : grid.scale / value;
  return regridded(set, { ...grid, scale }, `scaled ${manner(value)} at ${solver.place}`);
};

function holdsZero(solver: Solver, input: number): boolean {
  for (const element of solver.constant(input)?.data ?? []) if (Number(element) === 0) return true;
  return false;
}

function manner(value: number | null): string {
  return value === null ? "along an axis" : "by a constant";
}

/** Relu, maximum and minimum with a constant: a declared width stays. */
export const cut: Transfer = (inputs, solver, types) => {
  const found = parametrised(inputs, solver, types);
  if (found === undefined || found.value === null || !isFloat(found.set.carrier)) return undefined;
  return isStated(found.set) ? found.set : undefined;
};

/** A declared or claimed width stays through what merely selects among its values. */
export function isStated({ status }: ValueSet): boolean {
  return status === "declared" || status === "claimed";
}

/** A tensor of truth values. */
export function boolValues(operator: string): ValueSet {
  return {
    carrier: "bool",
    grid: { lo: 0, hi: 1, scale: 1, zero: 0 },
    status: "proven",
    proof: { step: `0 or 1 by ${operator}` },
  };
}

/** Values after a change of element type; the narrowest float type stays remembered. */
export function convertedValues(set: ValueSet, to: ElementType): ValueSet | undefined {
  if (!isFloat(to)) return integerValues(set, to);
  if (set.grid !== undefined) return { ...set, carrier: to };
  if (!isFloat(set.carrier)) return undefined;
  return elementBits(set.carrier) <= elementBits(to) ? set : unknownValues(to);
}

/** Integers that fit stay as they are; where nothing else is known, they are those of the type. */
function integerValues(set: ValueSet, to: ElementType): ValueSet | undefined {
  const { carrier } = set;
  if (isFloat(carrier) || !isInteger(to)) return undefined;
  const [least, most] = integerRange(to).map(Number) as [number, number];
  const [lo, hi] = integerRange(carrier).map(Number) as [number, number];
  const range = gridRange(set.grid) ?? [lo, hi];
  const grid = set.grid ?? { lo, hi, scale: 1, zero: 0 };
  return range[0] >= least && range[1] <= most ? { ...set, grid, carrier: to } : undefined;
}

/** Values of tensors put together: equal grids stay, anything else is unknown. */
export function joinedValues(sets: readonly ValueSet[], element: ElementType): ValueSet {
  const [first] = sets;
  if (first !== undefined && sets.every((set) => sameGrid(set, first))) return first;
  return unknownValues(element);
}

function sameGrid(a: ValueSet, b: ValueSet): boolean {
  if (a.carrier !== b.carrier) return false;
  if (a.grid === undefined || b.grid === undefined) return a.grid === b.grid;
  const { lo, hi, scale, zero } = a.grid;
  return (
    lo === b.grid.lo &&
    hi === b.grid.hi &&
    scale !== null &&
    scale === b.grid.scale &&
    zero === b.grid.zero
  );
}
