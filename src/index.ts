export type { ModelOptions } from "./api/open-model.ts";
export { type RunOptions, type RunResult, run } from "./api/run.ts";
export { type ScoreOptions, score } from "./api/score.ts";
export type { StoredArray } from "./api/tensor-files.ts";
export { type VerifyOptions, verify } from "./api/verify.ts";
export { AceError, type ErrorCode, type Where } from "./errors.ts";
export type { VerifyCase, VerifyResult } from "./exec/verify-result.ts";
export { parseResult, stringifyResult } from "./results/json.ts";
export type { Layer, Operand, ScoreResult } from "./results/score-result.ts";
