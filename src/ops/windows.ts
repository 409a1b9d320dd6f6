import type { Solver } from "../domain/solver.ts";
import { pickedAlong } from "../domain/transfer/reducing.ts";
import type { ValueSet } from "../domain/value-set.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import { refuse } from "./checks.ts";
import type { ResultType } from "./operator.ts";
import { indicesOf, offsets, stridesOf } from "./shapes.ts";

/** A sliding window; the lists have one entry for each axis of the input, or each spatial one. */
export interface WindowAttributes {
  readonly window: readonly number[];
  readonly strides: readonly number[];
  /** May be negative: positions cut off. */
  readonly padLow: readonly number[];
  readonly padHigh: readonly number[];
  readonly dilations: readonly number[];
}

/** Positions of the window of list entry `i` on so many elements. */
export function windowPositions(size: number, i: number, a: WindowAttributes): number {
  const padded = size + (a.padLow[i] as number) + (a.padHigh[i] as number);
  const extent = ((a.window[i] as number) - 1) * (a.dilations[i] as number) + 1;
  return padded < extent ? 0 : Math.floor((padded - extent) / (a.strides[i] as number)) + 1;
}

/** @throws {AceError} `invalid-attribute` unless the lists have `rank` entries, sizes and steps from 1 */
export function expectWindows(name: string, rank: number, a: WindowAttributes): void {
  const lists = [a.window, a.strides, a.padLow, a.padHigh, a.dilations];
  const wrong = lists.find((list) => list.length !== rank);
  if (wrong !== undefined) {
    refuse("invalid-attribute", name, `${rank} entries in each list`, `${wrong.length}`);
  }
  const positive = [...a.window, ...a.strides, ...a.dilations];
  if (!positive.every((value) => Number.isSafeInteger(value) && value > 0)) {
    refuse("invalid-attribute", name, "positive windows, strides and dilations", `${positive}`);
  }
}

/**
 * One element for each position of the window.
 *
 * @throws {AceError} `invalid-attribute`
 */
export function inferWindows(name: string, x: TensorType, a: WindowAttributes): ResultType {
  expectWindows(name, x.shape.length, a);
  return { element: x.element, shape: x.shape.map((size, axis) => windowPositions(size, axis, a)) };
}

/**
 * The taps of a window along one axis that lie from `least` up to `most`: from the first up to the
 * end. Found without walking the window, which may be far larger than the input.
 */
export function tapsBetween(
  axis: number,
  output: number,
  [least, most]: readonly [number, number],
  a: WindowAttributes,
): { readonly first: number; readonly end: number } {
  const start = output * (a.strides[axis] as number) - (a.padLow[axis] as number);
  const dilation = a.dilations[axis] as number;
  const first = Math.max(0, Math.ceil((least - start) / dilation));
  const end = Math.min(a.window[axis] as number, Math.ceil((most - start) / dilation));
  return { first, end: Math.max(first, end) };
}

/** Positions along one axis that the window at an output position covers, inside the input only. */
function tapsAlong(x: TensorType, axis: number, output: number, a: WindowAttributes): number[] {
  const start = output * (a.strides[axis] as number) - (a.padLow[axis] as number);
  const { first, end } = tapsBetween(axis, output, [0, x.shape[axis] as number], a);
  const dilation = a.dilations[axis] as number;
  return Array.from({ length: end - first }, (_, i) => start + (first + i) * dilation);
}

/** The axes along which a window covers more than one place, or moves. */
export function slidingAxes(a: WindowAttributes): readonly number[] {
  return a.window.flatMap((_, axis) => (isPlain(axis, a) ? [] : [axis]));
}

/** Padding that is looked through, window by window, along one axis. */
const MOST_BORDER = 4096;

/**
 * How many elements windows cover that lie inside the input: each number once.
 *
 * @returns undefined where there are too many windows in the padding
 */
