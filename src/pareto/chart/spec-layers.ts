import type { ChartInput } from "../chart-input.ts";
import type { Layout } from "./layout.ts";
import { standingOf } from "./point-labels.ts";
import { hundredths } from "./rounding.ts";
import { groupColors, groupShapes, here, type Layer, shown, textMark } from "./spec-parts.ts";
import { OTHER_AREA } from "./style.ts";

type Standing = ReturnType<typeof standingOf>;

/** What the front reaches, and its line. */
export function frontLayers({ inks, measures, scales }: Layout): readonly Layer[] {
  const [low] = scales.accuracy.domain;
  const step = { interpolate: "step-after", tooltip: null };
  return [
    {
      data: { name: "front" },
      mark: { type: "area", ...step, fill: inks.reached, line: false },
      encoding: { y2: { datum: low } },
    },
    {
      data: { name: "front" },
      mark: { type: "line", ...step, stroke: inks.front, strokeWidth: measures.line },
    },
  ];
}

/** The points: faint ones below, then the front, then the user's. */
export function pointLayers(
  layout: Layout,
  input: ChartInput,
  interactive: boolean,
): readonly Layer[] {
  const standings: readonly Standing[] = ["dominated", "front", "own"];
  return standings
    .filter((standing) => layout.points.some((point) => standingOf(point) === standing))
    .map((standing) => pointLayer(standing, layout, input, interactive));
}

function pointLayer(
  standing: Standing,
  layout: Layout,
  input: ChartInput,
  interactive: boolean,
): Layer {
  const { measures, inks } = layout;
  const own = standing === "own";
  const area = (own ? measures.ownSymbol : measures.symbol) ** 2;
  const opacity = standing === "dominated" ? inks.dominated : 1;
  return {
    data: { name: "points" },
    transform: [{ filter: `datum.standing === '${standing}'` }],
    mark: { type: "point", strokeWidth: hundredths(0.8 * measures.line), strokeJoin: "round" },
    encoding: {
      fill: groupColors(layout),
      stroke: own ? { value: inks.text } : { ...groupColors(layout) },
      shape: groupShapes(layout),
      size: {
        condition: { test: "datum.kind === 'other'", value: hundredths(OTHER_AREA * area) },
        value: hundredths(area),
      },
      fillOpacity: { condition: { test: "datum.open", value: 0 }, value: 1 },
      opacity: shown(opacity, interactive),
      tooltip: tooltip(input),
    },
  };
}

function tooltip({ cost, accuracy }: ChartInput): readonly Layer[] {
  return [
    { field: "name", type: "nominal", title: "network" },
    { field: "family", type: "nominal" },
    { field: "year", type: "nominal" },
    { field: "accuracy", type: "nominal", title: `${accuracy.label} (${accuracy.unit})` },
    { field: "costText", type: "nominal", title: cost.label },
    { field: "counted", type: "nominal" },
    { field: "source", type: "nominal" },
  ];
}

/** Names beside the points, and lines that lead to them. */
export function labelLayers(layout: Layout, interactive: boolean): readonly Layer[] {
  const { measures, inks, labels } = layout;
  const leaders = {
    data: { name: "leaders" },
    mark: { type: "rule", stroke: inks.faint, strokeWidth: hundredths(0.5 * measures.line) },
    encoding: { x: here("x"), y: here("y"), x2: { field: "x2" }, y2: { field: "y2" } },
  };
  const some = (own: boolean): boolean => labels.some(({ label }) => label.point.own === own);
  return [
    ...(labels.some(({ leader }) => leader !== undefined) ? [leaders] : []),
    ...(some(false) ? [labelLayer(false, layout, interactive)] : []),
    ...(some(true) ? [labelLayer(true, layout, interactive)] : []),
  ];
}

function labelLayer(own: boolean, { measures, inks }: Layout, interactive: boolean): Layer {
  return {
    data: { name: "labels" },
    transform: [{ filter: `datum.standing ${own ? "===" : "!=="} 'own'` }],
    mark: {
      ...textMark(own ? measures.tick : measures.label),
      fontWeight: own ? 700 : 400,
    },
    encoding: {
      x: here("left"),
      y: here("middle"),
      text: { field: "text", type: "nominal" },
      color: {
        condition: { test: "datum.standing === 'dominated'", value: inks.faint },
        value: inks.text,
      },
      opacity: shown(1, interactive),
    },
  };
}
