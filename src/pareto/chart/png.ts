import { AceError } from "../../errors.ts";
import type { ChartInput } from "../chart-input.ts";
import { layOut } from "./layout.ts";
import { rasterized } from "./resvg.ts";
import { drawScene } from "./scene.ts";
import { chartSpec } from "./spec.ts";
import type { ChartStyle } from "./style.ts";

/** Longest side of a picture, in pixels: what common programs still open. */
const LONGEST_SIDE = 16_384;

/**
 * The chart as PNG, drawn without native code.
 *
 * @throws {AceError} `wrong-usage` when there would be no pixels, or too many
 */
export async function toPng(input: ChartInput, style: ChartStyle): Promise<Uint8Array> {
  const layout = layOut(input, style);
  const scale = style.scale ?? layout.measures.scale;
  checkScale(scale, layout.size);
  const { svg } = await drawScene(chartSpec(layout, input));
  return await rasterized(svg, scale);
}

function checkScale(
  scale: number,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  const most = Math.floor(LONGEST_SIDE / Math.max(width, height));
  if (scale * Math.min(width, height) >= 1 && scale <= most) return;
  throw new AceError("wrong-usage", {
    action: "draw",
    subject: "the chart as PNG",
    expected: `a scale above 0, up to ${most}`,
    got: `${scale}`,
  });
}
