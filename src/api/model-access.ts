import { within } from "../errors.ts";
import type {
  BoundInputs,
  DeclaredValue,
  ModelAccess,
  ModelSignature,
  RunnableModel,
} from "../exec/model-access.ts";
import { dataTypeName, elementTypeOf } from "../parsers/onnx/data-type.ts";
import { readOnnxModel } from "../parsers/onnx/read.ts";
import type { OnnxValue } from "../parsers/onnx/values.ts";
import { type ModelOptions, openModel, openSource } from "./open-model.ts";
import { arrayTensor, readArrayFile } from "./tensor-files.ts";

/** Inputs and outputs of a model as its file declares them. */
export function signatureOf(model: string | Uint8Array): ModelSignature {
  const source = openSource(model);
  try {
    const { graph } = within({ file: source.name }, () => readOnnxModel(source));
    const { initializers, sparseInitializers } = graph;
    const inputs = graph.inputs.filter(
      ({ name }) => !initializers.has(name) && !sparseInitializers.has(name),
    );
    return { inputs: inputs.map(declared), outputs: graph.outputs.map(declared) };
  } finally {
    source.close();
  }
}

function declared({ name, type }: OnnxValue): DeclaredValue {
  if (type === undefined)
    return { name, supported: true, type: "a type that the file does not say" };
  if (type.kind !== "tensor") return { name, supported: false, type: "a sequence or optional" };
  const element = elementTypeOf(type.dataType);
  return element === undefined
    ? { name, supported: false, type: dataTypeName(type.dataType) }
    : { name, supported: true, type: element, element };
}

/** A model to be run: its operators must all be supported. */
export function openBound(
  model: string | Uint8Array,
  { shapes, values }: BoundInputs,
  options: Omit<ModelOptions, "inputs">,
): RunnableModel {
  const open = openModel(model, { ...options, inputs: shapes, tensors: values, strict: true });
  const { graph, outputNames } = open.model;
  return { graph, outputNames, close: () => open.close() };
}

/** How `verify` gets at models and tensors. */
export const fileAccess: ModelAccess = {
  signature: signatureOf,
  open: (model, bound) => openBound(model, bound, {}),
  readTensors(file, elements) {
    const arrays = [...readArrayFile(file)];
    return arrays.map(([name, array]) => ({
      name,
      tensor: arrayTensor(array, elements.get(name), name),
    }));
  },
};
