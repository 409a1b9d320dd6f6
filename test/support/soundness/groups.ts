import { unitedAxes, type Varying, type VaryingAxis } from "../../../src/domain/varying.ts";
import type { Tensor } from "../../../src/graph/tensor.ts";

/** Finite elements that share all parameters, and where they are. */
export interface Group {
  /** `axis 1 at 3` and so on; empty for the whole tensor. */
  readonly place: string;
  /** Each value once. */
  readonly values: readonly number[];
  /** How many elements there are. */
  readonly count: number;
  /** The run that they are of; absent where all runs are together. */
  readonly run?: number;
}

interface Found {
  readonly place: string;
  readonly run?: number;
  readonly values: Set<number>;
  count: number;
}

/**
 * The finite elements of a tensor by their place along the axes on which something varies. Runs with
 * other inputs belong together only where nothing that varies depends on an input.
 */
export function groupsOf(
  runs: readonly Tensor[],
  varying: readonly (Varying | undefined)[],
): readonly Group[] {
  const known = varying.filter((part) => part !== undefined);
  const axes = known.reduce<readonly VaryingAxis[]>((all, part) => unitedAxes(all, part.axes), []);
  const pooled = known.every(({ stored }) => stored);
  const groups = new Map<number, Found>();
  runs.forEach((tensor, run) => {
    const indexOf = indexer(tensor.type.shape, axes);
    const first = pooled ? 0 : run * tensor.data.length;
    const at = pooled ? "" : `run ${run} `;
    for (let i = 0; i < tensor.data.length; i++) {
      const value = Number(tensor.data[i]);
      if (!Number.isFinite(value)) continue;
      const index = first + indexOf(i);
      let group = groups.get(index);
      if (group === undefined) {
        const place = at + placeOf(i, tensor.type.shape, axes);
        group = { place, values: new Set(), count: 0, ...(pooled ? {} : { run }) };
        groups.set(index, group);
      }
      group.values.add(value);
      group.count++;
    }
  });
  return [...groups.values()].map((group) => ({ ...group, values: [...group.values] }));
}

function strideAfter(shape: readonly number[], axis: number): number {
  return shape.slice(axis + 1).reduce((product, size) => product * size, 1);
}

/** A number below that of the elements for each place along the axes. */
function indexer(shape: readonly number[], axes: readonly VaryingAxis[]): (i: number) => number {
  const parts = axes.map(({ axis, block }) => {
    const size = shape[axis] as number;
    return { step: strideAfter(shape, axis), size, block, count: Math.ceil(size / block) };
  });
  return (i) => {
    let index = 0;
    for (const { step, size, block, count } of parts) {
      index = index * count + Math.floor((Math.floor(i / step) % size) / block);
    }
    return index;
  };
}

function placeOf(i: number, shape: readonly number[], axes: readonly VaryingAxis[]): string {
  return axes
    .map(({ axis, block }) => {
      const at = Math.floor(i / strideAfter(shape, axis)) % (shape[axis] as number);
      return `axis ${axis} at ${Math.floor(at / block)}`;
    })
    .join(", ");
}

/** Distinct values, ascending; neighbours no further apart than `slack` are one. */
export function distinct(values: readonly number[], slack: number): readonly number[] {
  const merged: number[] = [];
  for (const value of Float64Array.from(values).sort()) {
    const last = merged.at(-1);
    if (last === undefined || value - last > slack) merged.push(value);
  }
  return merged;
}
