import type { ScoreResult } from "../results/score-result.ts";
import { type ScoreOptions, scoreWith } from "./score-with.ts";

/** The same as `score` for ONNX models alone: the command loads no more for these. */
export function score(model: string | Uint8Array, options: ScoreOptions = {}): ScoreResult {
  return scoreWith(undefined, model, options);
}
