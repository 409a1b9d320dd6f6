import type { Levels } from "./levels.ts";
import { FARTHEST, FIT, MOST_CODES } from "./limits.ts";

/** value = step x code, code = low, low + 1, ... high; half-integers where 0 lies between two. */
export interface GridFit {
  readonly step: number;
  readonly low: number;
  readonly high: number;
  /** Two levels are neighbours: the step is the smallest gap. Else it was searched for. */
  readonly shown: boolean;
}

/**
 * The coarsest grid that holds every point of a slice, which contains 0 or has it half a step off;
 * undefined where that has more than 257 codes, or steps of less than `finest`.
 *
 * The step is the largest magnitude over its code, a multiple of 1/2: all of them are tried, from
 * the one whose step is the smallest gap on. With few elements of many codes no two are neighbours.
 */
export function fitGrid(levels: Levels, finest: number): GridFit | undefined {
  const { points, peak, gap } = levels;
  if (peak === 0) return { step: 0, low: 0, high: 0, shown: true };
  const first = Math.max(1, Math.floor((2 * peak) / (gap + 4 * FIT * peak)));
  const last = Math.floor(2 * Math.min(FARTHEST, (peak / finest) * (1 + FIT)));
  for (let twice = first; twice <= last; twice++) {
    const step = (2 * peak) / twice;
    const phase = (twice % 2) / 2;
    if (holds(points, step, phase, FIT * peak)) return spanned(levels, step, phase);
  }
  return undefined;
}

/** Whether every point lies within `tolerance` of step x (integer + phase). */
export function holds(
  points: Float64Array,
  step: number,
  phase: number,
  tolerance: number,
): boolean {
  for (let i = 0; i < points.length; i++) {
    const x = points[i] as number;
    const nearest = (Math.round(x / step - phase) + phase) * step;
    if (!(Math.abs(x - nearest) <= tolerance)) return false;
  }
  return true;
}

function spanned({ values, gap }: Levels, step: number, phase: number): GridFit | undefined {
  const low = Math.round((values[0] as number) / step - phase) + phase;
  const high = Math.round((values.at(-1) as number) / step - phase) + phase;
  if (high - low + 1 > MOST_CODES) return undefined;
  return { step, low, high, shown: values.length === 1 || gap < 1.5 * step };
}
