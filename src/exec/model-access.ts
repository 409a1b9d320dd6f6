import type { ElementType } from "../graph/element-type.ts";
import type { Graph } from "../graph/graph.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { NamedTensor } from "./named-tensor.ts";
import type { Rule } from "./tolerance.ts";
import type { UnsupportedPair } from "./verified-case.ts";

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
  /** True for an argument of a program that is kept with the network. */
  readonly isWeight?: boolean;
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

/** A result that a program compares itself: outputs of its graph, part by part. */
export interface ResultCheck {
  /** As the program spells it. */
  readonly operator: string;
  readonly limits: Rule;
  /** What the program calls the result. */
  readonly names: readonly string[];
  readonly got: readonly string[];
  readonly expected: readonly string[];
}

/** A graph that gives what a program computes and what it expects. */
export interface CheckedModel extends RunnableModel {
  readonly checks: readonly ResultCheck[];
}

/** A function of a program that checks its own results. */
export interface SelfCheck {
  /** Its name in the program. */
  readonly name: string;
  /** Its operations, with the element types around them. */
  readonly operations: readonly UnsupportedPair[];
  /** @throws {AceError} as {@link ModelAccess.open} */
  open(maxSteps: number | undefined): CheckedModel;
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
  /** What a program checks itself, in order; nothing where the file is another model. */
  selfChecks(file: string): readonly SelfCheck[];
}
