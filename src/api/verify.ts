import type { Rule } from "../exec/tolerance.ts";
import type { VerifyCase } from "../exec/verified-case.ts";
import { verify as verifyPaths } from "../exec/verify.ts";
import type { VerifyResult } from "../exec/verify-result.ts";
import { fileAccess } from "./model-access.ts";

export interface VerifyOptions extends Rule {
  /** Files of inputs and of expected tensors, for models that are no test folders. */
  readonly inputs?: readonly string[];
  readonly expect?: readonly string[];
  /** Most nodes that may run in one case. */
  readonly maxSteps?: number;
  /** Called with every case as soon as it is known; `total` is the number of all. */
  readonly onCase?: (result: VerifyCase, total: number) => void;
}

/**
 * Runs models, ONNX test folders or folders of them, and compares with what is expected.
 *
 * @throws {AceError} `wrong-usage` where nothing says what is expected
 */
export function verify(paths: readonly string[], options: VerifyOptions = {}): VerifyResult {
  const { rtol, atol, ulps, peak, ...others } = options;
  const tolerance: Rule = {
    ...(rtol === undefined ? {} : { rtol }),
    ...(atol === undefined ? {} : { atol }),
    ...(ulps === undefined ? {} : { ulps }),
    ...(peak === undefined ? {} : { peak }),
  };
  return verifyPaths(paths, fileAccess, { ...others, tolerance });
}
