import { AceError } from "../../errors.ts";
import { dominanceRanks } from "./dominance.ts";
import { gathered, indices, lexicographicOrder } from "./order.ts";
import { type Columns, type Direction, type Point, valueColumns } from "./points.ts";
import { fewSteps, manySteps } from "./staircase.ts";

/**
 * Volume of what points dominate within a reference point, exact but for rounding; 0 of no points.
 *
 * Points that are not better than the reference in every objective add nothing. A bigint counts as
 * the nearest double. O(n log n) for two and three objectives, O(n^2 log n) for four, then a factor
 * n for each more.
 *
 * @param reference - a value for each objective, worse than what counts
 * @param directions - of each objective; all `min` where absent
 * @returns in the product of the objectives' units
 * @throws {AceError} `wrong-usage` for NaN and infinities, and for points of unequal length
 *
 * Source: Beume et al., On the complexity of computing the hypervolume indicator (2009), for three
 * objectives; While, Bradstreet, Barone, A fast way of calculating exact hypervolumes (2012).
 */
export function hypervolume(
  points: readonly Point[],
  reference: Point,
  directions?: readonly Direction[],
): number {
  const [first = []] = points;
  if (points.length > 0 && first.length !== reference.length) {
    throw new AceError("wrong-usage", {
      action: "measure",
      subject: "the points",
      expected: `a reference point of ${first.length} objectives`,
      got: `${reference.length}`,
    });
  }
  const columns = valueColumns([reference, ...points], directions);
  return volumeOf(columns.map(gains));
}

/** How much each point is better than the reference, which stands first; not less than 0. */
function gains(column: Float64Array): Float64Array {
  const reference = column[0] as number;
  return column.subarray(1).map((value) => Math.max(0, reference - value));
}

/** Volume of boxes between the origin and each point. */
function volumeOf(all: Columns): number {
  const columns = selected(all, (i) => isInside(all, i));
  const [x = new Float64Array(0), y, z] = columns;
  if (y === undefined) return x.reduce((most, value) => Math.max(most, value), 0);
  if (z === undefined) return area(x, y);
  if (columns.length === 3) return volume(x, y, z);
  const front = frontOnly(columns);
  return columns.length === 4 ? volumeOfFour(front) : slices(front);
}

function isInside(columns: Columns, point: number): boolean {
  for (const column of columns) if (!((column[point] as number) > 0)) return false;
  return true;
}

function area(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  let reached = 0;
  for (const i of lexicographicOrder([x]).toReversed()) {
    const height = y[i] as number;
    if (height <= reached) continue;
    sum += (x[i] as number) * (height - reached);
    reached = height;
  }
  return sum;
}

/** From the greatest z down: the area of the staircase of x and y grows, never shrinks. */
function volume(x: Float64Array, y: Float64Array, z: Float64Array): number {
  const steps = manySteps(x);
  let [sum, base, level] = [0, 0, 0];
  for (const i of lexicographicOrder([z]).toReversed()) {
    sum += base * (level - (z[i] as number));
    level = z[i] as number;
    base += steps.add(i, y[i] as number);
  }
  return sum + base * level;
}

/**
 * From the greatest w down, each point adds what of its box in x, y and z no point before it
 * covers; those are kept descending in z, so that its free area only shrinks on the way down.
 */
function volumeOfFour([x, y, z, w]: Columns): number {
  const [xs, ys, zs, ws] = [x, y, z, w] as [Float64Array, Float64Array, Float64Array, Float64Array];
  const kept: number[] = [];
  let sum = 0;
  for (const point of lexicographicOrder([ws]).toReversed()) {
    sum += (ws[point] as number) * freeVolume(point);
    kept.splice(placeOf(zs[point] as number), 0, point);
  }
  return sum;

  function freeVolume(point: number): number {
    const [width, height] = [xs[point] as number, ys[point] as number];
    const steps = fewSteps();
    let [free, level, total] = [width * height, zs[point] as number, 0];
    for (const other of kept) {
      const top = zs[other] as number;
      if (top < level) {
        total += free * (level - top);
        level = top;
      }
      const [across, up] = [xs[other] as number, ys[other] as number];
      if (across >= width && up >= height) return total;
      free -= steps.add(Math.min(width, across), Math.min(height, up));
    }
    return total + free * level;
  }

  function placeOf(value: number): number {
    let [low, high] = [0, kept.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((zs[kept[middle] as number] as number) >= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * Each point adds what of its box no point that is better in the last objective covers; there the
 * covering boxes reach as far as it does, so one objective less decides.
 */
function slices(columns: Columns): number {
  const order = lexicographicOrder(columns);
  const last = columns.at(-1) as Float64Array;
  let sum = 0;
  order.forEach((point, k) => {
    const better = order.subarray(k + 1);
    const limits = gathered(columns.slice(0, -1), better).map((values, axis) => {
      const most = (columns[axis] as Float64Array)[point] as number;
      return values.map((value) => Math.min(most, value));
    });
    const box = columns.slice(0, -1).reduce((size, column) => size * (column[point] as number), 1);
    sum += (last[point] as number) * (box - volumeOf(limits));
  });
  return sum;
}

function frontOnly(columns: Columns): Columns {
  const losses = columns.map((column) => column.map((value) => -value));
  const ranks = dominanceRanks(losses, 1);
  return selected(columns, (point) => ranks[point] === 0);
}

/** Columns of the points that `keep` is true of. */
function selected(columns: Columns, keep: (point: number) => boolean): Columns {
  return gathered(columns, indices(columns[0]?.length ?? 0).filter(keep));
}
