import { existsSync } from "node:fs";
import { baselineOf, baselineText, type NamedScore, scoreOf } from "../budget/baseline.ts";
import { BASELINE_FILE, type Config } from "../budget/config.ts";
import { type JsonDocument, refuse } from "../budget/json-document.ts";
import type { Path } from "../budget/json-places.ts";
import { readBaseline } from "../budget/read-baseline.ts";
import { writeWholeFile } from "../io/write-file.ts";
import type { Baseline } from "../results/baseline.ts";
import type { Convention, ScoreResult } from "../results/score-result.ts";
import { beside, type FoundModel } from "./check-config.ts";
import { fileAt } from "./git.ts";
import { readText } from "./text-file.ts";

/** Gives what a model cost; undefined where that is not known and nobody asked for it. */
export type Baselines = (model: FoundModel) => ScoreResult | undefined;

/** The file that a model's baseline is in, from the current folder. */
export function baselineFile({ checked }: FoundModel, { document }: Config): string {
  return beside(document.file, checked.baseline ?? BASELINE_FILE);
}

/**
 * Baselines of models: from their files, or from what these were in another commit.
 *
 * @throws {AceError} `wrong-usage` where a baseline is asked for and is not there, cannot be read,
 * or was counted under another convention
 */
export function baselinesOf(
  config: Config,
  against: string | undefined,
  updateCommand: string,
): Baselines {
  const { document } = config;
  const known = new Map<string, Baseline | undefined>();
  return (model) => {
    const file = baselineFile(model, config);
    if (!known.has(file)) known.set(file, read(file, against));
    const baseline = known.get(file);
    const entry = baseline?.models.find(({ name }) => name === model.name);
    if (entry !== undefined) {
      expectConvention(entry.convention, model, document, updateCommand);
      return scoreOf(entry);
    }
    const asking = against === undefined ? askingKey(model) : undefined;
    if (asking === undefined) return undefined;
    const expected = `${baseline === undefined ? "the file" : `"${model.name}" in`} ${file}`;
    return refuse(document, asking, expected, "none", updateCommand);
  };
}

function read(file: string, against: string | undefined): Baseline | undefined {
  if (against !== undefined) return readBaseline(file, fileAt(against, file));
  return existsSync(file) ? readBaseline(file, readText(file)) : undefined;
}

/** The key that does not work without a baseline. */
function askingKey({ checked }: FoundModel): Path | undefined {
  if (checked.baseline !== undefined) return [...checked.at, "baseline"];
  return checked.limits.find(({ kind }) => kind === "growth")?.path;
}

function expectConvention(
  before: Convention,
  { checked }: FoundModel,
  document: JsonDocument,
  updateCommand: string,
): void {
  if (before === checked.convention) return;
  const at = [...checked.at, "convention"];
  refuse(document, at, `${before}, as in the baseline`, checked.convention, updateCommand);
}

/** A baseline file that was written. */
export interface WrittenBaseline {
  readonly file: string;
  readonly models: number;
  /** False: it had these bytes already, and was left alone. */
  readonly changed: boolean;
}

/** Writes what models cost now to their baseline files, each whole or not at all. */
export function writeBaselines(
  config: Config,
  scored: readonly (NamedScore & { readonly model: FoundModel })[],
): readonly WrittenBaseline[] {
  const files = new Set(scored.map(({ model }) => baselineFile(model, config)));
  return [...files].map((file) => {
    const scores = scored.filter(({ model }) => baselineFile(model, config) === file);
    const text = baselineText(baselineOf(scores));
    const changed = !existsSync(file) || readText(file) !== text;
    if (changed) writeWholeFile(file, new TextEncoder().encode(text));
    return { file, models: scores.length, changed };
  });
}
