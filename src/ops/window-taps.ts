import { indicesOf } from "./shapes.ts";
import { type WindowAttributes, windowPositions } from "./windows.ts";

/** A window over a tensor that may have holes between its elements. */
export interface DilatedWindow extends WindowAttributes {
  /** Distance between neighbouring elements, the holes between them counted; 1: none. */
  readonly baseDilations: readonly number[];
}

/** A window over a tensor whose elements are next to each other. */
export function undilated(window: WindowAttributes): DilatedWindow {
  return { ...window, baseDilations: window.window.map(() => 1) };
}

/** Sizes with the holes between elements. */
function dilatedShape(shape: readonly number[], { baseDilations }: DilatedWindow): number[] {
  return shape.map((size, axis) =>
    size === 0 ? 0 : (size - 1) * (baseDilations[axis] as number) + 1,
  );
}

/** One position for each place of the window along every axis. */
export function windowsOver(shape: readonly number[], window: DilatedWindow): number[] {
  return dilatedShape(shape, window).map((size, axis) => windowPositions(size, axis, window));
}

const OUTSIDE = -1;

/**
 * For each tap of the window, row-major, the offset of the element that it meets at each position,
 * row-major; negative in the padding and in holes.
 *
 * @param shape - of the tensor
 * @param positions - of the window, along every axis
 */
export function* windowTaps(
  shape: readonly number[],
  positions: readonly number[],
  window: DilatedWindow,
): Generator<Int32Array> {
  for (const tap of indicesOf(window.window)) yield tapOffsets(shape, positions, window, tap);
}

function tapOffsets(
  shape: readonly number[],
  positions: readonly number[],
  { strides, padLow, dilations, baseDilations }: DilatedWindow,
  tap: readonly number[],
): Int32Array {
  let all: Int32Array = Int32Array.of(0);
  shape.forEach((size, axis) => {
    const [base, count] = [baseDilations[axis] as number, positions[axis] as number];
    const first = (tap[axis] as number) * (dilations[axis] as number) - (padLow[axis] as number);
    const next = new Int32Array(all.length * count);
    for (let i = 0; i < next.length; i++) {
      const before = all[Math.floor(i / count)] as number;
      const place = (first + (i % count) * (strides[axis] as number)) / base;
      const isElement = Number.isInteger(place) && place >= 0 && place < size;
      next[i] = before === OUTSIDE || !isElement ? OUTSIDE : before * size + place;
    }
    all = next;
  });
  return all;
}
