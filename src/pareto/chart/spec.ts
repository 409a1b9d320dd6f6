import type { ChartInput } from "../chart-input.ts";
import { FONT_FAMILY } from "./font.ts";
import type { Layout } from "./layout.ts";
import { axisX, axisY } from "./spec-axes.ts";
import { chartData } from "./spec-data.ts";
import { frontLayers, labelLayers, pointLayers } from "./spec-layers.ts";
import { legendLayers } from "./spec-legend.ts";

/** A Vega-Lite specification, as plain data. */
export type Spec = Readonly<Record<string, unknown>>;

/**
 * The chart in Vega-Lite, with its data: points lie on scales, texts where the layout put them.
 *
 * @param interactive - a click on the legend shows a family, a pointer over a point its source
 */
export function chartSpec(layout: Layout, input: ChartInput, interactive = false): Spec {
  const { plot, padding, inks, measures } = layout;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description: describe(layout),
    background: inks.background,
    autosize: { type: "none", contains: "content" },
    ...plot,
    padding,
    datasets: chartData(layout, input),
    encoding: { x: axisX(layout), y: axisY(layout) },
    layer: [
      ...frontLayers(layout),
      ...pointLayers(layout, input, interactive),
      ...labelLayers(layout, interactive),
      ...legendLayers(layout, interactive),
    ],
    config: {
      font: FONT_FAMILY,
      aria: false,
      view: { stroke: null, fill: null },
      text: { fontSize: measures.label, color: inks.text },
    },
  };
}

/** What is drawn against what. */
export function titleOf({ titles }: Layout): string {
  return `${titles.accuracy} against ${titles.cost.join(" ")}`;
}

/** One sentence for those who do not see the chart. */
export function describe(layout: Layout): string {
  const { points } = layout;
  const own = points.filter((point) => point.own).map(({ name }) => name);
  const front = points.filter(({ onFront }) => onFront).map(({ name }) => name);
  const yours = own.length === 0 ? "" : ` Yours: ${own.join(", ")}.`;
  return `${titleOf(layout)} of ${points.length} networks. On the front: ${front.join(", ") || "none"}.${yours}`;
}