export function windowLengths(x: TensorType, a: WindowAttributes): readonly number[] | undefined {
  let lengths: readonly number[] = [1];
  for (const axis of slidingAxes(a)) {
    const along = distinctLengths(x, axis, a);
    if (along === undefined || along.length * lengths.length > MOST_BORDER) return undefined;
    lengths = [...new Set(lengths.flatMap((n) => along.map((m) => n * m)))];
  }
  return lengths;
}

/** What windows pick one element each from; undefined where one may lie in the padding only. */
export function pickedByWindows(
  x: ValueSet,
  type: TensorType,
  attributes: WindowAttributes,
  solver: Solver,
): ValueSet | undefined {
  const covered = windowLengths(type, attributes)?.includes(0) === false;
  return covered ? pickedAlong(x, slidingAxes(attributes), solver) : undefined;
}

/** Windows differ at the borders only: between them every one is whole. */
function distinctLengths(
  x: TensorType,
  axis: number,
  a: WindowAttributes,
): readonly number[] | undefined {
  const size = x.shape[axis] as number;
  const extent = ((a.window[axis] as number) - 1) * (a.dilations[axis] as number) + 1;
  const border = Math.max(a.padLow[axis] as number, a.padHigh[axis] as number, 0) + extent;
  const steps = Math.ceil(border / (a.strides[axis] as number)) + 1;
  const count = windowPositions(size, axis, a);
  if (Math.min(steps, count) > MOST_BORDER) return undefined;
  const found = new Set<number>();
  for (let i = 0; i < count; i++) {
    if (i === steps && i < count - steps) i = count - steps;
    const { first, end } = tapsBetween(axis, i, [0, size], a);
    found.add(end - first);
  }
  if (count > 2 * steps) found.add(a.window[axis] as number);
  return [...found];
}

function isPlain(axis: number, a: WindowAttributes): boolean {
  const { window, strides, padLow, padHigh } = a;
  return window[axis] === 1 && strides[axis] === 1 && padLow[axis] === 0 && padHigh[axis] === 0;
}

/**
 * Calls `visit(at, start, taps)` for every window: `at` is its place in the output, and it covers
 * the elements `start + taps[i]` of the input, row-major, what lies in the padding left out.
 *
 * The taps are worked out once for all batches and channels, or whatever the axes are called that
 * no window slides along.
 */
export function forEachWindow(
  x: TensorType,
  output: TensorType,
  a: WindowAttributes,
  visit: (at: number, start: number, taps: Int32Array) => void,
): void {
  const [from, to] = [stridesOf(x.shape), stridesOf(output.shape)];
  const axes = x.shape.map((_, axis) => axis);
  const plain = axes.filter((axis) => isPlain(axis, a));
  const sliding = axes.filter((axis) => !isPlain(axis, a));
  const pick = (list: readonly number[], chosen: readonly number[]) =>
    chosen.map((axis) => list[axis] as number);
  const starts = offsets(pick(x.shape, plain), pick(from, plain));
  const places = offsets(pick(x.shape, plain), pick(to, plain));
  const taps = sliding.map((axis) =>
    Array.from({ length: output.shape[axis] as number }, (_, i) =>
      tapsAlong(x, axis, i, a).map((at) => at * (from[axis] as number)),
    ),
  );
  for (const index of indicesOf(pick(output.shape, sliding))) {
    const at = index.reduce((sum, i, s) => sum + i * (to[sliding[s] as number] as number), 0);
    const covered = sums(index.map((i, s) => taps[s]?.[i] as number[]));
    for (let p = 0; p < starts.length; p++) {
      visit(at + (places[p] as number), starts[p] as number, covered);
    }
  }
}

/** All sums of one number of each list, row-major. */
function sums(lists: readonly (readonly number[])[]): Int32Array {
  let all: readonly number[] = [0];
  for (const list of lists) all = all.flatMap((sum) => list.map((value) => sum + value));
  return Int32Array.from(all);
}
