import type { NumberCarrier } from "../../graph/tensor.ts";
import { APART, FIT, LONG_LIST, NOISY_ZEROS } from "./limits.ts";
import { type Slices, slicesOf } from "./slices.ts";
import { onSomeGrid } from "./some-grid.ts";

/** Nonzero elements of a slice that tell: more than a list and its noise have values. */
export const ENOUGH = LONG_LIST.values + NOISY_ZEROS + 2;

/** Elements of one level differ by no more than that part of their magnitude, nor do its noise. */
const ONE_LEVEL = (2 * FIT * 1.1) / APART;

const scratch = new Float64Array(ENOUGH);

/** The axes along which a tensor may have slices with a grid of their own. */
export interface SliceAxes {
  readonly shape: readonly number[];
  readonly channelAxis?: number;
  readonly inputAxis?: number;
}

/** How many elements from the first on hold enough of the first slice along an axis. */
export function quickRun({ shape, channelAxis }: SliceAxes): number {
  const { count, inner, size } = slicesOf(shape, channelAxis);
  const wanted = Math.min(ENOUGH, size);
  const outer = Math.ceil(wanted / inner);
  return (outer - 1) * count * inner + Math.min(inner, wanted);
}

/**
 * True where the first elements in row-major order show that no grid and no list can hold the tensor
 * or its slices; false says nothing. One slice that has neither is enough: a grid or list of the
 * whole tensor would be one of each slice.
 */
export function cannotBeQuantized(
  data: NumberCarrier,
  { shape, channelAxis, inputAxis }: SliceAxes,
): boolean {
  if (isPossible(data, slicesOf(shape, channelAxis), false)) return false;
  return inputAxis === undefined || !isPossible(data, slicesOf(shape, inputAxis), true);
}

/** Whether the elements of the first slice may be on a grid, or in a list. */
function isPossible(data: NumberCarrier, slices: Slices, evenOnly: boolean): boolean {
  const count = firstOfSlice(data, slices);
  if (count === undefined) return false;
  if (count < ENOUGH) return true;
  if (!evenOnly && levelsAmong(scratch) <= LONG_LIST.values + NOISY_ZEROS) return true;
  return onSomeGrid(scratch);
}

/** Gathers nonzero elements of the first slice, ascending; undefined at one that is not finite. */
function firstOfSlice(data: NumberCarrier, { count, outer, inner }: Slices): number | undefined {
  let found = 0;
  for (let o = 0; o < outer; o++) {
    const start = o * count * inner;
    const end = Math.min(start + inner, data.length);
    if (start >= end) break;
    for (let i = start; i < end; i++) {
      const x = data[i] as number;
      if (x === 0) continue;
      if (!Number.isFinite(x)) return undefined;
      insert(x, found++);
      if (found === ENOUGH) return found;
    }
  }
  return found;
}

/** Puts a number among the first `count` points, which are ascending. */
function insert(x: number, count: number): void {
  let at = count;
  for (; at > 0 && (scratch[at - 1] as number) > x; at--) scratch[at] = scratch[at - 1] as number;
  scratch[at] = x;
}

/** At most so many levels, with their noise, are among ascending points: neighbours that differ. */
function levelsAmong(points: Float64Array): number {
  let levels = 1;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as number;
    const b = points[i] as number;
    if (b - a > ONE_LEVEL * Math.max(Math.abs(a), Math.abs(b))) levels++;
  }
  return levels;
}
