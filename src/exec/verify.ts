import { AceError } from "../errors.ts";
import type { ModelAccess } from "./model-access.ts";
import { type ProgramCase, programCases } from "./program-cases.ts";
import { testCases } from "./test-folder.ts";
import { GOLDEN_DEFAULT, givenTolerance, isBitwise, type Rule } from "./tolerance.ts";
import type { VerifyCase } from "./verified-case.ts";
import { type CaseFiles, verifyCase } from "./verify-case.ts";
import { verifyProgram } from "./verify-program.ts";
import { type VerifyResult, verifyResult } from "./verify-result.ts";

export interface VerifyOptions {
  /** Files of inputs and of expected tensors, for models that hold no expected results. */
  readonly inputs?: readonly string[];
  readonly expect?: readonly string[];
  /** Stands above an index and the defaults. */
  readonly tolerance?: Rule;
  readonly maxSteps?: number;
  /** Called with every case as soon as it is known; `total` is the number of all. */
  readonly onCase?: (result: VerifyCase, total: number) => void;
}

/**
 * Runs models, ONNX test folders, self-checking programs, or folders of these, and compares with what
 * is expected.
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
  const planned = paths.flatMap((path) => casesOf(path, access, options));
  const cases = planned.map((one) => {
    const result =
      "index" in one
        ? verifyProgram(one, access, given, options.maxSteps)
        : verifyCase({ ...one, tolerance: given ?? one.tolerance }, access, options.maxSteps);
    options.onCase?.(result, planned.length);
    return result;
  });
  return verifyResult(cases);
}

function casesOf(
  path: string,
  access: ModelAccess,
  { inputs, expect }: VerifyOptions,
): readonly (CaseFiles | ProgramCase)[] {
  if (inputs === undefined && expect === undefined) {
    const programs = programCases(path, access);
    return programs.length > 0 ? programs : testCases(path);
  }
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
