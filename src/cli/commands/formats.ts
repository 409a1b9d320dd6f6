import { stringifyResult } from "../../results/json.ts";
import type { PrintFlags } from "../shared-options.ts";

/** How results are written one after the other. */
export interface Format<R> {
  readonly before: string;
  readonly between: string;
  readonly after: string;
  /** False: what is not known is told on standard error. */
  readonly tellsFindings: boolean;
  readonly render: (result: R) => string;
}

/** How one kind of result is written in each format. */
export interface Renderers<R> {
  readonly csvHead: string;
  readonly csv: (result: R) => string;
  readonly markdown: (result: R) => string;
  readonly latex: (result: R) => string;
  readonly line: (result: R) => string;
  /** The table for people, where no other format was asked for. */
  readonly table: (result: R) => string;
}

/** The format that the user asked for. */
export function chosenFormat<R extends object>(
  flags: PrintFlags,
  several: boolean,
  renderers: Renderers<R>,
): Format<R> {
  if (flags.json === true) return several ? JSON_ARRAY : text("", jsonDocument, true);
  if (flags.csv === true) return { ...text("", renderers.csv, false), before: renderers.csvHead };
  if (flags.md === true) return text("\n", renderers.markdown, true);
  if (flags.latex === true) return text("\n", renderers.latex, false);
  if (flags.quiet === true) return text("", renderers.line, false);
  return text("\n", renderers.table, true);
}

/** Texts with something between. */
export function text<R>(
  between: string,
  render: Format<R>["render"],
  tellsFindings: boolean,
): Format<R> {
  return { before: "", between, after: "", tellsFindings, render };
}

const JSON_ARRAY: Format<object> = {
  before: "[\n",
  between: ",\n",
  after: "\n]\n",
  tellsFindings: true,
  render: (result) => stringifyResult(result).replace(/^/gm, "  "),
};

function jsonDocument(result: object): string {
  return `${stringifyResult(result)}\n`;
}
