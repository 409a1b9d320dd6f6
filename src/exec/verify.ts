import { AceError } from "../errors.ts";
import type { ModelAccess } from "./model-access.ts";
import { testCases } from "./test-folder.ts";
import { GOLDEN_DEFAULT, givenTolerance, isBitwise, type Rule } from "./tolerance.ts";
import type { VerifyCase } from "./verified-case.ts";
import { type CaseFiles, verifyCase } from "./verify-case.ts";
import { type VerifyResult, verifyResult } from "./verify-result.ts";

export interface VerifyOptions {
  /** Files of inputs and of expected tensors, for models that are no test folders. */
  readonly inputs?: readonly string[];
  readonly expect?: readonly string[];
  /** Stands above an index and the defaults. */
  readonly tolerance?: Rule;
  readonly maxSteps?: number;
  /** Called with every case as soon as it is known; `total` is the number of all. */
  readonly onCase?: (result: VerifyCase, total: number) => void;
}

/**
 * Runs models, ONNX test folders or folders of such folders, and compares with what is expected.
 *
 * @throws {AceError} `wrong-usage` where nothing says what is expected; a case that cannot be read
 * or run is `failed` in the result
 */
export function verify(
  paths: readonly string[],
  access: ModelAccess,
  options: VerifyOptions = {},
): VerifyResult {
  const given =
    options.tolerance === undefined || isBitwise(options.tolerance)
      ? undefined
      : givenTolerance(options.tolerance);
  const planned = paths.flatMap((path) => casesOf(path, options));
  const cases = planned.map((files) => {
    const result = verifyCase(
      given === undefined ? files : { ...files, tolerance: given },
      access,
      options.maxSteps,
    );
    options.onCase?.(result, planned.length);
    return result;
  });
  return verifyResult(cases);
}

function casesOf(path: string, { inputs, expect }: VerifyOptions): readonly CaseFiles[] {
  if (inputs === undefined && expect === undefined) return testCases(path);
  if (expect === undefined) {
    throw new AceError(
      "wrong-usage",
      {
        action: "verify",
        subject: path,
        expected: "files of expected tensors beside the inputs",
        got: "none",
      },
      { hint: "--expect OUT.npz" },
    );
  }
  return [
    {
      name: path,
      model: path,
      inputs: inputs ?? [],
      expected: expect,
      byPosition: false,
      tolerance: GOLDEN_DEFAULT,
    },
  ];
}
