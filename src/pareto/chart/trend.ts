import { AceError } from "../../errors.ts";
import type { TrendResult } from "../../results/trend-result.ts";
import type { ChartFormat } from "./index.ts";
import { rasterized } from "./resvg.ts";
import { drawScene } from "./scene.ts";
import { type ChartStyle, lettersOf, MEASURES } from "./style.ts";
import { svgOf } from "./svg.ts";
import { type TrendChart, trendChart } from "./trend-spec.ts";

/**
 * A trend as a chart: bytes for `png`, else text.
 *
 * @throws {AceError} `wrong-usage` where there is no point, or the format is `html`
 */
export async function drawTrend(
  trend: TrendResult,
  format: ChartFormat,
  style: ChartStyle,
): Promise<string | Uint8Array> {
  if (trend.models.length === 0) throw refuse("a point", "none");
  const chart = trendChart(trend, style);
  switch (format) {
    case "vl.json":
      return `${JSON.stringify(chart.spec, null, 2)}\n`;
    case "svg": {
      const { unit } = MEASURES[style.size];
      return await svgOf(chart.spec, { ...chart, unit }, lettersOf(style));
    }
    case "png":
      return await png(chart, style);
    case "html":
      throw refuse("a name that ends in .svg, .png or .vl.json", "html");
    default:
      return format satisfies never;
  }
}

async function png({ spec }: TrendChart, { scale, size }: ChartStyle): Promise<Uint8Array> {
  const drawn = (await drawScene(spec)).svg;
  return await rasterized(drawn, scale ?? MEASURES[size].scale);
}

function refuse(expected: string, got: string): AceError {
  return new AceError("wrong-usage", { action: "draw", subject: "the trend", expected, got });
}
