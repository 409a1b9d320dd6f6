import { AceError, formatWhere } from "../errors.ts";
import type { ElementType } from "../graph/element-type.ts";
import type { Tensor } from "../graph/tensor.ts";
import { type Comparison, compareTensors } from "./compare.ts";
import type {
  BoundInputs,
  DeclaredValue,
  ModelAccess,
  ModelSignature,
  RunnableModel,
} from "./model-access.ts";
import type { NamedTensor } from "./named-tensor.ts";
import { drawnNumbers } from "./random.ts";
import { type Execution, execute } from "./reference.ts";
import { describeTolerance, type Tolerance } from "./tolerance.ts";
import type { VerifyCase } from "./verified-case.ts";

/** A model with the files of its inputs and expected results. */
export interface CaseFiles {
  readonly name: string;
  readonly model: string;
  /** Files in the order of the graph's inputs, or one file of named tensors. */
  readonly inputs: readonly string[];
  readonly expected: readonly string[];
  /** True: file `i` belongs to input or output `i`, whatever names it holds. */
  readonly byPosition: boolean;
  readonly tolerance: Tolerance;
}

/** Runs one case; no error leaves it. */
export function verifyCase(
  files: CaseFiles,
  access: ModelAccess,
  maxSteps: number | undefined,
): VerifyCase {
  const { name } = files;
  let known: Pick<VerifyCase, "operators"> = {};
  try {
    const signature = access.signature(files.model);
    known = { operators: signature.operators };
    return { name, ...outcomeOf(files, signature, access, maxSteps), ...known };
  } catch (error) {
    const foreign = error instanceof AceError && error.code === "unsupported-format";
    const status = foreign ? "unsupported" : "failed";
    return { name, status, reason: describeError(error), ...known };
  }
}

export type Outcome = Omit<VerifyCase, "name" | "operators">;

function outcomeOf(
  files: CaseFiles,
  signature: ModelSignature,
  access: ModelAccess,
  maxSteps: number | undefined,
): Outcome {
  const strange = unsupportedValue(signature.inputs);
  if (strange !== undefined) return refusal(signature, strange);
  const inputs = inputTensors(files, signature, access);
  const opened = openSupported(inputs, maxSteps, (bound) => access.open(files.model, bound));
  if (opened instanceof AceError) return refusal(signature, opened);
  try {
    const refused = drawnNumbers(opened.graph) ?? unsupportedValue(signature.outputs);
    if (refused !== undefined) return refusal(signature, refused);
    const expected = expectedTensors(files, signature.outputs, access);
    const other = otherItems(opened.outputNames, signature.outputs, expected);
    if (other !== undefined) return { status: "different", reason: other };
    return judge(run(opened, inputs, expected, maxSteps), expected, files.tolerance);
  } finally {
    opened.close();
  }
}

/** The operators that an error names, else all, with the types of what goes in and comes out. */
function refusal(
  { inputs, outputs, operators }: ModelSignature,
  reason: AceError | string,
): Outcome {
  const types = [...new Set([...inputs, ...outputs].map(({ type }) => type))].toSorted().join(" ");
  const named = typeof reason === "string" ? [] : namedOperators(reason);
  return {
    status: "unsupported",
    reason: typeof reason === "string" ? reason : describeError(reason),
    unsupported: (named.length > 0 ? named : operators).map((operator) => ({ operator, types })),
  };
}

/** The operator of an error, or those of an importer's error that lists all of them. */
export function namedOperators(error: AceError): readonly string[] {
  const { cause } = error;
  const errors: readonly AceError[] = cause instanceof AggregateError ? cause.errors : [error];
  return [...new Set(errors.flatMap(({ where }) => where.operator ?? []))];
}

/** The value that an array without a name fits: the only one that is no weight. */
export function unnamedValue(values: readonly DeclaredValue[]): DeclaredValue | undefined {
  const free = values.filter(({ isWeight }) => isWeight !== true);
  return free.length === 1 ? free[0] : undefined;
}

/** Element types by name; a single value also under "", as an array without a name has it. */
export function elementsOf(values: readonly DeclaredValue[]): ReadonlyMap<string, ElementType> {
  const elements = new Map<string, ElementType>();
  for (const { name, element } of values) if (element !== undefined) elements.set(name, element);
  const only = unnamedValue(values);
  if (only?.element !== undefined) elements.set("", only.element);
  return elements;
}

/** The element type of an array by its name: items of a sequence have that of the whole. */
export function elementNamed(
  elements: ReadonlyMap<string, ElementType>,
  name: string,
): ElementType | undefined {
  return elements.get(name) ?? elements.get(name.replace(/(\[\d+\])+$/, ""));
}

function unsupportedValue(values: readonly DeclaredValue[]): string | undefined {
  const value = values.find(({ supported }) => !supported);
  return value === undefined
    ? undefined
    : `${value.name}: expected a numeric tensor, got ${value.type}`;
}

/** Codes of an importer's errors that mean: valid perhaps, but not supported. */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  "unsupported-operator",
  "unsupported-type",
  "unknown-value",
]);

/**
 * Imports a model for the inputs that it is to be run with.
 *
 * @returns the error that says why the model is not supported where it is not
 */
export function openSupported(
  inputs: ReadonlyMap<string, Tensor>,
  maxSteps: number | undefined,
  open: (bound: BoundInputs) => RunnableModel,
): RunnableModel | AceError {
  const shapes = Object.fromEntries(
    [...inputs].map(([name, { type }]) => [name, type.shape] as const),
  );
  return orRefusal(() =>
    open({ shapes, values: inputs, ...(maxSteps === undefined ? {} : { maxSteps }) }),
  );
}

