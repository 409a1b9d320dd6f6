import type { ParetoResult } from "../results/pareto-result.ts";
import { type Millionths, numberOf } from "./millionths.ts";
import type { Placed } from "./placed.ts";
import { additiveEpsilon, multiplicativeEpsilon } from "./sets/epsilon.ts";
import { paretoFront } from "./sets/front.ts";
import { hypervolume } from "./sets/hypervolume.ts";

/** Less cost and more accuracy are better. */
export const DIRECTIONS = ["min", "max"] as const;

/** What points must be better than to count in a hypervolume. */
export interface Reference {
  readonly cost: Millionths;
  /** Percent. */
  readonly accuracy: number;
}

type Values = readonly (readonly [cost: number, accuracy: number])[];

/** The greatest cost and the least accuracy of all points: the worst corner of the chart. */
export function referenceOf(placed: readonly Placed[]): Reference {
  return {
    cost: placed.reduce((most, { cost }) => (cost > most ? cost : most), 0n),
    accuracy: placed.reduce((least, { accuracy }) => Math.min(least, accuracy), 100),
  };
}

/** Hypervolumes of the published networks, the user's, and both together. */
export function volumesOf(
  placed: readonly Placed[],
  { cost, accuracy }: Reference,
): ParetoResult["hypervolume"] {
  const volume = (of: readonly Placed[]): number =>
    hypervolume(valuesOf(of), [numberOf(cost), accuracy], DIRECTIONS);
  return {
    published: volume(placed.filter(({ own }) => !own)),
    own: volume(placed.filter(({ own }) => own)),
    all: volume(placed),
  };
}

/** ε-indicators of the user's networks against the front of the published ones. */
export function epsilonsOf(
  own: readonly Placed[],
  published: readonly Placed[],
  all: readonly Placed[],
): ParetoResult["epsilon"] {
  if (own.length === 0 || published.length === 0) return null;
  const values = valuesOf(published);
  const exact = published.map(({ cost, accuracy }) => [cost, accuracy]);
  const front = paretoFront(exact, DIRECTIONS).map((i) => values[i] as Values[number]);
  const mine = valuesOf(own);
  const [costs, accuracies] = [rangeOf(valuesOf(all), 0), rangeOf(valuesOf(all), 1)];
  const scaled = (points: Values): Values => points.map(([c, a]) => [c / costs, a / accuracies]);
  const positive = [...mine, ...front].every(([c, a]) => c > 0 && a > 0);
  return {
    additive:
      costs > 0 && accuracies > 0 ? additiveEpsilon(scaled(mine), scaled(front), DIRECTIONS) : null,
    multiplicative: positive ? multiplicativeEpsilon(mine, front, DIRECTIONS) : null,
  };
}

function valuesOf(placed: readonly Placed[]): Values {
  return placed.map(({ cost, accuracy }) => [numberOf(cost), accuracy]);
}

function rangeOf(values: Values, axis: 0 | 1): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value[axis]);
    high = Math.max(high, value[axis]);
  }
  return high - low;
}
