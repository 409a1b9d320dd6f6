import { AceError } from "../../errors.ts";
import type { TrendResult } from "../../results/trend-result.ts";
import { compacted } from "./compact.ts";
import type { ChartFormat } from "./index.ts";
import { outlined, rasterized } from "./resvg.ts";
import { drawScene } from "./scene.ts";
import { type ChartStyle, MEASURES } from "./style.ts";
import { svgDocument, withTextLengths } from "./svg-document.ts";
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
    case "svg":
      return await svg(chart, style);
    case "png":
      return await png(chart, style);
    case "html":
      throw refuse("a name that ends in .svg, .png or .vl.json", "html");
    default:
      return format satisfies never;
  }
}

async function svg(chart: TrendChart, { letters, size }: ChartStyle): Promise<string> {
  const { unit, letters: usual } = MEASURES[size];
  const frame = { ...chart, unit };
  const drawn = (await drawScene(chart.spec)).svg;
  if ((letters ?? usual) === "text") return svgDocument(withTextLengths(drawn), frame);
  return svgDocument(compacted(await outlined(drawn)), frame);
}

async function png({ spec }: TrendChart, { scale, size }: ChartStyle): Promise<Uint8Array> {
  const drawn = (await drawScene(spec)).svg;
  return await rasterized(drawn, scale ?? MEASURES[size].scale);
}

function refuse(expected: string, got: string): AceError {
  return new AceError("wrong-usage", { action: "draw", subject: "the trend", expected, got });
}
