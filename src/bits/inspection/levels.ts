import type { DistinctValues } from "./distinct.ts";
import { FIT, NOISY_ZEROS } from "./limits.ts";

/** The values of one slice with their noise taken together. */
export interface Levels {
  /** Ascending; a level is the middle of the elements that make it, or 0. */
  readonly values: readonly number[];
  /** The distinct elements, ascending, with one 0 for all that are taken for it. */
  readonly points: Float64Array;
  /** Largest magnitude. */
  readonly peak: number;
  /** Elements that are not taken for 0. */
  readonly nonzero: number;
  /** Smallest distance of neighbouring levels; infinite where there is one. */
  readonly gap: number;
}

/** The levels of a slice; undefined where small numbers are too many to be noise about 0. */
export function levelsOf(elements: DistinctValues): Levels | undefined {
  const sorted = elements.sorted();
  const peak = Math.max(-(sorted[0] ?? 0), sorted.at(-1) ?? 0);
  const noise = sorted.filter((x) => Math.abs(x) <= FIT * peak);
  if (noise.length > NOISY_ZEROS) return undefined;
  const zeros = elements.zeros + noise.reduce((sum, x) => sum + elements.countOf(x), 0);
  const points = zeros === 0 ? sorted : withoutNoise(sorted, FIT * peak);
  const values = middles(points, 2 * FIT * peak);
  const nonzero = elements.zeros + elements.nonzero - zeros;
  return { values, points, peak, nonzero, gap: smallestGap(values) };
}

function withoutNoise(sorted: Float64Array, tolerance: number): Float64Array {
  return Float64Array.of(0, ...sorted.filter((x) => Math.abs(x) > tolerance)).sort();
}

/** The middle of each run of ascending points that is at most `width` wide. */
function middles(points: Float64Array, width: number): number[] {
  const values: number[] = [];
  for (let at = 0; at < points.length; ) {
    const first = points[at] as number;
    let last = first;
    while (at < points.length && (points[at] as number) - first <= width) {
      last = points[at++] as number;
    }
    values.push(first + (last - first) / 2);
  }
  return values;
}

function smallestGap(values: readonly number[]): number {
  let gap = Number.POSITIVE_INFINITY;
  for (let i = 1; i < values.length; i++) {
    gap = Math.min(gap, (values[i] as number) - (values[i - 1] as number));
  }
  return gap;
}
