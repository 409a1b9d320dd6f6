import { within } from "../errors.ts";
import type {
  BoundInputs,
  DeclaredValue,
  ModelAccess,
  ModelSignature,
  RunnableModel,
  SelfCheck,
} from "../exec/model-access.ts";
import { elementNamed } from "../exec/verify-case.ts";
import { type ByteSource, bufferSource } from "../io/byte-source.ts";
import { dataTypeName, elementTypeOf } from "../parsers/onnx/data-type.ts";
import { operatorNames } from "../parsers/onnx/operator-names.ts";
import { readOnnxModel } from "../parsers/onnx/read.ts";
import type { OnnxType, OnnxValue } from "../parsers/onnx/values.ts";
import { WireReader } from "../parsers/onnx/wire.ts";
import {
  checkedFunctions,
  operationsOf,
  specialiseChecks,
} from "../parsers/stablehlo/checks/index.ts";
import { type ProgramValue, programSignature } from "../parsers/stablehlo/lowering/signature.ts";
import type { Program } from "../parsers/stablehlo/program/program.ts";
import { isStableHloText } from "../parsers/stablehlo/sniff.ts";
import { readStableHloText } from "../parsers/stablehlo/text/read.ts";
import { importProgram } from "./import-program.ts";
import { programIn } from "./model-format.ts";
import { type ModelOptions, onnxBytes, openBytes, openModel } from "./open-model.ts";
import { arrayTensor, readArrayFile, readValueFile } from "./tensor-files.ts";

/** Inputs and outputs of a model as its file declares them. */
export function signatureOf(model: string | Uint8Array): ModelSignature {
  let source = openBytes(model);
  try {
    const program = within({ file: source.name }, () => programIn(source));
    if (program !== undefined) return signatureOfProgram(program);
    source = onnxBytes(source);
    const reader = new WireReader(source);
    const model = within({ file: source.name }, () => readOnnxModel(source, reader));
    const { graph } = model;
    const { initializers, sparseInitializers } = graph;
    const inputs = graph.inputs.filter(
      ({ name }) => !initializers.has(name) && !sparseInitializers.has(name),
    );
    return {
      inputs: inputs.map(declared),
      outputs: graph.outputs.map(declared),
      operators: within({ file: source.name }, () => operatorNames(model, reader)),
    };
  } finally {
    source.close();
  }
}

function signatureOfProgram(program: Program): ModelSignature {
  const { inputs, outputs, operators } = programSignature(program);
  const declaredValue = (value: ProgramValue): DeclaredValue => ({
    ...value,
    supported: value.element !== undefined,
  });
  return { inputs: inputs.map(declaredValue), outputs: outputs.map(declaredValue), operators };
}

function declared({ name, type }: OnnxValue): DeclaredValue {
  const structure = type?.kind === "sequence" || type?.kind === "optional" ? type.kind : undefined;
  const held = type && heldBy(type);
  const shared = { name, ...(structure === undefined ? {} : { structure }) };
  if (held === undefined) {
    return { ...shared, supported: true, type: "a type that the file does not say" };
  }
  if (held.kind !== "tensor")
    return { ...shared, supported: false, type: "a map or sparse tensor" };
  const element = elementTypeOf(held.dataType);
  return element === undefined
    ? { ...shared, supported: false, type: dataTypeName(held.dataType) }
    : { ...shared, supported: true, type: element, element };
}

/** The type of the tensors in a sequence or optional. */
function heldBy(type: OnnxType): OnnxType | undefined {
  let held: OnnxType | undefined = type;
  while (held?.kind === "sequence" || held?.kind === "optional") held = held.element;
  return held;
}

/** A model to be run: its operators must all be supported. */
export function openBound(
  model: string | Uint8Array,
  { shapes, values, maxSteps }: BoundInputs,
  options: Omit<ModelOptions, "inputs">,
): RunnableModel {
  const open = openModel(
    model,
    {
      ...options,
      inputs: shapes,
      given: values,
      strict: true,
      ...(maxSteps === undefined ? {} : { maxNodes: maxSteps }),
    },
    importProgram,
  );
  const { graph, outputNames } = open.model;
  return { graph, outputNames, close: () => open.close() };
}

/** Stands in every program that checks its results. */
const CHECK = "check.";

function selfChecks(file: string): readonly SelfCheck[] {
  const source = openBytes(file);
  try {
    return within({ file }, () => {
      if (!isStableHloText(source)) return [];
      const text = bufferSource(source.name, source.read(0, source.size));
      if (!holdsText(text, CHECK)) return [];
      const program = readStableHloText(text);
      return checkedFunctions(program).map((checked) => ({
        name: checked.entry.name,
        get operations() {
          return operationsOf(checked);
        },
        open(maxSteps) {
          const { model, checks } = specialiseChecks(program, checked, maxSteps);
          const { graph, outputNames } = model;
          return { graph, outputNames, checks, close() {} };
        },
      }));
    });
  } finally {
    source.close();
  }
}

function holdsText(source: ByteSource, text: string): boolean {
  const { buffer, byteOffset, byteLength } = source.read(0, source.size);
  return Buffer.from(buffer, byteOffset, byteLength).includes(text);
}

/**
 * How `verify` gets at models and tensors.
 *
 * @param options - what is known of every model beside its file
 */
export function fileAccessWith(options: Pick<ModelOptions, "weights">): ModelAccess {
  /** The cases of a program follow each other: it is read once for all of them. */
  let last: { readonly file: string; readonly checks: readonly SelfCheck[] } | undefined;
  return {
    signature: signatureOf,
    open: (model, bound) => openBound(model, bound, options),
    readTensors(file, elements) {
      const arrays = [...readArrayFile(file)];
      return arrays.map(([name, array]) => ({
        name,
        tensor: arrayTensor(array, elementNamed(elements, name), name),
      }));
    },
    selfChecks(file) {
      if (last?.file !== file) last = { file, checks: selfChecks(file) };
      return last.checks;
    },
    readStructure: (file, { name, structure }) =>
      readValueFile(file, { name, isSequence: structure === "sequence" }),
  };
}

export const fileAccess: ModelAccess = fileAccessWith({});
