import { isFloat } from "../graph/element-type.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import { type Solver, uniform } from "./solver.ts";
import type { Grid, ValueSet } from "./value-set.ts";

/** A grid and the parameter that moves or stretches it. */
export interface Parametrised {
  readonly set: ValueSet;
  readonly grid: Grid;
  /** Its one value; null where it varies along an axis, or is known at run time only. */
  readonly value: number | null;
  /** Smallest and largest value. */
  readonly range: readonly [number, number];
  /** The grid is input 0. */
  readonly first: boolean;
}

/**
 * The operand with a grid, and what is known of the other one: a parameter of the grid if it is one
 * value, or constant along an axis on which the grid varies. Float parameters must be known.
 */
export function parametrised(
  inputs: readonly ValueSet[],
  solver: Solver,
  types: readonly TensorType[],
  orders: readonly (readonly [number, number])[] = [
    [0, 1],
    [1, 0],
  ],
): Parametrised | undefined {
  for (const [at, other] of orders) {
    const set = inputs[at] as ValueSet;
    if (set.grid === undefined) continue;
    const value = uniform(solver, other) ?? null;
    if (value === null && !isStretched(types[other]?.shape ?? [], types[at]?.shape ?? [])) continue;
    const range = rangeOf(solver.constant(other), inputs[other] as ValueSet);
    if (range !== undefined) {
      return { set, grid: set.grid, value, range, first: at === 0 };
    }
  }
  return undefined;
}

/** True where a shape broadcasts along an axis of the other. */
function isStretched(shape: readonly number[], target: readonly number[]): boolean {
  const shift = target.length - shape.length;
  return (
    shape.every((size) => size === 1) ||
    target.some((size, axis) => size > 1 && (shape[axis - shift] ?? 1) === 1)
  );
}

/** Smallest and largest value of a known tensor, or of an integer one by its grid. */
function rangeOf(known: Tensor | undefined, set: ValueSet): readonly [number, number] | undefined {
  if (known !== undefined) {
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (const element of known.data) {
      const value = Number(element);
      if (!Number.isFinite(value)) return undefined;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return [least, most];
  }
  return isFloat(set.carrier) ? undefined : gridRange(set.grid);
}

/** Smallest and largest value on a grid of known scale and zero. */
export function gridRange(grid: Grid | undefined): readonly [number, number] | undefined {
  if (grid === undefined || grid.scale === null || grid.zero === null) return undefined;
  const ends = [grid.scale * (grid.lo - grid.zero), grid.scale * (grid.hi - grid.zero)] as const;
  return ends[0] <= ends[1] ? ends : [ends[1], ends[0]];
}
