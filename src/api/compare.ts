import { compareResults } from "../compare/compare.ts";
import { compareDocument } from "../compare/document.ts";
import { wholeScore } from "../compare/whole-score.ts";
import { AceError, within } from "../errors.ts";
import type { CompareResult } from "../results/compare-result.ts";
import type { Convention, ScoreResult } from "../results/score-result.ts";
import { scoresOf } from "./saved-scores.ts";
import type { ScoreOptions } from "./score.ts";

export interface CompareOptions extends Omit<ScoreOptions, "name"> {
  /** Names in reports; those of the files where they are absent. */
  readonly names?: readonly [string | undefined, string | undefined];
}

/** A model or a saved score, by path or bytes, or a score. */
export type Comparable = string | Uint8Array | ScoreResult;

/**
 * What became of a network: totals, and the layers that were renamed, moved, changed, inserted and
 * removed.
 *
 * Models are scored with the options; where no convention is given, with that of the saved score
 * beside them.
 *
 * @throws {AceError} where one of them cannot be read, or scores follow different conventions
 */
export function compare(
  before: Comparable,
  after: Comparable,
  options: CompareOptions = {},
): CompareResult {
  const scored = (input: Comparable, place: 0 | 1, convention: Convention): ScoreResult =>
    scoreIn(input, { ...options, ...nameOf(options, place), convention });
  const { convention } = options;
  const asked = convention ?? "pokebnn";
  let from = scored(before, 0, asked);
  let to = scored(after, 1, asked);
  // A saved score keeps its convention; a model can follow.
  if (convention === undefined && to.convention !== asked) from = scored(before, 0, to.convention);
  if (convention === undefined && from.convention !== asked) to = scored(after, 1, from.convention);
  for (const one of [from, to]) expectConvention(one, convention ?? from.convention);
  return compareDocument(compareResults(from, to));
}

function nameOf({ names }: CompareOptions, place: 0 | 1): { readonly name?: string } {
  const name = names?.[place];
  return name === undefined ? {} : { name };
}

function scoreIn(input: Comparable, options: ScoreOptions): ScoreResult {
  if (typeof input !== "string" && !(input instanceof Uint8Array)) return wholeScore(input);
  const results = scoresOf(input, options);
  const where = typeof input === "string" ? { file: input } : {};
  return within(where, () => {
    if (results.length === 1) return wholeScore(results[0] as ScoreResult);
    throw new AceError("wrong-usage", {
      action: "compare",
      subject: "a file of scores",
      expected: "one score in it",
      got: `${results.length}`,
    });
  });
}

function expectConvention({ model, convention }: ScoreResult, expected: Convention): void {
  if (convention === expected) return;
  throw new AceError(
    "wrong-usage",
    {
      action: "compare",
      subject: `the saved score of ${model.name}`,
      expected: `convention ${expected}`,
      got: convention,
    },
    { hint: `ace score MODEL --convention ${expected} --json scores the model again` },
  );
}
