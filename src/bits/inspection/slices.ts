import type { NumberCarrier } from "../../graph/tensor.ts";
import { elementCount } from "../../graph/tensor-type.ts";
import type { DistinctValues } from "./distinct.ts";

/** A tensor cut along one axis, or whole: element (outer, slice, inner) in row-major order. */
export interface Slices {
  readonly count: number;
  readonly outer: number;
  readonly inner: number;
  /** Elements of one slice. */
  readonly size: number;
}

/** One slice for each index of `axis`; undefined: the whole tensor is the slice. */
export function slicesOf(shape: readonly number[], axis: number | undefined): Slices {
  if (axis === undefined) {
    const size = elementCount(shape);
    return { count: 1, outer: 1, inner: size, size };
  }
  const outer = elementCount(shape, 0, axis);
  const inner = elementCount(shape, axis + 1);
  return { count: shape[axis] as number, outer, inner, size: outer * inner };
}

/** Where the element `at` (in the slice's own order) of a slice lies. */
export function indexOf({ count, inner }: Slices, slice: number, at: number): number {
  const outer = Math.floor(at / inner);
  return (outer * count + slice) * inner + (at - outer * inner);
}

/**
 * Collects one slice, as far as `data` has it.
 *
 * @returns false at the first element that no grid and no list can have
 */
export function collect(
  into: DistinctValues,
  data: NumberCarrier,
  { count, outer, inner }: Slices,
  slice: number,
): boolean {
  into.clear();
  for (let o = 0; o < outer; o++) {
    const start = (o * count + slice) * inner;
    const end = Math.min(start + inner, data.length);
    if (start >= end) return true;
    for (let i = start; i < end; i++) if (!into.add(data[i] as number)) return false;
  }
  return true;
}
