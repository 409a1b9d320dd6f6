import type { ChartPoint } from "../chart-input.ts";

interface Standing {
  readonly family: string;
  /** Points that no published one exceeds at the same cost or less. */
  readonly best: number;
  /** Least that a point of the family lies below the best of those that are not dearer. */
  readonly gap: number;
  readonly count: number;
}

/**
 * Names of the families to look at: the wanted ones, those with the best published points, then those
 * with most points, the nearer to the best first. The user's own points have no say: whatever they
 * are, the colours of the others stay.
 */
export function notableFamilies(
  published: readonly ChartPoint[],
  most: number,
  wanted: readonly string[],
): readonly string[] {
  const standings = standingsOf(published);
  const rank = ({ family }: Standing): number =>
    wanted.includes(family) ? wanted.indexOf(family) : wanted.length;
  const sorted = standings
    .filter(({ family }) => family !== "")
    .sort((a, b) => rank(a) - rank(b) || b.best - a.best || b.count - a.count || a.gap - b.gap);
  return sorted.slice(0, most).map(({ family }) => family);
}

function standingsOf(published: readonly ChartPoint[]): Standing[] {
  const gaps = new Map<string, number[]>();
  let highest = Number.NEGATIVE_INFINITY;
  for (const { family, accuracy } of cheapestFirst(published)) {
    highest = Math.max(highest, accuracy);
    gaps.set(family, [...(gaps.get(family) ?? []), highest - accuracy]);
  }
  const inOrder = [...new Set(published.map(({ family }) => family))];
  return inOrder.map((family) => {
    const own = gaps.get(family) as number[];
    const best = own.filter((gap) => gap === 0).length;
    return { family, best, gap: Math.min(...own), count: own.length };
  });
}

function cheapestFirst(points: readonly ChartPoint[]): readonly ChartPoint[] {
  return [...points].sort((a, b) => a.cost - b.cost || b.accuracy - a.accuracy);
}
