import { AceError } from "../../errors.ts";
import type { TrendResult } from "../../results/trend-result.ts";
import { compacted } from "./compact.ts";
import type { ChartFormat } from "./index.ts";
import { readBySvgRenderer } from "./resvg.ts";
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
  const renderer = await readBySvgRenderer(drawn, 1);
  try {
    return svgDocument(compacted(renderer.toString()), frame);
  } finally {
    renderer.free();
  }
}

async function png({ spec }: TrendChart, { scale, size }: ChartStyle): Promise<Uint8Array> {
  const drawn = (await drawScene(spec)).svg;
  const renderer = await readBySvgRenderer(drawn, scale ?? MEASURES[size].scale);
  try {
    const image = renderer.render();
    const bytes = image.asPng();
    image.free();
    return bytes;
  } finally {
    renderer.free();
  }
}

function refuse(expected: string, got: string): AceError {
  return new AceError("wrong-usage", { action: "draw", subject: "the trend", expected, got });
}
