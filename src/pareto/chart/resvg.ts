import { fontFilesFor, OWN_FAMILY } from "./font.ts";
import { packageFile } from "./packages.ts";

type Resvg = InstanceType<typeof import("@resvg/resvg-wasm").Resvg>;

let ready: Promise<void> | undefined;

/** An SVG as resvg writes it: letters are shapes. */
export async function outlined(svg: string): Promise<string> {
  const renderer = await readBySvgRenderer(svg, 1);
  try {
    return renderer.toString();
  } finally {
    renderer.free();
  }
}

/**
 * The pixels of an SVG, as PNG.
 *
 * @param scale - pixels for each unit of the SVG
 */
export async function rasterized(svg: string, scale: number): Promise<Uint8Array> {
  const renderer = await readBySvgRenderer(svg, scale);
  try {
    const image = renderer.render();
    const bytes = image.asPng();
    image.free();
    return bytes;
  } finally {
    renderer.free();
  }
}

/** An SVG as resvg understands it, with no fonts but ours. */
async function readBySvgRenderer(svg: string, scale: number): Promise<Resvg> {
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
