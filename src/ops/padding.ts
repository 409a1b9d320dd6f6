import { offsets, stridesOf } from "./shapes.ts";

/** Padding of a tensor; one entry for each axis. */
export interface Padding {
  /** Elements before the first one; negative: cut off. */
  readonly low: readonly number[];
  /** Elements after the last one; negative: cut off. */
  readonly high: readonly number[];
  /** Elements between two neighbours. */
  readonly interior: readonly number[];
}

/** What padding makes of a tensor. */
export interface PaddedRegion {
  readonly shape: readonly number[];
  /** Offsets of the elements that are kept, in the padded tensor and in the original. */
  readonly to: Int32Array;
  readonly from: Int32Array;
}

/** Shape after padding; an entry is negative where more is cut off than there is. */
export function paddedShape(shape: readonly number[], { low, high, interior }: Padding): number[] {
  return shape.map((size, axis) => {
    const gaps = Math.max(0, size - 1) * (interior[axis] as number);
    return (low[axis] as number) + size + gaps + (high[axis] as number);
  });
}

/** Where padding puts the elements of a tensor of `shape` that lies under `strides`. */
export function paddedRegion(
  shape: readonly number[],
  strides: readonly number[],
  padding: Padding,
): PaddedRegion {
  const { low, interior } = padding;
  const padded = paddedShape(shape, padding);
  const steps = interior.map((gap) => gap + 1);
  const first = low.map((pad, axis) => Math.ceil(Math.max(0, -pad) / (steps[axis] as number)));
  const start = low.map((pad, axis) => pad + (first[axis] as number) * (steps[axis] as number));
  const kept = shape.map((size, axis) => {
    const room = Math.ceil(
      ((padded[axis] as number) - (start[axis] as number)) / (steps[axis] as number),
    );
    return Math.max(0, Math.min(size - (first[axis] as number), room));
  });
  const own = stridesOf(padded);
  return {
    shape: padded,
    to: offsets(
      kept,
      own.map((stride, axis) => stride * (steps[axis] as number)),
      dot(start, own),
    ),
    from: offsets(kept, strides, dot(first, strides)),
  };
}

function dot(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
}
