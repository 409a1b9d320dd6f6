import type { ChartInput } from "../chart-input.ts";
import { withoutForeignLetters } from "./foreign-letters.ts";
import { layOut } from "./layout.ts";
import { chartSpec } from "./spec.ts";
import { type ChartStyle, lettersOf } from "./style.ts";

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
  switch (format) {
    case "vl.json":
      return `${JSON.stringify(chartSpec(layOut(input, style), input), null, 2)}\n`;
    case "svg": {
      const drawn = lettersOf(style) === "text" ? input : withoutForeignLetters(input);
      return await (await import("./svg.ts")).toSvg(drawn, style);
    }
    case "png":
      return await (await import("./png.ts")).toPng(withoutForeignLetters(input), style);
    case "html":
      return await (await import("./html.ts")).toHtml(input, style);
    default:
      return format satisfies never;
  }
}
