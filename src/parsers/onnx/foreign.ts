import type { OnnxNodes } from "./nodes.ts";
import type { SparseOnnxTensor } from "./sparse-tensor.ts";
import type { StatedTypes } from "./stated-types.ts";
import type { StoredOnnxTensor } from "./tensor-proto.ts";
import type { OnnxValue } from "./values.ts";
import type { Range } from "./wire.ts";

/** The file as it is: one to one with `ModelProto`, weights and attributes left where they are. */
export interface OnnxModel {
  readonly irVersion: number;
  readonly producer: string;
  /** Version by domain; the default domain is "". */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: OnnxGraph;
  readonly functions: readonly OnnxFunction[];
  readonly metadata: ReadonlyMap<string, string>;
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: OnnxNodes;
  readonly initializers: ReadonlyMap<string, StoredOnnxTensor>;
  readonly sparseInitializers: ReadonlyMap<string, SparseOnnxTensor>;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Types that the file states of its inner tensors and outputs. */
  readonly statedTypes: StatedTypes;
  /** QONNX's `finn_datatype` and others: annotation key to value, by tensor name. */
  readonly annotations: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** A model-local function; its body is read when it is called. */
export interface OnnxFunction {
  readonly domain: string;
  readonly name: string;
  readonly overload: string;
  readonly range: Range;
}
