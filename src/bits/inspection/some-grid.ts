import { FARTHEST, FIT } from "./limits.ts";

/**
 * Largest deviation from a code in steps: the tolerance of the largest magnitude that the grid can
 * have, for the element and for the one that the step is taken from; a little more for rounding.
 */
const PARTIAL_FIT = 2 * FIT * FARTHEST * 1.1;

/** What two points of one code differ by at most, and two of different ones at least, in steps. */
const SAME_CODE = 2 * PARTIAL_FIT * (1 + 1e-6);
const NEXT_CODE = (1 - 2 * PARTIAL_FIT) * (1 - 1e-6);

/** Twice the code of the largest magnitude. */
const LARGEST = Math.floor(2 * FARTHEST);

/**
 * Whether some grid has these points, which are ascending and of which it may have more: the largest
 * of them is one of its codes, and every one is tried.
 *
 * Two neighbours are of one code or of different ones: a gap is nearly no step or nearly a whole one
 * at least. Where it is too wide for the one and too narrow for the other, the code need not be tried.
 */
export function onSomeGrid(points: Float64Array): boolean {
  const peak = Math.max(
    Math.abs(points[0] as number),
    Math.abs(points[points.length - 1] as number),
  );
  const gap = mostTelling(points, 2 * peak);
  const lastOfOne = Math.min(LARGEST, mostOfOne(gap, 2 * peak));
  for (let twice = 1; twice <= lastOfOne; twice++) {
    if (holdsCodes(points, twice, 2 * peak)) return true;
  }
  const firstOfTwo = Math.max(lastOfOne + 1, leastOfTwo(gap, 2 * peak));
  for (let twice = firstOfTwo; twice <= LARGEST; twice++) {
    if (holdsCodes(points, twice, 2 * peak)) return true;
  }
  return false;
}

/** The largest code, doubled, with which points that are `gap` apart may be of one code. */
function mostOfOne(gap: number, width: number): number {
  return Math.floor(SAME_CODE * (width / gap));
}

/** The least one with which they may be of different codes. */
function leastOfTwo(gap: number, width: number): number {
  return Math.ceil(NEXT_CODE * (width / gap));
}

/** The gap of neighbours that leaves the fewest codes to try. */
function mostTelling(points: Float64Array, width: number): number {
  let [best, fewest] = [width, LARGEST];
  for (let i = 1; i < points.length; i++) {
    const gap = (points[i] as number) - (points[i - 1] as number);
    const left = mostOfOne(gap, width) + Math.max(0, LARGEST + 1 - leastOfTwo(gap, width));
    if (left < fewest) [best, fewest] = [gap, left];
  }
  return best;
}

/** Whether every point, in steps of `width / twice`, is an integer, or a half more for an odd `twice`. */
function holdsCodes(points: Float64Array, twice: number, width: number): boolean {
  const phase = (twice & 1) / 2;
  const perPoint = twice / width;
  for (let i = 0; i < points.length; i++) {
    const code = (points[i] as number) * perPoint - phase;
    if (Math.abs(code - Math.round(code)) > PARTIAL_FIT) return false;
  }
  return true;
}
