import { AceError } from "../../errors.ts";
import type { ElementType } from "../../graph/element-type.ts";
import type { StoredTensor, TensorId } from "../../graph/graph.ts";
import { type Tensor, toNumbers } from "../../graph/tensor.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import type { GraphBuilder } from "../../ops/builder.ts";
import type { Target } from "../lowering/target.ts";
import type { OnnxAttribute } from "./attributes.ts";
import type { StoredOnnxTensor } from "./tensor-proto.ts";
import type { Range } from "./wire.ts";

/** What a lowering needs of the importer beside the node. */
export interface Lowerer {
  readonly target: Target;
  /** A tensor attribute as the graph holds it. */
  store(tensor: StoredOnnxTensor): StoredTensor;
}

/** One ONNX node while it is lowered: its inputs in the graph, its attributes with defaults. */
export class NodeContext {
  readonly b: GraphBuilder;
  /** Version of the node's domain. */
  readonly version: number;
  readonly operator: string;
  /** Names of the outputs; absent ones are empty. */
  readonly outputs: readonly string[];
  readonly #inputs: readonly (TensorId | undefined)[];
  readonly #attributes: ReadonlyMap<string, OnnxAttribute>;
  readonly #lowerer: Lowerer;
  #asksForElements = false;

  constructor(
    lowerer: Lowerer,
    node: { readonly operator: string; readonly outputs: readonly string[] },
    version: number,
    inputs: readonly (TensorId | undefined)[],
    attributes: ReadonlyMap<string, OnnxAttribute>,
  ) {
    this.b = lowerer.target.b;
    this.version = version;
    this.operator = node.operator;
    this.outputs = node.outputs;
    this.#inputs = inputs;
    this.#attributes = attributes;
    this.#lowerer = lowerer;
  }

  /** True once elements were asked for: another node of the same types may become something else. */
  get asksForElements(): boolean {
    return this.#asksForElements;
  }

  /** Inputs up to the last one that is present. */
  get inputs(): readonly (TensorId | undefined)[] {
    return this.#inputs;
  }

  /** All inputs, none of which may be absent. */
  allInputs(): readonly TensorId[] {
    return this.#inputs.map((_, i) => this.input(i));
  }

  /** @throws {AceError} `malformed-model` where the input is absent */
  input(index: number): TensorId {
    const id = this.#inputs[index];
    return id ?? this.refuse("malformed-model", `input ${index}`, "none");
  }

  optional(index: number): TensorId | undefined {
    return this.#inputs[index];
  }

  type(index: number): TensorType {
    return this.b.type(this.input(index));
  }

  shape(index: number): readonly number[] {
    return this.type(index).shape;
  }

  element(index: number): ElementType {
    return this.type(index).element;
  }

  rank(index: number): number {
    return this.shape(index).length;
  }

  /**
   * Elements of an input that must be known before the network runs: a shape, axes, a bound. Where
   * the graph is made for inputs that are given, they may depend on these.
   *
   * @throws {AceError} `unknown-value`
   */
  constant(index: number): Tensor {
    this.#asksForElements = true;
    const value = this.#lowerer.target.valueNow(this.input(index));
    if (value !== undefined) return value;
    return this.refuse(
      "unknown-value",
      `input ${index} known without running the network`,
      "a value that is computed from the inputs",
    );
  }

  /** Elements of an optional input, if it is there and they depend on no input. */
  knownConstant(index: number): Tensor | undefined {
    this.#asksForElements = true;
    const id = this.#inputs[index];
    return id === undefined ? undefined : this.#lowerer.target.value(id);
  }

  /** Elements of a constant integer input as numbers. */
  integers(index: number): readonly number[] {
    return toNumbers(this.constant(index)).map((value) =>
      Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value)),
    );
  }

  /** Elements of an optional constant integer input. */
  optionalIntegers(index: number): readonly number[] | undefined {
    return this.optional(index) === undefined ? undefined : this.integers(index);
  }

  has(name: string): boolean {
    return this.#attributes.has(name);
  }

  int(name: string, otherwise: number): number {
    return this.#attribute(name, "int") ?? otherwise;
  }

  float(name: string, otherwise: number): number {
    return this.#attribute(name, "float") ?? otherwise;
  }

  string(name: string, otherwise: string): string {
    return this.#attribute(name, "string") ?? otherwise;
  }

  strings(name: string): readonly string[] | undefined {
    return this.#attribute(name, "strings");
  }

  graph(name: string): Range {
    const range = this.#attribute(name, "graph");
    return range ?? this.refuse("malformed-model", `a graph as attribute ${name}`, "none");
  }

  ints(name: string): readonly number[] | undefined {
    return this.#attribute(name, "ints");
  }

  floats(name: string): readonly number[] | undefined {
    return this.#attribute(name, "floats");
  }

  /** A tensor attribute as a constant of the graph. */
  tensor(name: string): StoredTensor | undefined {
    const stored = this.#attribute(name, "tensor");
    this.#asksForElements = true;
    return stored === undefined ? undefined : this.#lowerer.store(stored);
  }

  /** An output whose elements are known now; inside functions and loops, one for all calls. */
  constantOutput(stored: StoredTensor): TensorId {
    return this.#lowerer.target.store(stored);
  }

  /** An input where it is made: a region may have it from a graph around. */
  origin(index: number): ReturnType<Target["origin"]> {
    return this.#lowerer.target.origin(this.input(index));
  }

  /** A tensor of a graph around, or of this one, here. */
  from(target: Target, id: TensorId): TensorId {
    return this.#lowerer.target.from(target, id);
  }

  /** Throws what is wrong with this node. */
  refuse(code: AceError["code"], expected: string, got: string): never {
    throw new AceError(code, { action: "import", subject: this.operator, expected, got });
  }

  #attribute<K extends OnnxAttribute["kind"]>(
    name: string,
    kind: K,
  ): Extract<OnnxAttribute, { kind: K }> extends { value: infer V } ? V | undefined : undefined {
    const attribute = this.#attributes.get(name);
    if (attribute === undefined) return undefined as never;
    if (attribute.kind !== kind || !("value" in attribute)) {
      return this.refuse("invalid-attribute", `attribute ${name} of type ${kind}`, attribute.kind);
    }
    return attribute.value as never;
  }
}

/** Turns one ONNX node into operators; returns its outputs in order. */
export type Lowering = (node: NodeContext) => TensorId | readonly TensorId[];

/** Lowerings by operator name, for one domain. */
export type LoweringTable = Readonly<Record<string, Lowering>>;
