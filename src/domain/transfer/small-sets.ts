import { type ElementType, isFloat } from "../../graph/element-type.ts";
import { roundToFloat } from "../../graph/small-float.ts";
import { equalShapes, type TensorType } from "../../graph/tensor-type.ts";
import { innerValues, isAbsolute, varyingAxes, varyings } from "../grid.ts";
import { type Place, parameterAxes, resultShape, type Solver, uniform } from "../solver.ts";
import { codeCount, type Root, type ValueSet } from "../value-set.ts";
import type { VaryingAxis } from "../varying.ts";

/** Most codes that any function is followed through, one by one. */
export const FEW_CODES = 16;
/** Most codes of one of several tensors. */
export const MOST_COMBINED = 256;

/** What an input is to a function that is applied code by code. */
export type Argument =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "codes"; readonly alphabet: Alphabet; readonly set: ValueSet }
  | { readonly kind: "parameter"; readonly axes: readonly VaryingAxis[]; readonly stored: boolean };

/** The values of a small set: counted ones, then those of signs, then those of padding. */
interface Alphabet {
  readonly root: Root;
  /** True where the input has the root's shape: the same place there decides it. */
  readonly aligned: boolean;
}

/** What a small set is made of, itself its root where it has no other. */
export function rootOf(set: ValueSet, number: number, most: number): Root | undefined {
  if (set.root !== undefined && set.root.counted <= most) return set.root;
  const { grid, extra = [], padded = [], strays } = set;
  if (grid === undefined || !(codeCount(grid) <= most)) return undefined;
  const counted = codeCount(grid);
  const uncounted = isFloat(set.carrier) ? [...extra, Number.NaN] : extra;
  const signs = counted + uncounted.length;
  const sizes = { number, counted, signs, size: signs + padded.length };
  if (!isAbsolute(grid) || strays) {
    const stored = varyings(grid).every((part) => part.stored);
    return { ...sizes, varies: { axes: varyingAxes(grid), stored } };
  }
  const table = [...innerValues(grid), ...uncounted, ...padded];
  const precision = set.precision ?? set.carrier;
  if (table.every((value) => Number.isNaN(value) || isExactIn(precision, value))) {
    return { ...sizes, table, exact: true };
  }
  return {
    ...sizes,
    table: isFloat(precision) ? table.map((x) => roundToFloat(precision, x)) : table,
  };
}

/** Multiples of 2^-10 below 2^13 that the type holds: arithmetic on few of them rounds nothing. */
function isExactIn(precision: ElementType, value: number): boolean {
  if (!Number.isInteger(value * 2 ** 10) || Math.abs(value) >= 2 ** 13) return false;
  return !isFloat(precision) || roundToFloat(precision, value) === value;
}

export function argument(
  set: ValueSet,
  input: number,
  place: Place,
  solver: Solver,
  most: number,
): Argument {
  const value = uniform(solver, input);
  if (value !== undefined) return { kind: "constant", value };
  const { shape } = place.inputs[input] as TensorType;
  const root = rootOf(set, solver.number(input), most);
  if (root !== undefined) {
    const aligned = equalShapes(shape, resultShape(place));
    return { kind: "codes", alphabet: { root, aligned }, set };
  }
  return {
    kind: "parameter",
    axes: parameterAxes(input, place, solver),
    stored: solver.stored(input),
  };
}

/** Its own codes are the root of a tensor whose root says nothing of its values. */
export function withOwnValues(entry: Argument, number: number): Argument {
  if (entry.kind !== "codes" || entry.alphabet.root.table !== undefined) return entry;
  const { root: _, ...set } = entry.set;
  const root = rootOf(set, number, MOST_COMBINED);
  const { alphabet } = entry;
  return root === undefined ? entry : { ...entry, alphabet: { ...alphabet, root } };
}
