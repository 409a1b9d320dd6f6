import { onnx } from "onnx-proto";

/** Numbers of `TensorProto.DataType`. */
export const FLOAT = 1;
export const INT64 = 7;

export interface NodeSpec {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly attributes?: readonly onnx.IAttributeProto[];
}

export type DimSpec = number | string | undefined;

export interface ValueSpec {
  readonly name: string;
  readonly dataType?: number;
  /** Undefined: the rank is not said. */
  readonly shape?: readonly DimSpec[] | undefined;
}

export interface ModelSpec {
  readonly nodes?: readonly NodeSpec[];
  readonly inputs?: readonly ValueSpec[];
  readonly outputs?: readonly ValueSpec[];
  readonly initializers?: readonly onnx.ITensorProto[];
  readonly valueInfo?: readonly ValueSpec[];
  readonly opset?: number;
}

/** A model as the npm package onnx-proto writes it: a writer that knows nothing of our reader. */
export function modelBytes(spec: ModelSpec): Uint8Array {
  return onnx.ModelProto.encode(modelProto(spec)).finish();
}

export function modelProto(spec: ModelSpec): onnx.IModelProto {
  return {
    irVersion: 8,
    producerName: "a test",
    producerVersion: "1",
    opsetImport: [{ domain: "", version: spec.opset ?? 17 }],
    graph: {
      name: "graph",
      node: (spec.nodes ?? []).map(nodeProto),
      input: (spec.inputs ?? []).map(valueProto),
      output: (spec.outputs ?? []).map(valueProto),
      initializer: [...(spec.initializers ?? [])],
      valueInfo: (spec.valueInfo ?? []).map(valueProto),
    },
  };
}

function nodeProto(spec: NodeSpec): onnx.INodeProto {
  return {
    opType: spec.op,
    input: [...spec.inputs],
    output: [...spec.outputs],
    name: spec.name ?? "",
    domain: spec.domain ?? "",
    attribute: [...(spec.attributes ?? [])],
  };
}

function valueProto({ name, dataType = FLOAT, shape }: ValueSpec): onnx.IValueInfoProto {
  const dim = (size: DimSpec): onnx.TensorShapeProto.IDimension =>
    typeof size === "number" ? { dimValue: size } : size === undefined ? {} : { dimParam: size };
  return {
    name,
    type: {
      tensorType: {
        elemType: dataType,
        ...(shape === undefined ? {} : { shape: { dim: shape.map(dim) } }),
      },
    },
  };
}

/** A tensor of 32-bit floats in `float_data`. */
export function floats(
  name: string,
  dims: readonly number[],
  values: readonly number[],
): onnx.ITensorProto {
  return { name, dataType: FLOAT, dims: [...dims], floatData: [...values] };
}

/** A tensor of 64-bit integers in `int64_data`. */
export function int64s(
  name: string,
  dims: readonly number[],
  values: readonly number[],
): onnx.ITensorProto {
  return { name, dataType: INT64, dims: [...dims], int64Data: [...values] };
}

export function tensorBytes(tensor: onnx.ITensorProto): Uint8Array {
  return onnx.TensorProto.encode(tensor).finish();
}
