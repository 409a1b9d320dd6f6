import { AceError } from "../../errors.ts";
import { type Columns, type Direction, type Point, valueColumns } from "./points.ts";

/**
 * The least ε by which every point of `reference` is weakly dominated when all of `set` are made
 * better by it: subtracted from each objective.
 *
 * max over reference of min over set of max over objectives of (set − reference); 0 or less where
 * the set is nowhere worse.
 *
 * @param directions - of each objective; all `min` where absent
 * @throws {AceError} `wrong-usage` where one of them is empty, or a value is not finite
 *
 * Source: Zitzler et al., Performance assessment of multiobjective optimizers (2003).
 */
export function additiveEpsilon(
  set: readonly Point[],
  reference: readonly Point[],
  directions?: readonly Direction[],
): number {
  const [mine, other] = bothColumns(set, reference, directions);
  return epsilon(mine, other, (a, b) => a - b);
}

/**
 * The same with a factor: every objective of `set` divided by it where less is better, multiplied
 * where more is. 1 or less where the set is nowhere worse.
 *
 * @throws {AceError} `wrong-usage` where one of them is empty, or a value is not finite or not
 * above 0
 */
export function multiplicativeEpsilon(
  set: readonly Point[],
  reference: readonly Point[],
  directions?: readonly Direction[],
): number {
  for (const point of [...set, ...reference]) {
    const wrong = Array.from(point).find((value) => value <= 0);
    if (wrong !== undefined) throw refuse("values above 0", `${wrong}`);
  }
  const [mine, other] = bothColumns(set, reference, directions);
  return epsilon(mine, other, (a, b) => (a < 0 ? b / a : a / b));
}

function epsilon(mine: Columns, other: Columns, excess: (a: number, b: number) => number): number {
  const [size, goals] = [mine[0]?.length ?? 0, other[0]?.length ?? 0];
  let worst = Number.NEGATIVE_INFINITY;
  for (let b = 0; b < goals; b++) {
    let nearest = Number.POSITIVE_INFINITY;
    for (let a = 0; a < size; a++) nearest = Math.min(nearest, farthest(a, b));
    worst = Math.max(worst, nearest);
  }
  return worst;

  function farthest(a: number, b: number): number {
    return mine.reduce((most, column, k) => {
      const goal = (other[k] as Float64Array)[b] as number;
      return Math.max(most, excess(column[a] as number, goal));
    }, Number.NEGATIVE_INFINITY);
  }
}

function bothColumns(
  set: readonly Point[],
  reference: readonly Point[],
  directions: readonly Direction[] | undefined,
): readonly [Columns, Columns] {
  if (set.length === 0 || reference.length === 0) throw refuse("at least one point", "none");
  const all = valueColumns([...set, ...reference], directions);
  return [
    all.map((column) => column.subarray(0, set.length)),
    all.map((column) => column.subarray(set.length)),
  ];
}

function refuse(expected: string, got: string): AceError {
  return new AceError("wrong-usage", {
    action: "compare",
    subject: "two sets of points",
    expected,
    got,
  });
}
