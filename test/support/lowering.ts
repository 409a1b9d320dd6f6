import { onnx } from "onnx-proto";
import type { Graph } from "../../src/graph/graph.ts";
import { type Tensor, toNumbers } from "../../src/graph/tensor.ts";
import { bufferSource } from "../../src/io/byte-source.ts";
import { evaluateNode } from "../../src/ops/evaluate.ts";
import { ConstantFolder } from "../../src/ops/fold.ts";
import { noFiles } from "../../src/parsers/onnx/external-files.ts";
import { importOnnx } from "../../src/parsers/onnx/index.ts";
import { modelProto } from "./onnx.ts";

/** One ONNX node: inputs are shapes of f32 inputs, stored tensors, or null where left out. */
export interface OneNode {
  readonly op: string;
  /** Absent: ONNX's own. */
  readonly domain?: string;
  readonly opset: number;
  readonly inputs: readonly (readonly number[] | onnx.ITensorProto | null)[];
  readonly attributes?: readonly onnx.IAttributeProto[];
  readonly outputs?: number;
}

function isShape(input: OneNode["inputs"][number]): input is readonly number[] {
  return Array.isArray(input);
}

/** The graph of one ONNX node. */
export function lowered(node: OneNode): Graph {
  const { op, domain = "", opset, inputs, attributes = [], outputs = 1 } = node;
  const names = inputs.map((input, i) => (input === null ? "" : `x${i}`));
  const results = Array.from({ length: outputs }, (_, i) => `y${i}`);
  const model = modelProto({
    opset,
    nodes: [{ op, domain, inputs: names, outputs: results, attributes }],
    inputs: inputs.flatMap((shape, i) => (isShape(shape) ? [{ name: `x${i}`, shape }] : [])),
    initializers: inputs.flatMap((tensor, i) =>
      tensor === null || isShape(tensor) ? [] : [{ ...tensor, name: `x${i}` }],
    ),
    outputs: results.map((name) => ({ name })),
  });
  const source = bufferSource("model.onnx", onnx.ModelProto.encode(model).finish());
  const options = { dims: {}, inputs: {}, values: new Map(), strict: true };
  return importOnnx(source, noFiles, options).graph;
}

/** Operator and attributes of the one node that an ONNX node becomes. */
export function loweredNode(node: OneNode): { operator: string; attributes: object } {
  const graph = lowered(node);
  if (graph.nodeCount !== 1) throw new Error(`${graph.nodeCount} nodes`);
  const { operator, attributes } = graph.node(0);
  return { operator, attributes };
}

/** Elements of the outputs of one ONNX node whose inputs are 0, 1, 2 and so on, row-major. */
export function results(node: OneNode): { shape: readonly number[]; elements: number[] }[] {
  const graph = lowered(node);
  const folder = new ConstantFolder(graph);
  const known = new Map<number, Tensor>();
  for (const id of graph.inputs) {
    const type = graph.type(id);
    const count = type.shape.reduce((product, size) => product * size, 1);
    known.set(id, { type, data: Float32Array.from({ length: count }, (_, i) => i) });
  }
  const lookUp = (id: number) => known.get(id) ?? (folder.value(id) as Tensor);
  for (const each of graph.nodes()) {
    const values = evaluateNode(graph, each, each.inputs.map(lookUp));
    each.outputs.forEach((id, i) => {
      known.set(id, values[i] as Tensor);
    });
  }
  return graph.outputs.map((id) => {
    const value = lookUp(id);
    return { shape: value.type.shape, elements: toNumbers(value) };
  });
}

export const int = (name: string, i: number): onnx.IAttributeProto => ({ name, type: 2, i });
export const ints = (name: string, ...values: number[]): onnx.IAttributeProto => ({
  name,
  type: 7,
  ints: values,
});
export const float = (name: string, f: number): onnx.IAttributeProto => ({ name, type: 1, f });
export const string = (name: string, s: string): onnx.IAttributeProto => ({
  name,
  type: 3,
  s: new TextEncoder().encode(s),
});

/** A stored vector of 64-bit integers. */
export function vector(...values: number[]): onnx.ITensorProto {
  return { dataType: 7, dims: [values.length], int64Data: values };
}

/** A stored tensor of 32-bit floats. */
export function stored(dims: readonly number[], ...values: number[]): onnx.ITensorProto {
  return { dataType: 1, dims: [...dims], floatData: values };
}
