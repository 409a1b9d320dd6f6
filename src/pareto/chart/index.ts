import type { ChartInput } from "../chart-input.ts";
import { withoutForeignLetters } from "./foreign-letters.ts";
import { layOut } from "./layout.ts";
import { chartSpec } from "./spec.ts";
import { type ChartStyle, MEASURES } from "./style.ts";

export type { ChartStyle } from "./style.ts";

export const CHART_FORMATS = ["svg", "png", "html", "vl.json"] as const;
export type ChartFormat = (typeof CHART_FORMATS)[number];

/**
 * The chart in a format: bytes for `png`, else text. Vega, fonts and what draws pixels are loaded
 * when they are needed.
 *
 * The same input gives the same bytes on every machine.
 *
 * @throws {AceError} `wrong-usage` when there is nothing to draw, or a point has no place;
 *   `too-large` when there are too many points
 */
export async function drawChart(
  input: ChartInput,
  format: ChartFormat,
  style: ChartStyle,
): Promise<string | Uint8Array> {
  const letters = style.letters ?? MEASURES[style.size].letters;
  switch (format) {
    case "vl.json":
      return `${JSON.stringify(chartSpec(layOut(input, style), input), null, 2)}\n`;
    case "svg":
      return letters === "text"
        ? await (await import("./svg.ts")).toTextSvg(input, style)
        : await (await import("./svg.ts")).toOutlineSvg(withoutForeignLetters(input), style);
    case "png":
      return await (await import("./png.ts")).toPng(withoutForeignLetters(input), style);
    case "html":
      return await (await import("./html.ts")).toHtml(input, style);
    default:
      return format satisfies never;
  }
}
