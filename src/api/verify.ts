import type { Rule } from "../exec/tolerance.ts";
import type { VerifyCase } from "../exec/verified-case.ts";
import { verify as verifyPaths } from "../exec/verify.ts";
import type { VerifyResult } from "../exec/verify-result.ts";
import { fileAccessWith } from "./model-access.ts";

export interface VerifyOptions extends Rule {
  /** Files of inputs and of expected tensors, for models that hold no expected results. */
  readonly inputs?: readonly string[];
  readonly expect?: readonly string[];
  /** A file that fills the arguments of a StableHLO or HLO program. */
  readonly weights?: string;
  /** Most nodes that may run in one case. */
  readonly maxSteps?: number;
  /** Called with every case as soon as it is known; `total` is the number of all. */
  readonly onCase?: (result: VerifyCase, total: number) => void;
}

/**
 * Runs models, ONNX test folders, self-checking StableHLO programs, or folders of these, and compares
 * with what is expected.
 *
 * @throws {AceError} `wrong-usage` where nothing says what is expected
 */
export function verify(paths: readonly string[], options: VerifyOptions = {}): VerifyResult {
  const { rtol, atol, ulps, peak, weights, ...others } = options;
  const tolerance: Rule = {
    ...(rtol === undefined ? {} : { rtol }),
    ...(atol === undefined ? {} : { atol }),
    ...(ulps === undefined ? {} : { ulps }),
    ...(peak === undefined ? {} : { peak }),
  };
  return verifyPaths(paths, fileAccessWith(weights === undefined ? {} : { weights }), {
    ...others,
    tolerance,
  });
}
