import type { ChartInput } from "../chart-input.ts";
import { compacted } from "./compact.ts";
import { type Layout, layOut } from "./layout.ts";
import { readBySvgRenderer } from "./resvg.ts";
import { drawScene } from "./scene.ts";
import { chartSpec, describe } from "./spec.ts";
import type { ChartStyle } from "./style.ts";
import { svgDocument, withTextLengths } from "./svg-document.ts";

/** The chart as SVG whose text is text: any font that draws it is given the width of ours. */
export async function toTextSvg(input: ChartInput, style: ChartStyle): Promise<string> {
  const layout = layOut(input, style);
  const { svg } = await drawScene(chartSpec(layout, input));
  return framed(withTextLengths(svg), layout, input);
}

/** The chart as SVG whose letters are shapes. */
export async function toOutlineSvg(input: ChartInput, style: ChartStyle): Promise<string> {
  const layout = layOut(input, style);
  const { svg } = await drawScene(chartSpec(layout, input));
  const renderer = await readBySvgRenderer(svg, 1);
  try {
    return framed(compacted(renderer.toString()), layout, input);
  } finally {
    renderer.free();
  }
}

function framed(svg: string, layout: Layout, { caption }: ChartInput): string {
  return svgDocument(svg, {
    ...layout.size,
    unit: layout.measures.unit,
    title: `${layout.titles.accuracy} against ${layout.titles.cost.join(" ")}`,
    description: [describe(layout), ...caption].join(" "),
  });
}
