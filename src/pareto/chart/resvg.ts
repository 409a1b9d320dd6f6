import { fontFilesFor, OWN_FAMILY } from "./font.ts";
import { packageFile } from "./packages.ts";

type Resvg = InstanceType<typeof import("@resvg/resvg-wasm").Resvg>;

let ready: Promise<void> | undefined;

/** An SVG as resvg understands it, with no fonts but ours. */
export async function readBySvgRenderer(svg: string, scale: number): Promise<Resvg> {
  const resvg = await import("@resvg/resvg-wasm");
  ready ??= resvg.initWasm(packageFile("@resvg/resvg-wasm/index_bg.wasm"));
  await ready;
  return new resvg.Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: {
      fontBuffers: fontFilesFor(svg).map(({ bytes }) => bytes),
      defaultFontFamily: OWN_FAMILY,
    },
  });
}
