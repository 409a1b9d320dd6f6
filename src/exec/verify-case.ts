import { AceError, formatWhere } from "../errors.ts";
import { type ElementType, isFloat } from "../graph/element-type.ts";
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
import { type Execution, execute } from "./reference.ts";
import { describeTolerance, type Tolerance } from "./tolerance.ts";
import type { VerifyCase } from "./verify-result.ts";

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
  try {
    const signature = access.signature(files.model);
    const strange = unsupportedValue(signature.inputs);
    if (strange !== undefined) return { name, status: "unsupported", reason: strange };
    const inputs = inputTensors(files, signature, access);
    const opened = openSupported(inputs, (bound) => access.open(files.model, bound));
    if (opened instanceof AceError) {
      return { name, status: "unsupported", reason: describeError(opened) };
    }
    try {
      const result = unsupportedValue(signature.outputs);
      if (result !== undefined) return { name, status: "unsupported", reason: result };
      const expected = expectedTensors(files, signature.outputs, access);
      return { name, ...judge(run(opened, inputs, expected, maxSteps), expected, files.tolerance) };
    } finally {
      opened.close();
    }
  } catch (error) {
    const foreign = error instanceof AceError && error.code === "unsupported-format";
    return { name, status: foreign ? "unsupported" : "failed", reason: describeError(error) };
  }
}

/** Element types by name; a single value also under "", as an array without a name has it. */
export function elementsOf(values: readonly DeclaredValue[]): ReadonlyMap<string, ElementType> {
  const elements = new Map<string, ElementType>();
  for (const { name, element } of values) if (element !== undefined) elements.set(name, element);
  const [only] = values;
  if (values.length === 1 && only?.element !== undefined) elements.set("", only.element);
  return elements;
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
 * Imports a model with the shapes of its inputs. Where that is not enough, the elements of integer
 * inputs (shapes, axes, counts) become constants; where that is not enough either, those of all.
 *
 * @returns the error that says why the model is not supported where it is not
 */
export function openSupported(
  inputs: ReadonlyMap<string, Tensor>,
  open: (bound: BoundInputs) => RunnableModel,
): RunnableModel | AceError {
  const shapes = Object.fromEntries(
    [...inputs].map(([name, { type }]) => [name, type.shape] as const),
  );
  const integers = [...inputs].filter(([, { type }]) => !isFloat(type.element));
  const attempts = new Map([
    [0, []],
    [integers.length, integers],
    [inputs.size, [...inputs]],
  ]);
  let reason: AceError | undefined;
  for (const known of attempts.values()) {
    try {
      return open({ shapes, values: new Map(known) });
    } catch (error) {
      if (!(error instanceof AceError) || !UNSUPPORTED.has(error.code)) throw error;
      reason = error;
    }
  }
  return reason as AceError;
}

function inputTensors(
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
  if (tensors.length > 0) return tensors;
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
  const names = values.map(({ name }) => name);
  const elements = elementsOf(values);
  const perFile = paths.map((path) => access.readTensors(path, elements));
  if (byPosition) {
    return perFile.flatMap((tensors, i) =>
      tensors.map(({ tensor }) => ({ name: names[i] ?? `#${i}`, tensor })),
    );
  }
  const tensors = perFile.flat();
  const [only] = tensors;
  if (only !== undefined && tensors.length === 1 && only.name === "" && names.length === 1) {
    return [{ name: names[0] as string, tensor: only.tensor }];
  }
  return tensors;
}

function run(
  { graph, outputNames }: RunnableModel,
  inputs: ReadonlyMap<string, Tensor>,
  expected: readonly NamedTensor[],
  maxSteps: number | undefined,
): Execution {
  const inner = expected.map(({ name }) => name).filter((name) => !outputNames.includes(name));
  const constants = new Set([...graph.constants.keys()].map((id) => graph.tensorName(id)));
  const fed = [...inputs].filter(([name]) => !constants.has(name));
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
): Omit<VerifyCase, "name"> {
  const got = new Map([...intermediates, ...outputs.map((o) => [o.name, o.tensor] as const)]);
  const compared = expected.map(({ name, tensor }) => ({
    name,
    ...compareTensors(tensor, got.get(name) as Tensor, tolerance),
  }));
  const wrong = compared.find(({ equal }) => !equal);
  return {
    status: wrong === undefined ? "equal" : "different",
    ...largest(compared),
    tolerance: describeTolerance(tolerance),
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

function describeError(error: unknown): string {
  if (!(error instanceof AceError)) return `our bug: ${(error as Error).message}`;
  const { file: _, ...place } = error.where;
  const where = formatWhere(place);
  return where === "" ? error.message : `${error.message} (${where})`;
}
