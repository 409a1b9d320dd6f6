import type { Baseline, BaselineModel } from "../results/baseline.ts";
import { stringifyResult } from "../results/json.ts";
import { roundedShare } from "../results/rounded-share.ts";
import type { Layer, ScoreResult } from "../results/score-result.ts";

/** A score under the name that its model has in the configuration. */
export interface NamedScore {
  readonly name: string;
  readonly score: ScoreResult;
}

/** What is kept of scores: all but what can be worked out again. */
export function baselineOf(scores: readonly NamedScore[]): Baseline {
  return {
    schema: "acemeter/baseline@1",
    models: scores
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, score }) => {
        const { convention, model, dims, atLeast, missing, totals, layers } = score;
        const kept = layers.map(({ share: _, ...layer }) => layer);
        return { name, convention, model, dims, atLeast, missing, totals, layers: kept };
      }),
  };
}

/** The score that a baseline keeps. */
export function scoreOf(kept: BaselineModel): ScoreResult {
  const { name, convention, model, dims, atLeast, missing, totals, layers } = kept;
  return {
    schema: "acemeter/score@1",
    model: { ...model, name },
    convention,
    dims,
    atLeast,
    complete: atLeast.length === 0,
    missing,
    warnings: [],
    totals,
    byBits: [],
    layers: layers.map(
      (layer): Layer => ({ ...layer, share: roundedShare(layer.ace, totals.ace) }),
    ),
  };
}

/**
 * A baseline as the text of its file: the same bytes for the same scores, a layer a line.
 *
 * Layers stand in execution order, so that one that is inserted is one line more.
 */
export function baselineText({ schema, models }: Baseline): string {
  const texts = models.map(modelText).join(",\n");
  return `{\n  "schema": ${JSON.stringify(schema)},\n  "models": [${models.length === 0 ? "" : `\n${texts}\n  `}]\n}\n`;
}

function modelText({ totals, layers, missing, ...head }: BaselineModel): string {
  const line = (key: string, value: unknown) => `      ${JSON.stringify(key)}: ${inLine(value)}`;
  const keys = Object.entries(head).map(([key, value]) => line(key, value));
  const lines = [
    ...keys,
    `      "missing": ${lineEach(missing)}`,
    `      "totals": {\n${Object.entries(totals)
      .map(([key, value]) => `  ${line(key, value)}`)
      .join(",\n")}\n      }`,
    `      "layers": ${lineEach(layers)}`,
  ];
  return `    {\n${lines.join(",\n")}\n    }`;
}

function lineEach(items: readonly unknown[]): string {
  if (items.length === 0) return "[]";
  return `[\n${items.map((item) => `        ${inLine(item)}`).join(",\n")}\n      ]`;
}

/** In one line, with a space behind each comma between keys. */
function inLine(value: unknown): string {
  return stringifyResult(value as object, 0);
}
