import type { Tensor } from "../graph/tensor.ts";
import type { BitsResult } from "../results/bits-result.ts";
import type { CheckResult } from "../results/check-result.ts";
import type { CompareResult } from "../results/compare-result.ts";
import type { ParetoResult } from "../results/pareto-result.ts";
import type { Convention, ScoreResult } from "../results/score-result.ts";
import type { TrendResult } from "../results/trend-result.ts";
import type { VerifyCase, VerifyResult } from "../results/verify-result.ts";
import type { Widths } from "../results/widths.ts";
import type { Arrays } from "./arrays.ts";
import type { Io } from "./io.ts";

/** What is known of a model beside its file. */
interface ModelOptions {
  readonly name?: string;
  readonly dims?: Readonly<Record<string, number>>;
  readonly values?: Readonly<Record<string, number>>;
  readonly trips?: Readonly<Record<string, number>>;
  readonly weights?: string;
}

export interface BitsOptions extends ModelOptions {
  readonly bits?: string | Widths;
  readonly inputs?: Readonly<Record<string, readonly number[]>>;
}

export interface ScoreOptions extends BitsOptions {
  readonly convention?: Convention;
}

export interface CompareOptions extends Omit<ScoreOptions, "name"> {
  readonly names?: readonly [string | undefined, string | undefined];
}

export interface CheckOptions {
  readonly config?: string;
  readonly against?: string;
  readonly history?: string;
  readonly commit?: string;
}

/** A baseline file; not changed where it had the same bytes already. */
export interface WrittenBaseline {
  readonly file: string;
  readonly models: number;
  readonly changed: boolean;
}

export interface RunOptions extends ModelOptions {
  readonly inputs: Arrays;
  readonly intermediates?: "all" | readonly string[];
  readonly maxSteps?: number;
}

export interface RunResult {
  readonly outputs: ReadonlyMap<string, Tensor>;
  readonly intermediates?: ReadonlyMap<string, Tensor>;
}

export interface VerifyOptions {
  readonly rtol?: number;
  readonly atol?: number;
  readonly ulps?: number;
  readonly peak?: number;
  /** Files of inputs and of expected outputs, for models that hold no expected results. */
  readonly inputs?: readonly string[];
  readonly expect?: readonly string[];
  readonly weights?: string;
  readonly onCase?: (result: VerifyCase, total: number) => void;
}

export interface ParetoOptions {
  readonly results?: readonly ScoreResult[];
  /** CSV files of networks. */
  readonly points?: readonly string[];
  readonly accuracies?: Readonly<Record<string, number>>;
  readonly x?: string;
  readonly convention?: Convention;
  readonly families?: readonly string[];
  readonly binary?: boolean;
  readonly recollection?: boolean;
  readonly drafts?: boolean;
  readonly mixed?: boolean;
  readonly reference?: { readonly cost: string; readonly accuracy: number };
}

export type ChartFormat = "svg" | "png" | "html" | "vl.json";

export interface ChartStyle {
  readonly theme: "light" | "dark";
  readonly size: "column" | "page" | "screen";
  readonly scale?: number;
  readonly letters?: "outlines" | "text";
  readonly caption?: boolean;
  readonly families?: readonly string[];
}

/** The part of the public API that the commands call; tests hand in their own. */
export interface Api {
  score(model: string | Uint8Array, options: ScoreOptions): ScoreResult;
  bits(model: string | Uint8Array, options: BitsOptions): BitsResult;
  run(model: string | Uint8Array, options: RunOptions): RunResult;
  verify(models: readonly string[], options: VerifyOptions): VerifyResult;
  /** Saved scores, or the score of a model. */
  scoresOf(input: string | Uint8Array, options: ScoreOptions): readonly ScoreResult[];
  compare(
    before: string | Uint8Array,
    after: string | Uint8Array,
    options: CompareOptions,
  ): CompareResult;
  check(options: CheckOptions): CheckResult;
  updateBaselines(options: { readonly config?: string }): readonly WrittenBaseline[];
  trend(
    history: string,
    options: { readonly x?: string; readonly convention?: Convention },
  ): TrendResult;
  trendChart(
    result: TrendResult,
    format: ChartFormat,
    style: ChartStyle,
  ): Promise<string | Uint8Array>;
  pareto(options: ParetoOptions): Promise<ParetoResult>;
  paretoChart(
    result: ParetoResult,
    format: ChartFormat,
    style: ChartStyle,
  ): Promise<string | Uint8Array>;
}

/** Loads the public API; what scores ONNX models alone is there sooner. */
export interface LoadApi {
  (): Promise<Api>;
  (only: "score of ONNX"): Promise<Pick<Api, "score">>;
}

/** What a command gets beside its arguments. */
export interface Context {
  readonly io: Io;
  readonly api: LoadApi;
}
