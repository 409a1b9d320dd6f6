export { type BitsOptions, bits } from "./api/bits.ts";
export { type CheckOptions, check, updateBaselines } from "./api/check.ts";
export type { WrittenBaseline } from "./api/check-baselines.ts";
export { type Comparable, type CompareOptions, compare } from "./api/compare.ts";
export type { ModelOptions } from "./api/open-model.ts";
export {
  type ParetoOptions,
  pareto,
  paretoChart,
  publishedNetworks,
} from "./api/pareto.ts";
export { type RunOptions, type RunResult, run } from "./api/run.ts";
export { scoresOf } from "./api/saved-scores.ts";
export { type ScoreOptions, score } from "./api/score.ts";
export type { StoredArray } from "./api/tensor-files.ts";
export { type TrendOptions, trend, trendChart } from "./api/trend.ts";
export { type VerifyOptions, verify } from "./api/verify.ts";
export { AceError, type ErrorCode, type Where } from "./errors.ts";
export type { VerifyCase } from "./exec/verified-case.ts";
export type { VerifyResult } from "./exec/verify-result.ts";
export type { ChartFormat, ChartStyle } from "./pareto/chart/index.ts";
export { additiveEpsilon, multiplicativeEpsilon } from "./pareto/sets/epsilon.ts";
export { paretoFront } from "./pareto/sets/front.ts";
export { hypervolume } from "./pareto/sets/hypervolume.ts";
export type { Direction, Point } from "./pareto/sets/points.ts";
export { nonDominatedRanks } from "./pareto/sets/ranks.ts";
export type { BitsResult, KnownTensor } from "./results/bits-result.ts";
export type { CheckedResult, CheckResult, Verdict } from "./results/check-result.ts";
export type { ComparedLayer, CompareResult } from "./results/compare-result.ts";
export { parseResult, stringifyResult } from "./results/json.ts";
export type { ParetoPoint, ParetoResult } from "./results/pareto-result.ts";
export type { PublishedNetwork } from "./results/published.ts";
export type { Layer, Operand, ScoreResult } from "./results/score-result.ts";
export type { TrendResult } from "./results/trend-result.ts";
export type { Widths } from "./results/widths.ts";
