import type { Layout } from "./layout.ts";
import { hundredths } from "./rounding.ts";
import { groupColors, groupShapes, here, type Layer, textMark } from "./spec-parts.ts";

/** Symbols with names above the plot, and the sentences below it. */
export function legendLayers(layout: Layout, interactive: boolean): readonly Layer[] {
  const { measures, inks } = layout;
  const data = { name: "legend" };
  const families = [{ filter: "datum.kind !== 'front'" }];
  return [
    {
      data,
      transform: families,
      mark: {
        type: "point",
        opacity: 1,
        strokeWidth: hundredths(0.8 * measures.line),
        size: hundredths(1.15 * measures.symbol ** 2),
      },
      encoding: {
        ...{ x: here("symbol"), y: here("y") },
        ...{ fill: groupColors(layout), shape: groupShapes(layout) },
        stroke: {
          condition: { test: "datum.kind === 'own'", value: inks.text },
          ...groupColors(layout),
        },
      },
    },
    {
      data,
      transform: [{ filter: "datum.kind === 'front'" }],
      mark: { type: "rule", stroke: inks.front, strokeWidth: measures.line },
      encoding: { x: here("x"), x2: { field: "lineEnd" }, y: here("y") },
    },
    {
      data,
      mark: { ...textMark(measures.tick), color: inks.text },
      encoding: { x: here("text_x"), y: here("y"), text: { field: "text", type: "nominal" } },
    },
    ...(interactive ? [legendButtons(families)] : []),
    ...(layout.caption.length > 0 ? [captionLayer(layout)] : []),
  ];
}

/** Invisible, over each family of the legend: where a click is taken. */
function legendButtons(families: readonly Layer[]): Layer {
  return {
    params: [{ name: "shown", select: { type: "point", fields: ["group"], toggle: "true" } }],
    data: { name: "legend" },
    transform: families,
    mark: { type: "rect", fill: "transparent", cursor: "pointer" },
    encoding: {
      ...{ x: here("x"), x2: { field: "right" } },
      ...{ y: here("top"), y2: { field: "bottom" } },
    },
  };
}

function captionLayer({ measures, inks }: Layout): Layer {
  return {
    data: { name: "caption" },
    mark: { ...textMark(measures.caption), color: inks.faint },
    encoding: { x: here("x"), y: here("y"), text: { field: "text", type: "nominal" } },
  };
}
