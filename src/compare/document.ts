import type { ComparedLayer, ComparedSide, CompareResult } from "../results/compare-result.ts";
import type { Layer, ScoreResult } from "../results/score-result.ts";
import { isWider } from "../results/wider.ts";
import type { Comparison, How, LayerEntry } from "./compare.ts";
import { LAYER_METRICS } from "./layer-costs.ts";

/** A comparison as the document that is printed. */
export function compareDocument(comparison: Comparison): CompareResult {
  const { before, after, totals, layers } = comparison;
  return {
    schema: "acemeter/compare@1",
    equal: isEqual(comparison),
    convention: after.convention,
    before: sideOf(before),
    after: sideOf(after),
    totals,
    counts: countsOf(layers),
    wider: [...layers.keys()].filter((place) => takesMoreBits(layers[place] as LayerEntry)),
    layers: layers.map(layerOf),
    order: orderOf(comparison),
  };
}

function takesMoreBits({ changes: { lhsWidth, rhsWidth } }: LayerEntry): boolean {
  return [lhsWidth, rhsWidth].some((width) => width !== undefined && isWider(width));
}

function isEqual({ before, after, totals, contributions }: Comparison): boolean {
  const isSame = LAYER_METRICS.every((metric) => contributions[metric].length === 0);
  return before.complete && after.complete && isSame && differencesOf(totals).every(isNothing);
}

function differencesOf(totals: Comparison["totals"]): readonly unknown[] {
  const { elementwise, energyPj, ...single } = totals;
  const all = [single, elementwise, energyPj].flatMap((group) => Object.values(group));
  return all.map(({ before, after, difference }) =>
    difference === null && before === after ? 0 : difference,
  );
}

function isNothing(difference: unknown): boolean {
  return `${difference}` === "0";
}

function sideOf({ model, dims, atLeast, complete, missing }: ScoreResult): ComparedSide {
  return { model, dims, atLeast, complete, missing };
}

function countsOf(layers: readonly LayerEntry[]): CompareResult["counts"] {
  const counts = { same: 0, renamed: 0, moved: 0, changed: 0, inserted: 0, removed: 0 };
  for (const { how } of layers) counts[how satisfies How]++;
  return counts;
}

function layerOf({ before, after, how, changes, costs }: LayerEntry): ComparedLayer {
  const { operator } = (after ?? before) as Layer;
  const names = { before: nameOf(before), after: nameOf(after) };
  return { ...names, how, operator, changes, costs };
}

function nameOf(layer: Layer | null): string | null {
  return layer === null ? null : layer.name;
}

function orderOf({ layers, contributions }: Comparison): CompareResult["order"] {
  const places = new Map(layers.map((entry, place) => [entry, place]));
  const orders = LAYER_METRICS.map((metric) => [
    metric,
    contributions[metric].map((entry) => places.get(entry)),
  ]);
  return Object.fromEntries(orders) as CompareResult["order"];
}
