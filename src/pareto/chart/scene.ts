import type { Scene } from "vega";
import { compiled } from "./compiled.ts";
import { textWidth } from "./font.ts";
import type { Spec } from "./spec.ts";

/** A chart as Vega has drawn it: its marks with their bounds, and as SVG. */
export interface DrawnScene {
  readonly root: Scene;
  readonly svg: string;
}

/** What Vega's typings leave out. */
interface Internals {
  readonly textMetrics: { width: (item: TextItem, text?: string) => number };
  readonly SVGStringRenderer: new () => {
    initialize: (
      element: null,
      width: number,
      height: number,
      origin: readonly [number, number],
    ) => { background: (color: string) => { render: (scene: Scene) => { svg: () => string } } };
  };
}

type Padding = Readonly<Record<"left" | "top" | "right" | "bottom", number>>;

interface TextItem {
  readonly text: unknown;
  readonly fontSize?: number;
  readonly fontWeight?: unknown;
}

/**
 * Lets Vega draw a specification, headless; texts are measured with the bundled font.
 *
 * Vega has one way to measure text for the whole program: it is put back before anything else runs.
 */
export async function drawScene(spec: Spec): Promise<DrawnScene> {
  const [vega, vegaSpec] = await Promise.all([import("vega"), compiled(spec)]);
  const { textMetrics, SVGStringRenderer } = vega as unknown as Internals;
  const view = new vega.View(vega.parse(vegaSpec), {
    renderer: "none",
    logger: throwing(vega.logger(vega.Error)),
  });
  const { left, top, right, bottom } = view.padding() as Padding;
  const before = textMetrics.width;
  textMetrics.width = measure;
  try {
    view.run();
    const { root } = view.scenegraph() as unknown as { readonly root: Scene };
    const svg = new SVGStringRenderer()
      .initialize(null, view.width() + left + right, view.height() + top + bottom, [left, top])
      .background(view.background())
      .render(root)
      .svg();
    return { root, svg };
  } finally {
    textMetrics.width = before;
    view.finalize();
  }
}

function measure(item: TextItem, text: unknown = item.text): number {
  const bold = item.fontWeight === 700 || item.fontWeight === "bold";
  return textWidth(String(text ?? ""), item.fontSize ?? 11, bold ? 700 : 400);
}

/** Vega logs what goes wrong inside, and goes on. */
function throwing<L extends object>(logger: L): L {
  return Object.assign(logger, {
    error: (...messages: readonly unknown[]): never => {
      throw new Error(messages.map(String).join(" "));
    },
  });
}