/** What `open` gives, or its error where that says what is not supported. */
export function orRefusal<T>(open: () => T): T | AceError {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof AceError) || !UNSUPPORTED.has(error.code)) throw error;
    return error;
  }
}

/** A sequence may hold nothing. */
function isStructured({ structure }: DeclaredValue): boolean {
  return structure !== undefined;
}

/** What a case feeds its model, by name. */
export function inputTensors(
  files: CaseFiles,
  { inputs }: ModelSignature,
  access: ModelAccess,
): ReadonlyMap<string, Tensor> {
  const tensors = namedTensors(files, files.inputs, inputs, access);
  return new Map(tensors.map(({ name, tensor }) => [name, tensor]));
}

function expectedTensors(
  files: CaseFiles,
  outputs: readonly DeclaredValue[],
  access: ModelAccess,
): readonly NamedTensor[] {
  const tensors = namedTensors(files, files.expected, outputs, access);
  if (tensors.length > 0 || outputs.some(isStructured)) return tensors;
  throw new AceError("missing-data", {
    action: "verify",
    subject: files.name,
    expected: "at least one expected tensor",
    got: "none",
  });
}

/** Tensors of some files under the model's names; a single one without a name fits a single value. */
function namedTensors(
  { byPosition }: CaseFiles,
  paths: readonly string[],
  values: readonly DeclaredValue[],
  access: ModelAccess,
): readonly NamedTensor[] {
  const elements = elementsOf(values);
  if (byPosition) {
    return paths.flatMap((path, i) => {
      const value = values[i];
      if (value?.structure !== undefined) return access.readStructure(path, value);
      const name = value?.name ?? `#${i}`;
      return access.readTensors(path, elements).map(({ tensor }) => ({ name, tensor }));
    });
  }
  const tensors = paths.flatMap((path) => access.readTensors(path, elements));
  const [only] = tensors;
  const value = unnamedValue(values);
  if (only?.name === "" && tensors.length === 1 && value !== undefined) {
    return [{ name: value.name, tensor: only.tensor }];
  }
  return tensors;
}

/** What is wrong where a sequence or optional holds more or less than is expected of it. */
function otherItems(
  outputNames: readonly string[],
  declared: readonly DeclaredValue[],
  expected: readonly NamedTensor[],
): string | undefined {
  const within = (name: string, value: string) => name === value || name.startsWith(`${value}[`);
  for (const { name, structure } of declared) {
    if (structure === undefined) continue;
    const want = expected.map((tensor) => tensor.name).filter((item) => within(item, name));
    const have = outputNames.filter((item) => within(item, name));
    if (want.join() !== have.join()) {
      const list = (names: readonly string[]) => names.join(", ") || "nothing";
      return `${name}: expected ${list(want)}, got ${list(have)}`;
    }
  }
  return undefined;
}

/** Runs an opened model; keeps its outputs, and the other tensors that are expected. */
export function run(
  { graph, outputNames }: RunnableModel,
  inputs: ReadonlyMap<string, Tensor>,
  expected: readonly NamedTensor[],
  maxSteps: number | undefined,
): Execution {
  const inner = expected.map(({ name }) => name).filter((name) => !outputNames.includes(name));
  const taken = new Set(graph.inputs.map((id) => graph.tensorName(id)));
  const fed = [...inputs].filter(([name]) => taken.has(name));
  return execute(graph, new Map(fed), {
    outputNames,
    intermediates: inner,
    ...(maxSteps === undefined ? {} : { maxSteps }),
  });
}

function judge(
  { outputs, intermediates }: Execution,
  expected: readonly NamedTensor[],
  tolerance: Tolerance,
): Outcome {
  const got = new Map([...intermediates, ...outputs.map((o) => [o.name, o.tensor] as const)]);
  const compared = expected.map(({ name, tensor }) => ({
    name,
    ...compareTensors(tensor, got.get(name) as Tensor, tolerance),
  }));
  return outcomeOfAll(compared, describeTolerance(tolerance));
}

/** Right where every tensor is. */
export function outcomeOfAll(
  compared: readonly (Comparison & { readonly name: string })[],
  tolerance: string,
): Outcome {
  const wrong = compared.find(({ equal }) => !equal);
  return {
    status: wrong === undefined ? "equal" : "different",
    ...largest(compared),
    tolerance,
    ...(wrong?.reason === undefined ? {} : { reason: `${wrong.name}: ${wrong.reason}` }),
    ...(wrong?.first === undefined
      ? {}
      : { first: { tensor: wrong.name, ...wrong.first, index: [...wrong.first.index] } }),
  };
}

function largest(compared: readonly Comparison[]): {
  maxUlps: number | null;
  maxAbs: number | null;
} {
  const finite = (values: readonly number[]): number | null => {
    const value = Math.max(0, ...values);
    return Number.isFinite(value) ? value : null;
  };
  return {
    maxUlps: finite(compared.map(({ maxUlps }) => maxUlps)),
    maxAbs: finite(compared.map(({ maxAbs }) => maxAbs)),
  };
}

export function describeError(error: unknown): string {
  if (!(error instanceof AceError)) return `our bug: ${(error as Error).message}`;
  const { file: _, ...place } = error.where;
  const where = formatWhere(place);
  return where === "" ? error.message : `${error.message} (${where})`;
}
