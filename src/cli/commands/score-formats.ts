import type { ScoreResult } from "../../results/score-result.ts";
import { wrongUsage } from "../messages.ts";
import { SCORE_CSV_HEAD, scoreCsv } from "../render/score-csv.ts";
import { scoreLatex } from "../render/score-latex.ts";
import { scoreLine } from "../render/score-line.ts";
import { scoreMarkdown } from "../render/score-markdown.ts";
import { renderScore } from "../render/score-table.ts";
import type { Style } from "../render/style.ts";
import { renderWhy } from "../render/why.ts";
import { chosenFormat, type Format, text } from "./formats.ts";
import type { ScoreFlags } from "./score-options.ts";

/** A message lists no more names than this. */
const MOST_NAMES = 50;

/** The format that the user asked for; a table for people is the default. */
export function formatOf(flags: ScoreFlags, several: boolean, style: Style): Format<ScoreResult> {
  if (flags.why !== undefined) return text("\n", whyRenderer(flags.why, style), true);
  return chosenFormat(flags, several, {
    csvHead: SCORE_CSV_HEAD,
    csv: scoreCsv,
    markdown: scoreMarkdown,
    latex: scoreLatex,
    line: scoreLine,
    table: (result) => renderScore(result, style, flags.all === true),
  });
}

function whyRenderer(names: readonly string[], style: Style): Format<ScoreResult>["render"] {
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
