import type { Tensor } from "../graph/tensor.ts";
import type { BitsResult } from "../results/bits-result.ts";
import type { Convention, ScoreResult } from "../results/score-result.ts";
import type { VerifyResult } from "../results/verify-result.ts";
import type { Widths } from "../results/widths.ts";
import type { Arrays } from "./arrays.ts";
import type { Io } from "./io.ts";

/** What is known of a model beside its file. */
interface ModelOptions {
  readonly name?: string;
  readonly dims?: Readonly<Record<string, number>>;
  readonly values?: Readonly<Record<string, number>>;
}

export interface BitsOptions extends ModelOptions {
  readonly bits?: string | Widths;
  readonly inputs?: Readonly<Record<string, readonly number[]>>;
}

export interface ScoreOptions extends BitsOptions {
  readonly convention?: Convention;
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
  /** Files of inputs and of expected outputs, for models that are no test folders. */
  readonly inputs?: readonly string[];
  readonly expect?: readonly string[];
}

/** The part of the public API that the commands call; tests hand in their own. */
export interface Api {
  score(model: string | Uint8Array, options: ScoreOptions): ScoreResult;
  bits(model: string | Uint8Array, options: BitsOptions): BitsResult;
  run(model: string | Uint8Array, options: RunOptions): RunResult;
  verify(models: readonly string[], options: VerifyOptions): VerifyResult;
}

/** What a command gets beside its arguments. */
export interface Context {
  readonly io: Io;
  readonly api: () => Promise<Api>;
}
