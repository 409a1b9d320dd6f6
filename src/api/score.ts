import type { Convention } from "../metrics/counted.ts";
import { scoreOf } from "../metrics/score.ts";
import type { ScoreResult } from "../results/score-result.ts";
import { type AnalysisOptions, analysed } from "./analysed.ts";

export interface ScoreOptions extends AnalysisOptions {
  /** How unquantized floats are counted; `pokebnn` where it is absent. */
  readonly convention?: Convention;
}

/**
 * Cost of a model, a path or its bytes: totals, by pair of widths, layer by layer, each width with
 * its proof.
 *
 * @throws {AceError} where the model or the claimed widths cannot be read, or do not fit; what is
 * only unknown is in `missing`
 */
export function score(model: string | Uint8Array, options: ScoreOptions = {}): ScoreResult {
  const { convention = "pokebnn" } = options;
  return analysed(model, options, (imported, name, claims) =>
    scoreOf(imported, name, convention, claims),
  );
}
