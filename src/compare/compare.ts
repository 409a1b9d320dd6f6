import type {
  LayerChanges,
  LayerCosts,
  LayerMetric,
  TotalDifferences,
} from "../results/compare-result.ts";
import type { Layer, ScoreResult } from "../results/score-result.ts";
import { isUnchanged, layerChanges } from "./layer-changes.ts";
import { differenceIn, differsInCost, LAYER_METRICS, layerCosts } from "./layer-costs.ts";
import { type Match, matchLayers } from "./match.ts";
import { totalDifferences } from "./totals.ts";

/**
 * What became of a layer. Same: nothing but proofs differs; renamed: its name does; moved: its
 * place among the others does, and maybe the name; changed: something of `changes` or `costs` does,
 * and maybe name and place.
 */
export type How = "same" | "renamed" | "moved" | "changed" | "inserted" | "removed";

/** A layer before and after; null where there is none. */
export interface LayerEntry {
  readonly before: Layer | null;
  readonly after: Layer | null;
  readonly how: How;
  /** Only what differs; nothing for a layer that was inserted or removed. */
  readonly changes: LayerChanges;
  /** The costs of a layer that is not there are 0. */
  readonly costs: LayerCosts;
}

/** What became of a network: exact differences, after - before. */
export interface Comparison {
  readonly before: ScoreResult;
  readonly after: ScoreResult;
  /** By metric, as `ScoreResult` has them; a side that is a lower bound says so. */
  readonly totals: TotalDifferences;
  /** In the order of `after`, removed ones where they were. */
  readonly layers: readonly LayerEntry[];
  /** By metric: the layers that differ in it, the largest difference first. */
  readonly contributions: Readonly<Record<LayerMetric, readonly LayerEntry[]>>;
}

/** Totals and layers of a network before and after; layers are matched by name and structure. */
export function compareResults(before: ScoreResult, after: ScoreResult): Comparison {
  const layers = entriesOf(before.layers, after.layers);
  const contributions = LAYER_METRICS.map((metric) => [metric, contributionsTo(metric, layers)]);
  return {
    before,
    after,
    totals: totalDifferences(before, after),
    layers,
    contributions: Object.fromEntries(contributions) as Comparison["contributions"],
  };
}

function entriesOf(before: readonly Layer[], after: readonly Layer[]): readonly LayerEntry[] {
  const matches = matchLayers(before, after);
  const matchOf = new Map(matches.map((match) => [match.after, match]));
  const matched = new Set(matches.map((match) => match.before));
  const entries: LayerEntry[] = [];
  let next = 0;
  const removeUpTo = (end: number): void => {
    for (; next < end; next++) {
      if (!matched.has(next)) entries.push(lone(before[next] as Layer, "removed"));
    }
  };
  after.forEach((layer, place) => {
    const match = matchOf.get(place);
    if (match === undefined) {
      entries.push(lone(layer, "inserted"));
      return;
    }
    if (!match.moved) removeUpTo(match.before);
    entries.push(paired(before[match.before] as Layer, layer, match));
  });
  removeUpTo(before.length);
  return entries;
}

function lone(layer: Layer, how: "inserted" | "removed"): LayerEntry {
  const [before, after] = how === "inserted" ? [null, layer] : [layer, null];
  return { before, after, how, changes: {}, costs: layerCosts(before, after) };
}

function paired(before: Layer, after: Layer, { moved }: Match): LayerEntry {
  const changes = layerChanges(before, after);
  const costs = layerCosts(before, after);
  const changed = !isUnchanged(changes) || differsInCost(costs);
  const renamed = before.name !== after.name;
  const how = changed ? "changed" : moved ? "moved" : renamed ? "renamed" : "same";
  return { before, after, how, changes, costs };
}

function contributionsTo(
  metric: LayerMetric,
  layers: readonly LayerEntry[],
): readonly LayerEntry[] {
  return layers
    .map((entry) => ({ entry, size: magnitude(differenceIn(entry.costs, metric)) }))
    .filter(({ size }) => size > 0n)
    .toSorted((a, b) => Number(b.size > a.size) - Number(b.size < a.size))
    .map(({ entry }) => entry);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
