import { type ElementType, integerRange, isFloat } from "../graph/element-type.ts";
import { floatFormat } from "../graph/float-format.ts";
import { roundToFloat } from "../graph/small-float.ts";

/** Bounds of every element that is not NaN, both included; may be infinite. */
export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

export const EVERYTHING: Interval = Object.freeze({
  lo: Number.NEGATIVE_INFINITY,
  hi: Number.POSITIVE_INFINITY,
});
export const TRUTH: Interval = Object.freeze({ lo: 0, hi: 1 });

/** What the element type alone allows. */
export function typeInterval(element: ElementType): Interval {
  if (isFloat(element)) return EVERYTHING;
  const [lo, hi] = integerRange(element);
  return { lo: Number(lo), hi: Number(hi) };
}

export function isPoint({ lo, hi }: Interval): boolean {
  return lo === hi;
}

export function contains({ lo, hi }: Interval, value: number): boolean {
  return lo <= value && value <= hi;
}

export function encloses(outer: Interval, inner: Interval): boolean {
  return outer.lo <= inner.lo && inner.hi <= outer.hi;
}

export function hull(a: Interval, b: Interval): Interval {
  return { lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi) };
}

/** Both bounds through a function that never falls; rounding to a type never does. */
export function mapEnds({ lo, hi }: Interval, f: (x: number) => number): Interval {
  const ends = { lo: f(lo), hi: f(hi) };
  return Number.isNaN(ends.lo) || Number.isNaN(ends.hi) ? EVERYTHING : ends;
}

/**
 * The hull of f on the four pairs of bounds: exact for sums, differences, products, and quotients
 * by an interval without 0. 0 times an infinite bound is 0, since the bound itself is not reached.
 */
export function corners(a: Interval, b: Interval, f: (x: number, y: number) => number): Interval {
  let lo = Number.POSITIVE_INFINITY;
  let hi = Number.NEGATIVE_INFINITY;
  for (const x of [a.lo, a.hi]) {
    for (const y of [b.lo, b.hi]) {
      const value = f(x, y);
      if (Number.isNaN(value) && x !== 0 && y !== 0) return EVERYTHING;
      lo = Math.min(lo, Number.isNaN(value) ? 0 : value);
      hi = Math.max(hi, Number.isNaN(value) ? 0 : value);
    }
  }
  return { lo, hi };
}

/** Bounds after a result is rounded to a float type; integers stay, or everything if they wrap. */
export function stored(interval: Interval, element: ElementType): Interval {
  if (isFloat(element)) return mapEnds(interval, (x) => roundToFloat(element, x));
  const whole = typeInterval(element);
  return encloses(whole, interval) ? interval : whole;
}

/** What the rounding of a residue that cancels may add, relative to the bounds of what is left. */
export const RESIDUE = 2 ** -10;

/** A little wider, for functions and sums whose rounding is not bounded step by step. */
export function widened({ lo, hi }: Interval, relative: number): Interval {
  const slack = relative * Math.max(finite(lo), finite(hi));
  return { lo: lo - slack, hi: hi + slack };
}

function finite(x: number): number {
  return Number.isFinite(x) ? Math.abs(x) : 0;
}

/** The largest magnitude within bounds. */
export function magnitude({ lo, hi }: Interval): number {
  return Math.max(Math.abs(lo), Math.abs(hi));
}

/** Whether the rounding of terms is less than what a residue may add to what is left of them. */
export function isSmall(terms: readonly Interval[], left: Interval, element: ElementType): boolean {
  if (!isFloat(element)) return true;
  const [largest, own] = [Math.max(...terms.map(magnitude)), magnitude(left)];
  const rounding = largest * 2 ** -floatFormat(element).mantissaBits;
  return Number.isFinite(own) && rounding <= RESIDUE * own;
}
