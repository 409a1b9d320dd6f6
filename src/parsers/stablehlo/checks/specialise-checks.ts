import { AceError } from "../../../errors.ts";
import type { ImportedModel } from "../../../graph/imported.ts";
import { outputName } from "../lowering/entry.ts";
import { specialise } from "../lowering/specialise.ts";
import { NO_ATTRIBUTES } from "../program/attribute.ts";
import type { Operation, Program, ProgramFunction, Value } from "../program/program.ts";
import { checkName, type Limits, limitsOf, numberOf } from "./check.ts";
import { type CheckedFunction, innerChecks } from "./checked-functions.ts";

/** A result that a program checks: pairs of outputs of its graph. */
export interface ResultCheck {
  /** As the program spells it: `check.expect_eq`, `@check.expect_close`. */
  readonly operator: string;
  readonly limits: Limits;
  /** What the program calls the result, with its parts where it is complex. */
  readonly names: readonly string[];
  /** Names of outputs, part by part. */
  readonly got: readonly string[];
  readonly expected: readonly string[];
}

/** A check, and the values that it compares. */
interface Comparison {
  readonly check: Operation;
  readonly got: Value;
  readonly expected: Value;
}

/**
 * The graph of a function that checks its results: what they are compared with are outputs too.
 *
 * @throws {AceError} as {@link specialise}; `unsupported-operator` for checks in regions
 */
export function specialiseChecks(
  program: Program,
  checked: CheckedFunction,
  maxNodes: number | undefined,
): { readonly model: ImportedModel; readonly checks: readonly ResultCheck[] } {
  const { module, entry } = checked;
  expectNoArguments(entry);
  for (const check of innerChecks(checked)) throw elsewhere(check);
  const { body, comparisons } = withoutChecks(entry);
  const functions = new Map([...module.functions, [entry.name, { ...entry, body }]]);
  const model = specialise(
    { ...program, modules: [{ ...module, functions, modules: [] }] },
    {
      dims: {},
      inputs: {},
      values: new Map(),
      given: new Map(),
      strict: true,
      entry: entry.name,
      ...(maxNodes === undefined ? {} : { maxNodes }),
    },
  );
  const checks = comparisons.map((one, i) => resultCheck(one, i, model.outputNames));
  return { model, checks };
}

function expectNoArguments({ name, body }: ProgramFunction): void {
  const [argument] = body.arguments;
  if (argument === undefined) return;
  throw new AceError("unsupported-operator", {
    action: "verify",
    subject: `function ${name}`,
    expected: "a function without arguments",
    got: argument.name,
  });
}

/** The function with what its checks compare for its results. */
function withoutChecks({ body }: ProgramFunction) {
  const operations: Operation[] = [];
  const comparisons: Comparison[] = [];
  const last = body.operations.at(-1);
  for (const operation of body.operations) {
    if (operation === last) continue;
    if (checkName(operation) === undefined) operations.push(operation);
    else comparisons.push(comparisonOf(operation, body.operations, operations));
  }
  const operands = comparisons.flatMap(({ got, expected }) => [got, expected]);
  const end: Operation = {
    name: "func.return",
    operands,
    results: [],
    attributes: NO_ATTRIBUTES,
    regions: [],
    location: undefined,
    at: last?.at ?? 0,
  };
  return { body: { ...body, operations: [...operations, end] }, comparisons };
}

/** @param added - operations of the function so far; a constant that a check holds is added */
function comparisonOf(check: Operation, all: readonly Operation[], added: Operation[]): Comparison {
  const [first, second] = check.operands;
  if (first === undefined) throw malformed(check, "operands", "none");
  if (check.name === "check.expect_serialized_eq") {
    return { check, got: probed(check, all), expected: first };
  }
  if (second !== undefined) return { check, got: first, expected: second };
  const value = check.attributes.get("value");
  if (value === undefined) throw malformed(check, "a second operand or a constant", "neither");
  const expected: Value = { type: first.type, name: "", location: undefined };
  added.push({
    ...check,
    name: "stablehlo.constant",
    operands: [],
    results: [expected],
    attributes: new Map([["value", value]]),
  });
  return { check, got: first, expected };
}

/** What a probe at the top of the function saw, as often as the check says. */
function probed(check: Operation, all: readonly Operation[]): Value {
  const wanted = textOf(check, "probe_id");
  const probes = all.filter(
    (operation) =>
      operation.name === "interpreter.probe" && textOf(operation, "probe_id") === wanted,
  );
  const time = numberOf(check, "iter", numberOf(check, "iteration", 0));
  const [operand] = probes[time]?.operands ?? [];
  return operand ?? refuse(check, `a probe ${wanted} outside of regions`, "none");
}

function textOf({ attributes }: Operation, name: string): string {
  const attribute = attributes.get(name);
  return attribute?.kind === "string" ? attribute.value : "";
}

/** Outputs that belong to the comparison `place`: what came out, then what is expected. */
function resultCheck(
  { check, got }: Comparison,
  place: number,
  outputs: readonly string[],
): ResultCheck {
  const partsOf = (value: number) => {
    const name = outputName(value);
    return outputs.filter((output) => output === name || output.startsWith(`${name}.`));
  };
  const parts = partsOf(2 * place);
  const own = got.name.replace(/^%/, "");
  return {
    operator: checkName(check) as string,
    limits: limitsOf(check),
    names: parts.map((part) => part.replace(/^out\d+/, own)),
    got: parts,
    expected: partsOf(2 * place + 1),
  };
}

function elsewhere(check: Operation): AceError {
  return unsupported(check, "a check at the top of a function", "one in a region or a callee");
}

function refuse(check: Operation, expected: string, got: string): never {
  throw unsupported(check, expected, got);
}

function unsupported(check: Operation, expected: string, got: string): AceError {
  return new AceError(
    "unsupported-operator",
    { action: "verify", subject: check.name, expected, got },
    { where: { operator: check.name } },
  );
}

function malformed(check: Operation, expected: string, got: string): AceError {
  return new AceError("malformed-model", { action: "verify", subject: check.name, expected, got });
}
