import type { ChartInput } from "../chart-input.ts";
import { compacted } from "./compact.ts";
import { layOut } from "./layout.ts";
import { outlined } from "./resvg.ts";
import { drawScene } from "./scene.ts";
import { chartSpec, describe, type Spec, titleOf } from "./spec.ts";
import { type ChartStyle, type Letters, lettersOf } from "./style.ts";
import { type Frame, svgDocument, withTextLengths } from "./svg-document.ts";

/** The chart as SVG. */
export async function toSvg(input: ChartInput, style: ChartStyle): Promise<string> {
  const layout = layOut(input, style);
  const frame = {
    ...layout.size,
    unit: layout.measures.unit,
    title: titleOf(layout),
    description: [describe(layout), ...input.caption].join(" "),
  };
  return await svgOf(chartSpec(layout, input), frame, lettersOf(style));
}

/** A picture as SVG. Where its text is text, any font that draws it is given the width of ours. */
export async function svgOf(spec: Spec, frame: Frame, letters: Letters): Promise<string> {
  const { svg } = await drawScene(spec);
  const drawn = letters === "text" ? withTextLengths(svg) : compacted(await outlined(svg));
  return svgDocument(drawn, frame);
}
