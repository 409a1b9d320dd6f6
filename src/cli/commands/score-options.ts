import type { ScoreOptions } from "../api.ts";
import { type AnalysisFlags, analysisOptions, type PrintFlags } from "../shared-options.ts";

/** Options of `ace score`, as the command line has them. */
export interface ScoreFlags extends AnalysisFlags, PrintFlags {
  readonly jsonl?: boolean;
  readonly why?: readonly string[];
}

/** The command's options as those of the public API. */
export function optionsOf(flags: ScoreFlags): ScoreOptions {
  return { ...analysisOptions(flags), convention: flags.convention };
}
