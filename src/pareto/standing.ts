import { MOST_LISTED } from "../results/most-listed.ts";
import type { OwnStanding, ParetoPoint, SomeNetworks } from "../results/pareto-result.ts";
import type { Placed } from "./placed.ts";

/** A network with its cost as a place among all costs: numbers are compared faster than bigints. */
interface Ranked {
  readonly name: string;
  readonly own: boolean;
  readonly cost: number;
  readonly accuracy: number;
}

/**
 * Where each of the user's networks stands among the published ones.
 *
 * @param own - some of `placed`
 * @param placed - ascending in cost
 * @param points - the same, with their ranks
 */
export function standingsOf(
  own: readonly Placed[],
  placed: readonly Placed[],
  points: readonly ParetoPoint[],
): readonly OwnStanding[] {
  const ranked = rankedByCost(placed);
  const published = ranked
    .filter(({ own }) => !own)
    .sort((a, b) => b.accuracy - a.accuracy || a.cost - b.cost);
  const places = new Map(placed.map((one, i) => [one, i]));
  return own.map((network) => {
    const i = places.get(network) as number;
    const one = ranked[i] as Ranked;
    const { name, rank, onFront } = points[i] as ParetoPoint;
    return {
      ...{ name, rank, onFront },
      dominates: some(published, (other) => dominates(one, other)),
      dominatedBy: some(published, (other) => dominates(other, one)),
    };
  });
}

function rankedByCost(placed: readonly Placed[]): readonly Ranked[] {
  let place = 0;
  return placed.map(({ name, own, cost, accuracy }, i) => {
    if (i > 0 && placed[i - 1]?.cost !== cost) place++;
    return { name, own, cost: place, accuracy };
  });
}

function dominates(a: Ranked, b: Ranked): boolean {
  const better = a.cost < b.cost || a.accuracy > b.accuracy;
  return a.cost <= b.cost && a.accuracy >= b.accuracy && better;
}

function some(published: readonly Ranked[], holds: (other: Ranked) => boolean): SomeNetworks {
  const names: string[] = [];
  let count = 0;
  for (const other of published) {
    if (!holds(other)) continue;
    if (count < MOST_LISTED) names.push(other.name);
    count++;
  }
  return { count, names };
}
