import { AceError } from "../errors.ts";
import type { Tensor } from "../graph/tensor.ts";
import { compareTensors } from "./compare.ts";
import type { CheckedModel, ModelAccess, ResultCheck, SelfCheck } from "./model-access.ts";
import type { ProgramCase } from "./program-cases.ts";
import { drawnNumbers } from "./random.ts";
import { execute } from "./reference.ts";
import { BITWISE, describeTolerance, type Tolerance } from "./tolerance.ts";
import type { UnsupportedPair, VerifyCase } from "./verified-case.ts";
import {
  describeError,
  namedOperators,
  type Outcome,
  orRefusal,
  outcomeOfAll,
} from "./verify-case.ts";

/**
 * Runs a function of a self-checking program; no error leaves it.
 *
 * @param given - stands above what the checks allow
 */
export function verifyProgram(
  { name, file, index }: ProgramCase,
  access: ModelAccess,
  given: Tolerance | undefined,
  maxSteps: number | undefined,
): VerifyCase {
  let known: Pick<VerifyCase, "operators"> = {};
  try {
    const check = access.selfChecks(file)[index] as SelfCheck;
    known = { operators: check.operations.map(({ operator }) => operator) };
    return { name, ...outcomeOf(check, given, maxSteps), ...known };
  } catch (error) {
    return { name, status: "failed", reason: describeError(error), ...known };
  }
}

function outcomeOf(
  check: SelfCheck,
  given: Tolerance | undefined,
  maxSteps: number | undefined,
): Outcome {
  const opened = orRefusal(() => check.open(maxSteps));
  if (opened instanceof AceError) return refusal(check, opened);
  try {
    const drawn = drawnNumbers(opened.graph);
    if (drawn !== undefined) return refusal(check, drawn);
    return judge(opened, given, maxSteps);
  } finally {
    opened.close();
  }
}

/** Operations that an error names, with the types around them, else all. */
function refusal({ operations }: SelfCheck, error: AceError): Outcome {
  const named = namedOperators(error);
  const pairs = named.map((name): UnsupportedPair => {
    const isNamed = ({ operator }: UnsupportedPair) =>
      operator.replace(/^stablehlo\./, "") === name;
    return operations.find(isNamed) ?? { operator: name, types: "" };
  });
  return {
    status: "unsupported",
    reason: describeError(error),
    unsupported: pairs.length > 0 ? pairs : operations,
  };
}

function judge(
  { graph, outputNames, checks }: CheckedModel,
  given: Tolerance | undefined,
  maxSteps: number | undefined,
): Outcome {
  const { outputs } = execute(graph, new Map(), {
    outputNames,
    ...(maxSteps === undefined ? {} : { maxSteps }),
  });
  const tensors = new Map(outputs.map(({ name, tensor }) => [name, tensor]));
  const rules = checks.map((check) => given ?? toleranceOf(check));
  const compared = checks.flatMap(({ names, got, expected }, i) =>
    names.map((name, part) => ({
      name,
      ...compareTensors(
        tensors.get(expected[part] as string) as Tensor,
        tensors.get(got[part] as string) as Tensor,
        rules[i] as Tolerance,
      ),
    })),
  );
  return outcomeOfAll(compared, [...new Set(rules.map(describeTolerance))].join("; "));
}

function toleranceOf({ operator, limits }: ResultCheck): Tolerance {
  return { floats: limits, integers: BITWISE, source: operator };
}
