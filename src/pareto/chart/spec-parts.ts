import type { Layout } from "./layout.ts";

/** A piece of a Vega-Lite specification. */
export type Layer = Readonly<Record<string, unknown>>;

/** What is not of the families that were clicked. */
const OUT_OF_SIGHT = 0.07;

/** An opacity, for as long as its family is shown. */
export function shown(opacity: number, interactive: boolean): Layer {
  if (!interactive) return { value: opacity };
  return { condition: { param: "shown", value: opacity }, value: OUT_OF_SIGHT };
}

/** The colour of each group. */
export function groupColors({ legend }: Layout): Layer {
  return groupScale(
    legend.items.flatMap(({ group }) => (group ? [[group.name, group.color]] : [])),
  );
}

/** The symbol of each group. */
export function groupShapes({ legend }: Layout): Layer {
  return groupScale(
    legend.items.flatMap(({ group }) => (group ? [[group.name, group.shape]] : [])),
  );
}

function groupScale(pairs: readonly (readonly string[])[]): Layer {
  const domain = pairs.map(([name]) => name);
  const range = pairs.map(([, value]) => value);
  return { field: "group", type: "nominal", scale: { domain, range }, legend: null };
}

/** Text of which the left end and the middle are known. */
export function textMark(fontSize: number): Layer {
  return { type: "text", align: "left", baseline: "middle", fontSize, limit: 0 };
}

/** A place of the drawing itself, not on a scale. */
export function here(field: string): Layer {
  return { field, type: "quantitative", scale: null, axis: null };
}
