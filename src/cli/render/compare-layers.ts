import type {
  ComparedLayer,
  CompareResult,
  LayerChanges,
  LayerMetric,
} from "../../results/compare-result.ts";
import { isWider } from "../../results/wider.ts";
import { knownLabel } from "./bits.ts";
import { sizes } from "./csv.ts";
import { printable } from "./text.ts";

/** The metrics of layers, that which the table shows first one first. */
const METRICS = ["ace", "macs", "cpu64", "weightBits", "weightCount"] as const;

export const METRIC_LABELS: Readonly<Record<LayerMetric, string>> = {
  macs: "MACs",
  ace: "ACE",
  cpu64: "CPU64",
  weightCount: "Weights",
  weightBits: "Weight bits",
};

/** What became of a layer, as the verdict counts it. */
export type Fate =
  | "at more bits"
  | "at fewer bits"
  | "larger"
  | "smaller"
  | "inserted"
  | "removed"
  | "moved"
  | "renamed"
  | "written differently"
  | "same";

/** The metric that the layers differ in. */
export function leadMetric({ order }: CompareResult): LayerMetric {
  return METRICS.find((metric) => order[metric].length > 0) ?? "ace";
}

/** The layers whose costs or widths differ, the largest difference in any metric first. */
export function dearLayers(result: CompareResult): readonly ComparedLayer[] {
  const { order, layers } = result;
  const places = new Set(METRICS.flatMap((metric) => order[metric]));
  layers.forEach((layer, place) => {
    const { lhsWidth, rhsWidth } = layer.changes;
    const alone = layer.how === "inserted" || layer.how === "removed";
    if (alone || lhsWidth !== undefined || rhsWidth !== undefined) places.add(place);
  });
  return [...places].map((place) => layers[place] as ComparedLayer);
}

export function fateOf(layer: ComparedLayer): Fate {
  if (layer.how !== "changed") return layer.how;
  const { lhsWidth, rhsWidth } = layer.changes;
  const widths = [lhsWidth, rhsWidth].filter((width) => width !== undefined);
  if (widths.some(isWider)) return "at more bits";
  if (widths.length > 0) return "at fewer bits";
  const differing = METRICS.find((metric) => `${layer.costs[metric].difference}` !== "0");
  if (differing === undefined) return "written differently";
  return Number(layer.costs[differing].difference) > 0 ? "larger" : "smaller";
}

/** `conv1`, or `conv1 → features/0` where the name is new. */
export function nameOf({ before, after }: ComparedLayer): string {
  const names = [before, after].filter((name) => name !== null).map(printable);
  return [...new Set(names)].join(" → ");
}

/** What differs, in words; of shapes those that explain the others unless `all`. */
export function changeText(layer: ComparedLayer, all: boolean): string {
  const { how, changes, costs } = layer;
  if (how === "inserted" || how === "removed") return how;
  const texts = changeTexts(changes, all);
  if (texts.length > 0) return texts.join(", ");
  if (how !== "changed") return how;
  const differing = METRICS.filter((metric) => `${costs[metric].difference}` !== "0");
  return differing.map((metric) => METRIC_LABELS[metric]).join(", ");
}

function changeTexts(changes: LayerChanges, all: boolean): readonly string[] {
  const { rhsShape, lhsShape, output, trips } = changes;
  const texts = [
    ...widthTexts(changes),
    step("", changes.kind, String),
    step("", changes.operator, printable),
    step("right ", rhsShape, sizes),
    all || rhsShape === undefined ? step("left ", lhsShape, sizes) : "",
    all || (rhsShape ?? lhsShape) === undefined ? step("output ", output, sizes) : "",
    step("stride ", changes.stride, (stride) => (stride === null ? "none" : sizes(stride))),
    step("groups ", changes.groups, (groups) => `${groups ?? "none"}`),
    step("trips ", trips, String),
  ];
  return texts.filter((text) => text !== "");
}

/** `left 1 → f32?`: both sides of what has more or fewer bits. */
export function widthTexts({ lhsWidth, rhsWidth }: LayerChanges): readonly string[] {
  return [step("left ", lhsWidth, knownLabel), step("right ", rhsWidth, knownLabel)].filter(
    (text) => text !== "",
  );
}

function step<T>(
  what: string,
  change: { readonly before: T; readonly after: T } | undefined,
  text: (value: T) => string,
): string {
  return change === undefined ? "" : `${what}${text(change.before)} → ${text(change.after)}`;
}
