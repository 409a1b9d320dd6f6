import type { ScoreResult } from "../results/score-result.ts";
import { importProgram } from "./import-program.ts";
import { type ScoreOptions, scoreWith } from "./score-with.ts";

export type { ScoreOptions };

/**
 * Cost of a model, a path or its bytes: totals, by pair of widths, layer by layer, each width with
 * its proof.
 *
 * @throws {AceError} where the model or the claimed widths cannot be read, or do not fit; what is
 * only unknown is in `missing`
 */
export function score(model: string | Uint8Array, options: ScoreOptions = {}): ScoreResult {
  return scoreWith(importProgram, model, options);
}
