import { dominanceRanks } from "./dominance.ts";
import { type Columns, comparableColumns, type Direction, type Point } from "./points.ts";

/**
 * Rank of each point by non-dominated sorting: 0 on the front, 1 on the front of what is left
 * without it, and so on. Equal points have equal ranks. O(n log n) for two objectives.
 *
 * @param directions - of each objective; all `min` where absent
 * @throws {AceError} `wrong-usage` for NaN and infinities, and for points of unequal length
 */
export function nonDominatedRanks(
  points: readonly Point[],
  directions?: readonly Direction[],
): readonly number[] {
  if (points.length === 0) return [];
  return Array.from(dominanceRanks(twoAtLeast(points, directions), Number.POSITIVE_INFINITY));
}

/** A column that is equal everywhere beside a single one changes no rank. */
function twoAtLeast(points: readonly Point[], directions?: readonly Direction[]): Columns {
  const columns = comparableColumns(points, directions);
  return columns.length === 1 ? [new Float64Array(points.length), ...columns] : columns;
}
