import { AceError } from "../../errors.ts";

/** Whether less or more of an objective is better. */
export type Direction = "min" | "max";

/** One value for each objective. */
export type Point = ArrayLike<number | bigint>;

/** An objective of all points; less is better in every column. */
export type Columns = readonly Float64Array[];

/**
 * The objectives of points as columns whose values compare as the points' own do.
 *
 * Whole numbers beyond 2^53 are replaced, in their column, by their place in the exact order.
 *
 * @throws {AceError} `wrong-usage` for a value that is not finite, and for points of unequal length
 */
export function comparableColumns(
  points: readonly Point[],
  directions?: readonly Direction[],
): Columns {
  return columnsOf(points, directions, exactPlaces);
}

/**
 * The same with the values themselves, each bigint as the nearest double.
 *
 * @throws {AceError} `wrong-usage`
 */
export function valueColumns(points: readonly Point[], directions?: readonly Direction[]): Columns {
  return columnsOf(points, directions, (values, numbers, k) => {
    const far = numbers.findIndex((number) => !Number.isFinite(number));
    if (far >= 0) throw notFinite(far, k, values[far] as Value);
    return numbers;
  });
}

type Value = number | bigint;

/** @param settle - what a column becomes that holds a bigint which no double is equal to */
function columnsOf(
  points: readonly Point[],
  directions: readonly Direction[] | undefined,
  settle: (values: readonly Value[], numbers: Float64Array, objective: number) => Float64Array,
): Columns {
  const count = directions?.length ?? points[0]?.length ?? 0;
  if (points.length > 0 && count === 0) throw refuse("points", "at least one objective", "none");
  const columns = Array.from({ length: count }, () => new Float64Array(points.length));
  const inexact = new Set<number>();
  for (let i = 0; i < points.length; i++) {
    const point = points[i] as Point;
    if (point.length !== count)
      throw refuse(`point ${i}`, `${count} objectives`, `${point.length}`);
    for (let k = 0; k < count; k++) {
      const value = point[k] as Value;
      const number = Number(value);
      if (typeof value === "bigint" ? !isExact(value, number) : !Number.isFinite(number)) {
        if (typeof value === "number") throw notFinite(i, k, value);
        inexact.add(k);
      }
      (columns[k] as Float64Array)[i] = number + 0;
    }
  }
  return columns.map((numbers, k) => {
    const values = (): readonly Value[] => points.map((point) => point[k] as Value);
    const settled = inexact.has(k) ? settle(values(), numbers, k) : numbers;
    return directions?.[k] === "max" ? negated(settled) : settled;
  });
}

/** Equal values have equal places; bigint and number compare exactly in the language itself. */
function exactPlaces(values: readonly Value[]): Float64Array {
  const order = values.map((_, i) => i).sort((a, b) => compare(values[a], values[b]));
  const places = new Float64Array(values.length);
  for (let k = 1; k < order.length; k++) {
    const [before, at] = [order[k - 1] as number, order[k] as number];
    places[at] = (places[before] as number) + compare(values[at], values[before]);
  }
  return places;
}

function compare(a: Value | undefined, b: Value | undefined): number {
  return Number((a as bigint) > (b as bigint)) - Number((a as bigint) < (b as bigint));
}

/** Not the unary minus: 0 must not become -0. */
function negated(numbers: Float64Array): Float64Array {
  return numbers.map((value) => 0 - value);
}

function isExact(value: bigint, number: number): boolean {
  return Number.isFinite(number) && BigInt(number) === value;
}

function notFinite(point: number, objective: number, value: Value): AceError {
  return refuse(`objective ${objective} of point ${point}`, "a finite number", `${value}`);
}

function refuse(subject: string, expected: string, got: string): AceError {
  return new AceError("wrong-usage", { action: "compare", subject, expected, got });
}
