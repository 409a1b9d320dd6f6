import type { ChartInput } from "../chart-input.ts";
import { compacted } from "./compact.ts";
import { type Layout, layOut } from "./layout.ts";
import { outlined } from "./resvg.ts";
import { drawScene } from "./scene.ts";
import { chartSpec, describe, titleOf } from "./spec.ts";
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
  return framed(compacted(await outlined(svg)), layout, input);
}

function framed(svg: string, layout: Layout, { caption }: ChartInput): string {
  return svgDocument(svg, {
    ...layout.size,
    unit: layout.measures.unit,
    title: titleOf(layout),
    description: [describe(layout), ...caption].join(" "),
  });
}
