import type { Convention } from "../metrics/counted.ts";
import { scoreOf } from "../metrics/score.ts";
import type { ScoreResult } from "../results/score-result.ts";
import { type AnalysisOptions, analysed } from "./analysed.ts";
import type { ImportProgram } from "./open-model.ts";

export interface ScoreOptions extends AnalysisOptions {
  /** How unquantized floats are counted; `pokebnn` where it is absent. */
  readonly convention?: Convention;
}

/** The cost of a model; see `score`. */
export function scoreWith(
  programs: ImportProgram | undefined,
  model: string | Uint8Array,
  options: ScoreOptions,
): ScoreResult {
  const { convention = "pokebnn" } = options;
  const report = (...of: Parameters<Parameters<typeof analysed<ScoreResult>>[2]>) => {
    const [imported, name, claims] = of;
    return scoreOf(imported, name, convention, claims);
  };
  return analysed(model, options, report, programs);
}
