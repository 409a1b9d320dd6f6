import type { Convention } from "../metrics/counted.ts";
import { scoreOf } from "../metrics/score.ts";
import type { ScoreResult } from "../results/score-result.ts";
import { type ModelOptions, openModel } from "./open-model.ts";

export interface ScoreOptions extends ModelOptions {
  /** How unquantized floats are counted; `pokebnn` where it is absent. */
  readonly convention?: Convention;
}

/**
 * Cost of a model, a path or its bytes: totals, by pair of widths, layer by layer, each width with
 * its proof.
 *
 * @throws {AceError} where the model cannot be read; what is only unknown is in `missing`
 */
export function score(model: string | Uint8Array, options: ScoreOptions = {}): ScoreResult {
  const open = openModel(model, { ...options, strict: false });
  try {
    return scoreOf(open.model, open.name, options.convention ?? "pokebnn");
  } finally {
    open.close();
  }
}
