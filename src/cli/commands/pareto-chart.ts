import { writeWholeFile } from "../../io/write-file.ts";
import type { ParetoResult } from "../../results/pareto-result.ts";
import type { Api, ChartFormat, ChartStyle } from "../api.ts";
import { wrongUsage } from "../messages.ts";

/** By how a file's name ends. */
const FORMATS: readonly ChartFormat[] = ["svg", "png", "html", "vl.json"];

/** How a chart looks, as far as the command line says. */
export interface Look extends Pick<ChartStyle, "theme" | "letters" | "scale"> {
  readonly size?: ChartStyle["size"];
  readonly caption: boolean;
  readonly highlight?: readonly string[];
}

/** @throws {AceError} `wrong-usage` for a name that ends otherwise */
export function chartFormat(path: string): ChartFormat {
  const format = FORMATS.find((one) => path.toLowerCase().endsWith(`.${one}`));
  if (format !== undefined) return format;
  const ends = FORMATS.map((one) => `.${one}`).join(", ");
  throw wrongUsage("draw", path, `a name that ends in one of ${ends}`, path, "--out figure.svg");
}

/** Draws a result; the file is whole or not there. */
export async function writeChart(
  result: ParetoResult,
  path: string,
  format: ChartFormat,
  look: Look,
  { paretoChart }: Pick<Api, "paretoChart">,
): Promise<void> {
  const drawn = await paretoChart(result, format, chartStyle(format, look));
  writeDrawing(path, drawn);
}

/** What was drawn as a file, whole or not there. */
export function writeDrawing(path: string, drawn: string | Uint8Array): void {
  writeWholeFile(path, typeof drawn === "string" ? new TextEncoder().encode(drawn) : drawn);
}

/** The style of a chart in a format. */
export function chartStyle(format: ChartFormat, look: Look): ChartStyle {
  const { theme, size, letters, scale, caption, highlight } = look;
  return {
    ...{ theme, size: size ?? (format === "html" ? "screen" : "column") },
    ...(caption ? {} : { caption }),
    ...(letters === undefined ? {} : { letters }),
    ...(scale === undefined ? {} : { scale }),
    ...(highlight === undefined ? {} : { families: highlight }),
  };
}
