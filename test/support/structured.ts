import { openModel } from "../../src/api/open-model.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { type Tensor, tensorOf, toNumbers } from "../../src/graph/tensor.ts";
import { type RunOptions, run, type ScoreOptions, score } from "../../src/index.ts";
import { validate } from "../../src/ops/validate.ts";

/** A model in ONNX's own text form; opset 17 where nothing else is said. */
export function modelText(graph: string, functions = "", domains = ""): Uint8Array {
  const head = `<ir_version: 8, opset_import: ["" : 17${domains}]>`;
  return new TextEncoder().encode(`${head}\n${graph}\n${functions}`);
}

/** The graph of a model as it is counted, valid with all regions. */
export function graphOf(model: Uint8Array, options: ScoreOptions = {}): Graph {
  const { graph } = openModel(model, { ...options, strict: false }).model;
  validate(graph);
  return graph;
}

/** Multiply-accumulates and trips of each layer. */
export function layersOf(model: Uint8Array, options: ScoreOptions = {}) {
  return score(model, options).layers.map(({ name, macs, trips }) => [name, macs, trips]);
}

/** What comes out for floats, or for tensors of other types. */
export function outputsOf(
  model: Uint8Array,
  inputs: Readonly<Record<string, readonly number[] | Tensor>>,
  options: Partial<RunOptions> = {},
): Readonly<Record<string, readonly number[]>> {
  const given = Object.entries(inputs).map(([name, value]) => {
    return [name, "type" in value ? value : floats([value.length], value)] as const;
  });
  const { outputs } = run(model, { ...options, inputs: new Map(given) });
  return Object.fromEntries([...outputs].map(([name, tensor]) => [name, toNumbers(tensor)]));
}

export function floats(shape: readonly number[], values: readonly number[]): Tensor {
  return tensorOf({ element: "f32", shape }, Float32Array.from(values));
}

export function integer(value: number): Tensor {
  return tensorOf({ element: "i64", shape: [] }, BigInt64Array.of(BigInt(value)));
}

export function truth(value: boolean): Tensor {
  return tensorOf({ element: "bool", shape: [] }, Uint8Array.of(value ? 1 : 0));
}
