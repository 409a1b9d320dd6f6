import type { NumberCarrier } from "../../graph/tensor.ts";
import { FIT } from "./limits.ts";
import { indexOf, type Slices } from "./slices.ts";

/** The part of a slice from its first to its last nonzero element. */
interface Filter {
  readonly slice: number;
  readonly start: number;
  readonly length: number;
  /** Place of the largest magnitude, from the start on. */
  readonly peakAt: number;
  readonly peak: number;
}

/**
 * All output channels hold one filter, up to scale: blur, averaging, interpolation. Also where each
 * channel has it at an input channel of its own, and zeros for the others. One nonzero element has
 * no shape, and is the same only at the same place. One channel is a fixed filter likewise.
 */
export function isSameFilter(data: NumberCarrier, slices: Slices): boolean {
  let reference: Filter | undefined;
  for (let slice = 0; slice < slices.count; slice++) {
    const filter = filterOf(data, slices, slice);
    if (filter === undefined) continue;
    reference ??= filter;
    if (!isMultiple(data, slices, filter, reference)) return false;
  }
  return true;
}

function filterOf(data: NumberCarrier, slices: Slices, slice: number): Filter | undefined {
  let [start, end, peak, peakAt] = [-1, 0, 0, 0];
  for (let at = 0; at < slices.size; at++) {
    const x = data[indexOf(slices, slice, at)] as number;
    if (x === 0) continue;
    if (start < 0) start = at;
    end = at + 1;
    if (Math.abs(x) > Math.abs(peak)) [peak, peakAt] = [x, at];
  }
  return start < 0
    ? undefined
    : { slice, start, length: end - start, peakAt: peakAt - start, peak };
}

function isMultiple(data: NumberCarrier, slices: Slices, a: Filter, b: Filter): boolean {
  if (a.length !== b.length || (a.length === 1 && a.start !== b.start)) return false;
  const ratio = (data[indexOf(slices, a.slice, a.start + b.peakAt)] as number) / b.peak;
  for (let i = 0; i < a.length; i++) {
    const x = data[indexOf(slices, a.slice, a.start + i)] as number;
    const y = data[indexOf(slices, b.slice, b.start + i)] as number;
    if (!(Math.abs(x - ratio * y) <= 2 * FIT * Math.abs(a.peak))) return false;
  }
  return true;
}
