import type { onnx } from "onnx-proto";
import { execute } from "../../src/exec/reference.ts";
import { toNumbers } from "../../src/graph/tensor.ts";
import { bufferSource } from "../../src/io/byte-source.ts";
import { importOnnx } from "../../src/parsers/onnx/index.ts";
import { FLOAT, modelBytes } from "./onnx.ts";

export interface OneNode {
  readonly op: string;
  readonly opset: number;
  /** Stored tensors; null: left out; a string: an input of the network, f32 [1]. */
  readonly inputs: readonly (onnx.ITensorProto | string | null)[];
  readonly attributes?: readonly onnx.IAttributeProto[];
  /** Number of outputs, 1 where it is absent. */
  readonly outputs?: number;
}

/** What a model of one ONNX node becomes, and the elements of its outputs. */
export interface Lowered {
  /** Operators in order. */
  readonly operators: readonly string[];
  readonly shapes: readonly (readonly number[])[];
  values(): readonly (readonly number[])[];
}

export function lowered({ op, opset, inputs, attributes = [], outputs = 1 }: OneNode): Lowered {
  const names = Array.from({ length: outputs }, (_, i) => `y${i}`);
  const bytes = modelBytes({
    opset,
    nodes: [
      {
        op,
        attributes,
        inputs: inputs.map((input) => (typeof input === "string" ? input : (input?.name ?? ""))),
        outputs: names,
      },
    ],
    inputs: inputs
      .filter((input) => typeof input === "string")
      .map((name) => ({ name, dataType: FLOAT, shape: [1] })),
    initializers: [...new Set(inputs)].filter(
      (input) => input !== null && typeof input !== "string",
    ),
    outputs: names.map((name) => ({ name })),
  });
  const { graph } = importOnnx(bufferSource("model.onnx", bytes), () => new Uint8Array(), {
    dims: {},
    inputs: {},
    values: new Map(),
    strict: true,
  });
  return {
    operators: [...graph.nodes()].map(({ operator }) => operator),
    shapes: graph.outputs.map((id) => graph.type(id).shape),
    values: () => execute(graph, new Map()).outputs.map(({ tensor }) => toNumbers(tensor)),
  };
}

export const int = (name: string, i: number): onnx.IAttributeProto => ({ name, type: 2, i });
export const ints = (name: string, values: readonly number[]): onnx.IAttributeProto => ({
  name,
  type: 7,
  ints: [...values],
});
export const float = (name: string, f: number): onnx.IAttributeProto => ({ name, type: 1, f });
export const text = (name: string, s: string): onnx.IAttributeProto => ({
  name,
  type: 3,
  s: new TextEncoder().encode(s),
});
