import type { Convention } from "../../results/score-result.ts";
import type { ScoreOptions } from "../api.ts";
import { type Named, toRecord } from "../options.ts";

/** Options of `ace score`, as the command line has them. */
export interface ScoreFlags {
  readonly dim?: Named<number>;
  readonly input?: Named<readonly number[]>;
  readonly value?: Named<number>;
  readonly convention: Convention;
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly md?: boolean;
  readonly latex?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly jsonl?: boolean;
  readonly why?: readonly string[];
  readonly all?: boolean;
}

/** The command's options as those of the public API. */
export function optionsOf(flags: ScoreFlags): ScoreOptions {
  return {
    dims: toRecord(flags.dim),
    inputs: toRecord(flags.input),
    values: toRecord(flags.value),
    convention: flags.convention,
  };
}
