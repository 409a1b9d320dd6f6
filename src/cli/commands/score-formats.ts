import { stringifyResult } from "../../results/json.ts";
import type { ScoreResult } from "../../results/score-result.ts";
import { wrongUsage } from "../messages.ts";
import { SCORE_CSV_HEAD, scoreCsv } from "../render/score-csv.ts";
import { scoreLatex } from "../render/score-latex.ts";
import { scoreLine } from "../render/score-line.ts";
import { scoreMarkdown } from "../render/score-markdown.ts";
import { renderScore } from "../render/score-table.ts";
import type { Style } from "../render/style.ts";
import { renderWhy } from "../render/why.ts";
import type { ScoreFlags } from "./score-options.ts";

/** A message lists no more names than this. */
const MOST_NAMES = 50;

/** How results are written one after the other. */
export interface Format {
  readonly before: string;
  readonly between: string;
  readonly after: string;
  /** False: what is not known is told on standard error. */
  readonly tellsFindings: boolean;
  readonly render: (result: ScoreResult) => string;
}

/** The format that the user asked for; a table for people is the default. */
export function formatOf(flags: ScoreFlags, several: boolean, style: Style): Format {
  if (flags.why !== undefined) return text("\n", whyRenderer(flags.why, style), true);
  if (flags.json === true) return several ? JSON_ARRAY : text("", jsonDocument, true);
  if (flags.csv === true) return { ...text("", scoreCsv, false), before: SCORE_CSV_HEAD };
  if (flags.md === true) return text("\n", scoreMarkdown, true);
  if (flags.latex === true) return text("\n", scoreLatex, false);
  if (flags.quiet === true) return text("", scoreLine, false);
  return text("\n", (result) => renderScore(result, style, flags.all === true), true);
}

function text(between: string, render: Format["render"], tellsFindings: boolean): Format {
  return { before: "", between, after: "", tellsFindings, render };
}

const JSON_ARRAY: Format = {
  before: "[\n",
  between: ",\n",
  after: "\n]\n",
  tellsFindings: true,
  render: (result) => stringifyResult(result).replace(/^/gm, "  "),
};

function jsonDocument(result: ScoreResult): string {
  return `${stringifyResult(result)}\n`;
}

function whyRenderer(names: readonly string[], style: Style): Format["render"] {
  return (result) => names.map((name) => renderWhy(layerNamed(name, result), style)).join("\n");
}

function layerNamed(name: string, { layers, model }: ScoreResult): ScoreResult["layers"][number] {
  const layer = layers.find((one) => one.name === name);
  if (layer !== undefined) return layer;
  const names = layers.slice(0, MOST_NAMES).map((one) => one.name);
  if (layers.length > MOST_NAMES) names.push(`${layers.length - MOST_NAMES} more`);
  const expected = names.length === 0 ? "a model that has layers" : `one of ${names.join(", ")}`;
  throw wrongUsage("explain", `a layer of ${model.name}`, expected, name);
}
