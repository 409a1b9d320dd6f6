import type { TensorType } from "../../graph/tensor-type.ts";
import { isAbsolute, isOn, withoutGrid } from "../grid.ts";
import { EVERYTHING, hull } from "../interval.ts";
import { type Place, resultShape, type Solver, step } from "../solver.ts";
import type { Clipped, Grid, ValueSet } from "../value-set.ts";
import { unitedAxes, type Varying, type VaryingAxis } from "../varying.ts";

/**
 * Where the elements of a moved tensor lie: for each axis of the input the axes of the output along
 * which it is spread, with the run of neighbours there that share a place on it.
 */
export type AxisMap = (axis: number, block: number) => readonly VaryingAxis[];

/** How a movement treats what varies along axes. */
export interface Movement {
  readonly axes: AxisMap;
  /** False: elements are picked or reordered, so that other numbers stand along the axes. */
  readonly keepsOrder: boolean;
}

/**
 * A set after its elements were moved.
 *
 * @param name - says all that decides where elements go
 * @param steered - where to is known at run time only
 */
export function moved(
  set: ValueSet,
  movement: Movement,
  name: () => string,
  solver: Solver,
  steered = false,
): ValueSet {
  const { root: _, ...rest } = set;
  if (set.grid === undefined || isAbsolute(set.grid)) return set.root === undefined ? set : rest;
  const { factor, shift, opaque, ...inner } = set.grid;
  const move = (part: Varying) => movedVarying(part, movement, name, solver, steered);
  const grid: Grid = {
    ...inner,
    ...(factor === undefined ? {} : { factor: move(factor) }),
    ...(shift === undefined ? {} : { shift: move(shift) }),
    ...(opaque === undefined ? {} : { opaque: move(opaque) }),
  };
  return { ...rest, grid };
}

function movedVarying(
  part: Varying,
  { axes, keepsOrder }: Movement,
  name: () => string,
  solver: Solver,
  steered: boolean,
): Varying {
  if (part.axes.length === 0) return part;
  const places = part.axes.map(({ axis, block }) => axes(axis, block));
  const spread = places.reduce(unitedAxes, []);
  const stays = keepsOrder && areAscending(places.flat());
  const number = stays ? part.number : solver.derived(`moved by ${name()}`, part.number);
  return { ...part, axes: spread, number, stored: part.stored && !steered };
}

/** False where axes changed places: W and its transpose vary along the same ones. */
function areAscending(axes: readonly VaryingAxis[]): boolean {
  return axes.every(({ axis }, i) => i === 0 || axis >= (axes[i - 1] as VaryingAxis).axis);
}

export const inPlace: Movement = { axes: (axis, block) => [{ axis, block }], keepsOrder: true };

export function transposed(permutation: readonly number[]): Movement {
  return {
    axes: (axis, block) => [{ axis: permutation.indexOf(axis), block }],
    keepsOrder: true,
  };
}

/** Aligned at the last axis. */
export function broadcasted(own: readonly number[], target: readonly number[]): Movement {
  const shift = target.length - own.length;
  return { axes: (axis, block) => [{ axis: axis + shift, block }], keepsOrder: true };
}

/** The sets of tensors that broadcast, with their axes counted as in the result. */
export function stretchedSets(
  inputs: readonly ValueSet[],
  place: Place,
  solver: Solver,
): readonly ValueSet[] {
  const target = resultShape(place);
  return inputs.map((set, i) => {
    const own = (place.inputs[i] as TensorType).shape;
    if (own.length === target.length || set.grid === undefined || isAbsolute(set.grid)) return set;
    return moved(set, broadcasted(own, target), () => "", solver);
  });
}

/** Axes that are gone; nothing varies along them any more. */
export function withoutAxes(gone: readonly number[]): Movement {
  return {
    axes(axis, block) {
      if (gone.includes(axis)) return [];
      return [{ axis: axis - gone.filter((other) => other < axis).length, block }];
    },
    keepsOrder: true,
  };
}

/** Every element keeps its place in row-major order. */
export function reshaped(own: readonly number[], target: readonly number[]): Movement {
  return { axes: (axis, block) => reshapedAxis(own, target, axis, block), keepsOrder: false };
}

/**
 * The axes of the target that move along an axis of the source. What varies along that axis changes
 * at multiples of `inner` in row-major order, and starts again at multiples of `outer`.
 */
function reshapedAxis(
  own: readonly number[],
  target: readonly number[],
  axis: number,
  block: number,
): readonly VaryingAxis[] {
  const inner = product(own.slice(axis + 1)) * block;
  const outer = product(own.slice(axis));
  return target.flatMap((size, i) => {
    const step = product(target.slice(i + 1));
    const end = step * size;
    const apart = isMultiple(outer, end);
    const still = (apart && isMultiple(inner, end)) || isMultiple(step, outer);
    if (size === 1 || still) return [];
    const whole = isMultiple(end, inner) && (apart || isMultiple(outer, inner));
    return [{ axis: i, block: whole && isMultiple(inner, step) ? inner / step : 1 }];
  });
}

function isMultiple(a: number, b: number): boolean {
  return a % b === 0;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}

/** Elements of each axis picked on their own: axes stay, blocks do not. */
export const pickedInPlace: Movement = {
  axes: (axis) => [{ axis, block: 1 }],
  keepsOrder: false,
};

/** Elements picked by indices, each axis on its own or along others. */
export function picked(axes: AxisMap): Movement {
  return { axes, keepsOrder: false };
}

/** Indices of the given rank take the place of one axis. */
export function taken(at: number, indexRank: number): Movement {
  return {
    axes(axis) {
      if (axis < at) return [{ axis, block: 1 }];
      if (axis > at) return [{ axis: axis + indexRank - 1, block: 1 }];
      return Array.from({ length: indexRank }, (_, i) => ({ axis: at + i, block: 1 }));
    },
    keepsOrder: false,
  };
}

/** Any axis may come to lie along any other. */
export function anywhere(rank: number): Movement {
  return {
    axes: () => Array.from({ length: rank }, (_, axis) => ({ axis, block: 1 })),
    keepsOrder: false,
  };
}

/** A set with a number around and between its elements: not counted unless it is a code. */
export function padded(x: ValueSet, value: number | undefined, solver: Solver): ValueSet {
  const { root: _, clipped, ...bare } = x;
  const inside = clipped !== undefined && value !== undefined && isWithin(clipped, value);
  const rest = inside ? { ...bare, clipped } : bare;
  if (value === undefined || !Number.isFinite(value))
    return { ...withoutGrid(x), interval: EVERYTHING };
  const interval = hull(x.interval, { lo: value, hi: value });
  if (x.grid === undefined) return { ...rest, interval, padded: [...(x.padded ?? []), value] };
  const proof = step(solver, "pad", `padded with ${value}`, x);
  return { ...rest, interval, ...besideGrid(x, x.grid, value), proof };
}

function isWithin({ lo, hi }: Clipped, value: number): boolean {
  return (lo === undefined || lo <= value) && (hi === undefined || value <= hi);
}

function besideGrid(x: ValueSet, grid: Grid, value: number): Partial<ValueSet> {
  if (isAbsolute(grid)) {
    return isOn(grid, value) ? {} : { padded: [...(x.padded ?? []), value] };
  }
  const throughZero = value === 0 && grid.shift === undefined && grid.opaque === undefined;
  if (!throughZero) return { strays: true };
  return isOn({ ...grid }, 0) ? {} : { padded: [...(x.padded ?? []), 0] };
}
