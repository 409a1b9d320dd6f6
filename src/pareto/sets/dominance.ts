import { equal, gathered, lexicographicOrder } from "./order.ts";
import type { Columns } from "./points.ts";

/** Up to so many pairs are compared one by one. */
const FEW_PAIRS = 8192;
const FEW_POINTS = 64;

/**
 * Rank of each point: 0 where no other dominates it, else one more than the greatest rank of those
 * that do. Equal points have equal ranks. O(n log^(d - 1) n).
 *
 * @param most - greater ranks are not told from it: 1 asks for the front only, which is faster
 *
 * Source: Jensen, Reducing the run-time complexity of multiobjective EAs (2003); Fortin, Grenier,
 * Parizeau (2013) for equal values.
 */
export function dominanceRanks(all: Columns, most: number): Uint32Array {
  const { columns, distinct } = distinctPoints(all);
  const last = all.length - 1;
  const ranks = new Uint32Array(columns[0]?.length ?? 0);
  if (all.length === 2) sweepAll();
  else solve(0, ranks.length);
  return distinct.map((point) => ranks[point] as number);

  /** In lexicographic order what dominates a point stands before it, no worse in the last column. */
  function solve(low: number, high: number): void {
    if (high - low <= FEW_POINTS) {
      for (let b = low + 1; b < high; b++) for (let a = low; a < b; a++) raise(a, b, last);
      return;
    }
    const middle = (low + high) >>> 1;
    solve(low, middle);
    update(range(low, middle), range(middle, high), last);
    solve(middle, high);
  }

  /** Raises the ranks of `after` by those of `before`, which are known; `k` columns decide. */
  function update(before: readonly number[], after: readonly number[], k: number): void {
    const lows = before.filter((point) => (ranks[point] as number) < most);
    const highs = after.filter((point) => (ranks[point] as number) < most);
    if (lows.length * highs.length <= FEW_PAIRS) {
      for (const b of highs) for (const a of lows) raise(a, b, k);
    } else if (k <= 2) {
      sweep(lows, highs);
    } else {
      split(lows, highs, k);
    }
  }

  function split(lows: readonly number[], highs: readonly number[], k: number): void {
    const column = columns[k - 1] as Float64Array;
    const pivot = pivotOf([...lows, ...highs].map((point) => column[point] as number));
    if (pivot === undefined) {
      update(lows, highs, k - 1);
      return;
    }
    const less = (point: number): boolean => (column[point] as number) < pivot;
    const more = (point: number): boolean => !less(point);
    update(lows.filter(less), highs.filter(less), k);
    update(lows.filter(less), highs.filter(more), k - 1);
    update(lows.filter(more), highs.filter(more), k);
  }

  /** Two columns are left: along the second, with the greatest rank up to each first value. */
  function sweep(lows: readonly number[], highs: readonly number[]): void {
    const [x, y] = columns as [Float64Array, Float64Array];
    const along = (a: number, b: number): number => (y[a] as number) - (y[b] as number);
    const places = Float64Array.from(lows, (point) => x[point] as number).sort();
    const greatest = prefixMaximum(places.length);
    const sorted = lows.toSorted(along);
    let next = 0;
    for (const b of highs.toSorted(along)) {
      for (; next < sorted.length; next++) {
        const a = sorted[next] as number;
        if ((y[a] as number) > (y[b] as number)) break;
        greatest.raise(countUpTo(places, x[a] as number), (ranks[a] as number) + 1);
      }
      const rank = greatest.upTo(countUpTo(places, x[b] as number));
      if (rank > (ranks[b] as number)) ranks[b] = rank;
    }
  }

  /** Of two columns in all: the least first value of each rank so far ascends with the rank. */
  function sweepAll(): void {
    const x = columns[0] as Float64Array;
    const least = new Float64Array(x.length);
    let count = 0;
    for (let point = 0; point < x.length; point++) {
      const value = x[point] as number;
      const rank = countUpTo(least, value, count);
      ranks[point] = rank;
      least[rank] = value;
      if (rank === count) count++;
    }
  }

  function raise(a: number, b: number, k: number): void {
    const rank = ranks[a] as number;
    if (rank < (ranks[b] as number) || rank >= most) return;
    for (let i = 0; i < k; i++) {
      const column = columns[i] as Float64Array;
      if ((column[a] as number) > (column[b] as number)) return;
    }
    ranks[b] = rank + 1;
  }
}

/** How many of ascending values are at most `value`. */
function countUpTo(values: Float64Array, value: number, count = values.length): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Greatest of what was stored at 1 up to a place, 0 of nothing: a Fenwick tree. */
function prefixMaximum(size: number) {
  const tree = new Uint32Array(size + 1);
  return {
    raise(place: number, value: number): void {
      for (let at = place; at <= size; at += at & -at) {
        if ((tree[at] as number) < value) tree[at] = value;
      }
    },
    upTo(place: number): number {
      let greatest = 0;
      for (let at = place; at > 0; at -= at & -at)
        greatest = Math.max(greatest, tree[at] as number);
      return greatest;
    },
  };
}

/** A value near the median with something on both sides of it; undefined where all are equal. */
function pivotOf(values: readonly number[]): number | undefined {
  const sorted = Float64Array.from(values).sort();
  const median = sorted[sorted.length >>> 1] as number;
  if (median > (sorted[0] as number)) return median;
  return sorted.find((value) => value > median);
}

function range(low: number, high: number): readonly number[] {
  return Array.from({ length: high - low }, (_, i) => low + i);
}

/** The distinct points in lexicographic order, and for each point which of them it is. */
function distinctPoints(all: Columns): { columns: Columns; distinct: Uint32Array } {
  const order = lexicographicOrder(all);
  const distinct = new Uint32Array(order.length);
  const kept: number[] = [];
  for (let k = 0; k < order.length; k++) {
    const point = order[k] as number;
    if (k === 0 || !equal(all, point, order[k - 1] as number)) kept.push(point);
    distinct[point] = kept.length - 1;
  }
  return { columns: gathered(all, Uint32Array.from(kept)), distinct };
}
