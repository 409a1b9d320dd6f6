import { FARTHEST, FIT } from "./limits.ts";

/**
 * Largest deviation from a code in steps: the tolerance of the largest magnitude that the grid can
 * have, for the element and for the one that the step is taken from; a little more for rounding.
 */
const PARTIAL_FIT = 2 * FIT * FARTHEST * 1.1;

/** Added and taken away again it rounds a small double to an integer; faster than `Math.round`. */
const ROUNDER = 1.5 * 2 ** 52;

/**
 * Whether some grid has the first `count` of these points, of which it may have more: the largest
 * of them is one of its codes, and every one is tried.
 */
export function onSomeGrid(points: Float64Array, count: number): boolean {
  const peak = Math.abs(points[furthest(points, count)] as number);
  // One that is not the peak itself; nearly every step ends at it.
  const other =
    ((Math.abs(points[0] as number) === peak ? points[count - 1] : points[0]) as number) /
    (2 * peak);
  for (let twice = 1; twice <= 2 * FARTHEST; twice++) {
    const phase = (twice & 1) / 2;
    const code = other * twice - phase;
    const off = code - (code + ROUNDER - ROUNDER);
    if (off > PARTIAL_FIT || off < -PARTIAL_FIT) continue;
    if (holdsCodes(points, count, twice / (2 * peak), phase)) return true;
  }
  return false;
}

function furthest(points: Float64Array, count: number): number {
  let at = 0;
  for (let i = 1; i < count; i++) {
    if (Math.abs(points[i] as number) > Math.abs(points[at] as number)) at = i;
  }
  return at;
}

/** Whether every point, in steps, is an integer plus `phase`. */
function holdsCodes(points: Float64Array, count: number, perPoint: number, phase: number): boolean {
  for (let i = 0; i < count; i++) {
    const code = (points[i] as number) * perPoint - phase;
    if (Math.abs(code - Math.round(code)) > PARTIAL_FIT) return false;
  }
  return true;
}
