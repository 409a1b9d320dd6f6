import { dominanceRanks } from "./dominance.ts";
import { densePlaces, equal, gathered, indices, lexicographicOrder } from "./order.ts";
import { orderedSet } from "./ordered-set.ts";
import { type Columns, comparableColumns, type Direction, type Point } from "./points.ts";

/** A pass over all points pays as long as it rids at least one in so many of them. */
const WORTH = 8;
const MOST_PASSES = 8;
const FEW = 512;

/**
 * Indices of the points that no other dominates, ascending.
 *
 * A point dominates another where it is at least as good in every objective and better in one; so
 * equal points do not dominate each other, and all copies of a point of the front are on it.
 * Values compare exactly, bigint with number too. O(n log n) for up to three objectives.
 *
 * @param directions - of each objective; all `min` where absent
 * @throws {AceError} `wrong-usage` for NaN and infinities, and for points of unequal length
 */
export function paretoFront(
  points: readonly Point[],
  directions?: readonly Direction[],
): readonly number[] {
  if (points.length === 0) return [];
  const columns = comparableColumns(points, directions);
  const rest = withoutEasilyDominated(columns);
  const onFront = frontOf(gathered(columns, rest));
  return Array.from(rest.filter((_, i) => onFront(i)));
}

function frontOf(columns: Columns): (point: number) => boolean {
  if (columns.length <= 2) return planeFront(columns);
  if (columns.length === 3) return spaceFront(columns);
  const ranks = dominanceRanks(columns, 1);
  return (point) => ranks[point] === 0;
}

/**
 * Points that are left when those are gone that the most balanced of the others dominates, several
 * times over: of many points that are not a front this leaves few.
 */
function withoutEasilyDominated(columns: Columns): Uint32Array {
  let rest = indices((columns[0] as Float64Array).length);
  for (let pass = 0; pass < MOST_PASSES && rest.length > FEW; pass++) {
    const pivot = mostBalanced(columns, rest, pass);
    const left = rest.filter((point) => !dominates(columns, pivot, point));
    const removed = rest.length - left.length;
    rest = left;
    if (removed * WORTH < rest.length) break;
  }
  return rest;
}

/** The point of the least sum over ranges; each pass weighs another objective more. */
function mostBalanced(columns: Columns, rest: Uint32Array, pass: number): number {
  const scales = columns.map((column, k) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const point of rest) {
      const value = column[point] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return (pass > 0 && pass % columns.length === k ? 4 : 1) / (high - low || 1);
  });
  let [best, least] = [rest[0] as number, Number.POSITIVE_INFINITY];
  for (const point of rest) {
    let sum = 0;
    for (let k = 0; k < columns.length; k++) {
      sum += ((columns[k] as Float64Array)[point] as number) * (scales[k] as number);
    }
    if (sum < least) [best, least] = [point, sum];
  }
  return best;
}

function dominates(columns: Columns, a: number, b: number): boolean {
  let better = false;
  for (let k = 0; k < columns.length; k++) {
    const column = columns[k] as Float64Array;
    const [mine, other] = [column[a] as number, column[b] as number];
    if (mine > other) return false;
    if (mine < other) better = true;
  }
  return better;
}

/** One or two objectives: along the last, with the least of the first so far. */
function planeFront(columns: Columns): (point: number) => boolean {
  const marks = new Uint8Array((columns[0] as Float64Array).length);
  let least = Number.POSITIVE_INFINITY;
  let last = -1;
  const [x, y] = columns.length === 1 ? [new Float64Array(marks.length), columns[0]] : columns;
  for (const point of lexicographicOrder([x as Float64Array, y as Float64Array])) {
    const value = (x as Float64Array)[point] as number;
    if (value < least) {
      least = value;
      last = point;
      marks[point] = 1;
    } else if (equal(columns, point, last)) {
      marks[point] = 1;
    }
  }
  return (point) => marks[point] === 1;
}

/** Three objectives: along the last, with a staircase of the first two. */
function spaceFront(columns: Columns): (point: number) => boolean {
  const [x, y] = columns as [Float64Array, Float64Array];
  const { places, count } = densePlaces(x);
  const steps = orderedSet(count);
  const heights = new Float64Array(count);
  const marks = new Uint8Array(x.length);
  let last = -1;
  for (const point of lexicographicOrder(columns)) {
    const [place, height] = [places[point] as number, y[point] as number];
    if (last >= 0 && equal(columns, point, last)) {
      marks[point] = marks[last] as number;
      continue;
    }
    last = point;
    const below = steps.atMost(place);
    if (below >= 0 && (heights[below] as number) <= height) continue;
    marks[point] = 1;
    for (let step = steps.atLeast(place); step >= 0; step = steps.atLeast(place)) {
      if ((heights[step] as number) < height) break;
      steps.delete(step);
    }
    heights[place] = height;
    steps.add(place);
  }
  return (point) => marks[point] === 1;
}
