import type { Columns } from "./points.ts";

/** Below this a comparing sort is faster than one that counts digits. */
const FEW = 2048;
const DIGIT_BITS = 11;
const BUCKETS = 1 << DIGIT_BITS;

/**
 * Indices in ascending order of the last column, equal ones of the one before, and so on; in no
 * certain order where all columns are equal.
 */
export function lexicographicOrder(columns: Columns, points = indices(lengthOf(columns))) {
  const column = columns.at(-1);
  if (column === undefined) return points;
  if (points.length < FEW) return compared(points, columns);
  const { order, keys } = sortedByKeys(points, column);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && keys[end] === keys[start]) end++;
    if (end - start > 1) sortRun(order.subarray(start, end), columns);
    start = end;
  }
  return order;
}

/** Places of values among the distinct values, ascending, and how many those are. */
export function densePlaces(values: Float64Array): { places: Uint32Array; count: number } {
  const order = lexicographicOrder([values]);
  const places = new Uint32Array(values.length);
  let place = 0;
  for (let k = 1; k < order.length; k++) {
    const at = order[k] as number;
    if (values[at] !== values[order[k - 1] as number]) place++;
    places[at] = place;
  }
  return { places, count: order.length === 0 ? 0 : place + 1 };
}

export function indices(count: number): Uint32Array {
  const all = new Uint32Array(count);
  for (let i = 0; i < count; i++) all[i] = i;
  return all;
}

/** Columns of some of the points only, in the order of `points`. */
export function gathered(columns: Columns, points: Uint32Array): Columns {
  return columns.map((column) => {
    const values = new Float64Array(points.length);
    for (let i = 0; i < values.length; i++) values[i] = column[points[i] as number] as number;
    return values;
  });
}

/** Whether two points have the same values. */
export function equal(columns: Columns, a: number, b: number): boolean {
  for (const column of columns) if (column[a] !== column[b]) return false;
  return true;
}

function lengthOf(columns: Columns): number {
  return columns[0]?.length ?? 0;
}

function compared(points: Uint32Array, columns: Columns): Uint32Array {
  return points.slice().sort((a, b) => {
    for (let k = columns.length - 1; k >= 0; k--) {
      const column = columns[k] as Float64Array;
      const difference = (column[a] as number) - (column[b] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

/** Points whose values agree in the upper half of their bits; most often they are equal. */
function sortRun(run: Uint32Array, columns: Columns): void {
  const column = columns.at(-1) as Float64Array;
  const first = column[run[0] as number];
  const same = run.length >= FEW && run.every((point) => column[point] === first);
  run.set(same ? lexicographicOrder(columns.slice(0, -1), run.slice()) : compared(run, columns));
}

/** Radix sort by the upper half of the values' bits; a digit that is the same everywhere is skipped. */
function sortedByKeys(points: Uint32Array, column: Float64Array) {
  let keys = keysOf(points, column);
  let order = points.slice();
  let [nextKeys, nextOrder] = [new Uint32Array(keys.length), new Uint32Array(keys.length)];
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    const starts = new Uint32Array(BUCKETS);
    for (let i = 0; i < keys.length; i++) {
      (starts[((keys[i] as number) >>> shift) & (BUCKETS - 1)] as number)++;
    }
    if (starts[((keys[0] as number) >>> shift) & (BUCKETS - 1)] === keys.length) continue;
    let sum = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const count = starts[bucket] as number;
      starts[bucket] = sum;
      sum += count;
    }
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as number;
      const to = (starts[(key >>> shift) & (BUCKETS - 1)] as number)++;
      nextKeys[to] = key;
      nextOrder[to] = order[i] as number;
    }
    [keys, nextKeys, order, nextOrder] = [nextKeys, keys, nextOrder, order];
  }
  return { order, keys };
}

/** The upper words of the values, changed so that they ascend with them as unsigned integers. */
function keysOf(points: Uint32Array, column: Float64Array) {
  const words = new Uint32Array(column.buffer, column.byteOffset, column.length * 2);
  const keys = new Uint32Array(points.length);
  for (let i = 0; i < keys.length; i++) {
    const word = words[(points[i] as number) * 2 + 1] as number;
    keys[i] = word >>> 31 === 1 ? ~word : word ^ 0x80000000;
  }
  return keys;
}
