import type { ElementType } from "../graph/element-type.ts";
import type { Graph } from "../graph/graph.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { NamedTensor } from "./named-tensor.ts";

/** An input or output as the file declares it. */
export interface DeclaredValue {
  readonly name: string;
  /** False for strings, complex numbers, maps and the like. */
  readonly supported: boolean;
  /** What it is if not a tensor; the tensors in a sequence are called `name[0]`, `name[1]` … */
  readonly structure?: "sequence" | "optional";
  /** The element type, or the type in the words of the format: `f32`, `STRING`. */
  readonly type: string;
  /** The element type, where it is supported. */
  readonly element?: ElementType;
}

/** What a file says of its inputs and outputs before it is imported. */
export interface ModelSignature {
  /** Those that have no initializer, in order. */
  readonly inputs: readonly DeclaredValue[];
  readonly outputs: readonly DeclaredValue[];
  /** That of its node where the graph has one, else all in it, as the format spells them. */
  readonly operators: readonly string[];
}

/** What is known of the inputs when a model is imported to be run. */
export interface BoundInputs {
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** Elements that the graph may be made for: it is run with these alone. */
  readonly values: ReadonlyMap<string, Tensor>;
  /** Most nodes that may run. */
  readonly maxSteps?: number;
}

/** A graph that can be run until it is closed. */
export interface RunnableModel {
  readonly graph: Graph;
  readonly outputNames: readonly string[];
  close(): void;
}

/** How `verify` gets at models and tensors: the importers are beside this floor, not below it. */
export interface ModelAccess {
  signature(model: string): ModelSignature;
  /**
   * Imports a model of which every operator must be supported.
   *
   * @throws {AceError} `unsupported-operator`, `unsupported-type` or `unknown-value` where it cannot
   */
  open(model: string, bound: BoundInputs): RunnableModel;
  /**
   * Tensors of a file; one without a name has the name "". An empty file holds none.
   *
   * @param elements - what the model expects by name, for files that cannot say bf16 or i4
   */
  readTensors(file: string, elements: ReadonlyMap<string, ElementType>): readonly NamedTensor[];
  /** The tensors of a file that holds one sequence or optional, named for their places in `value`. */
  readStructure(file: string, value: DeclaredValue): readonly NamedTensor[];
}
