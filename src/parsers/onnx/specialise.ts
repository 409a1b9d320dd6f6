import { AceError } from "../../errors.ts";
import type { ByteStringId } from "../../graph/byte-strings.ts";
import { Graph, type StoredTensor } from "../../graph/graph.ts";
import type { ImportedModel, Warning } from "../../graph/imported.ts";
import { allocate, type Tensor } from "../../graph/tensor.ts";
import { elementCount, type TensorType, TypeTable } from "../../graph/tensor-type.ts";
import { GraphBuilder } from "../../ops/builder.ts";
import { type Bindings, DimensionTable, expectKnown } from "./bindings.ts";
import { requireElementType } from "./data-type.ts";
import type { OnnxModel } from "./foreign.ts";
import { NodeLowerer, type Surroundings } from "./lower-nodes.ts";
import { NamedTensors } from "./named-tensors.ts";
import { runOrder } from "./order.ts";
import { type ExternalFiles, type StoredOnnxTensor, storedTensor } from "./tensor-proto.ts";
import { checkUniqueNames } from "./unique-names.ts";
import type { OnnxValue } from "./values.ts";
import type { WireReader } from "./wire.ts";

/** What is known of a model beside its file. */
export interface SpecialiseOptions extends Bindings {
  /** Inputs whose elements are known: they become constants. */
  readonly values: ReadonlyMap<string, (type: TensorType) => Tensor>;
  /** True: an unsupported operator is an error even where its output types are stated. */
  readonly strict: boolean;
}

/**
 * The graph of an ONNX model with static shapes: every node lowered, shape arithmetic folded.
 *
 * @throws {AceError} `unsupported-operator` with all of them, `invalid-graph`, `shape-mismatch`,
 * `unknown-shape`, `wrong-usage` for bindings that the model does not have
 */
export function specialise(
  model: OnnxModel,
  reader: WireReader,
  external: ExternalFiles,
  options: SpecialiseOptions,
): ImportedModel {
  return new Specialiser(model, reader, external, options).run();
}

class Specialiser implements Surroundings {
  readonly model: OnnxModel;
  readonly reader: WireReader;
  readonly tensors: NamedTensors;
  readonly #graph: Graph;
  readonly #external: ExternalFiles;
  readonly #options: SpecialiseOptions;
  readonly #dims: DimensionTable;
  readonly #inputs: readonly OnnxValue[];
  readonly #outputs: readonly ByteStringId[];
  readonly #warnings: Warning[] = [];

  constructor(
    model: OnnxModel,
    reader: WireReader,
    external: ExternalFiles,
    options: SpecialiseOptions,
  ) {
    this.model = model;
    this.reader = reader;
    this.#external = external;
    this.#options = options;
    const { inputs, outputs, initializers, nodes } = model.graph;
    this.#graph = new Graph(new TypeTable(), nodes);
    this.#inputs = inputs.filter(({ name }) => !initializers.has(name));
    this.#dims = new DimensionTable(options, this.#inputs);
    for (const { name } of this.#inputs) nodes.names.internText(name);
    this.#outputs = outputs.map(({ name }) => nodes.names.internText(name));
    this.tensors = new NamedTensors(this.#graph, model.graph, (tensor) => this.store(tensor));
  }

  run(): ImportedModel {
    const { graph } = this.model;
    checkUniqueNames(graph);
    if (graph.outputs.length === 0) throw withoutOutputs();
    this.#addInputs();
    const outputNames = graph.outputs.map((output) => output.name);
    const order = runOrder(graph.nodes, outputNames);
    const lowerer = new NodeLowerer(new GraphBuilder(this.#graph), this);
    for (const index of order) lowerer.lower(index);
    lowerer.unsupported.throwIfFatal(this.#options.strict);
    for (const name of this.#outputs) this.#graph.outputs.push(this.tensors.get(name));
    this.#warnOfUnused(graph.nodes.length - order.length);
    return {
      graph: this.#graph,
      format: "onnx",
      producer: this.model.producer,
      dims: Object.fromEntries(this.#dims.bound),
      outputNames,
      missing: [...this.#dims.missing, ...lowerer.unsupported.missing()],
      warnings: this.#warnings,
    };
  }

  store(tensor: StoredOnnxTensor): StoredTensor {
    return storedTensor(tensor, this.reader, this.#external, this.#graph.types);
  }

  #addInputs(): void {
    const { names } = this.model.graph.nodes;
    const { values } = this.#options;
    expectKnown(
      "input",
      [...values.keys()],
      this.#inputs.map(({ name }) => name),
    );
    for (const input of this.#inputs) {
      if (input.type?.kind === "other") {
        throw new AceError(
          "unsupported-type",
          {
            action: "import",
            subject: `input ${input.name}`,
            expected: "a tensor",
            got: "another kind of value",
          },
          { where: { tensor: input.name } },
        );
      }
      const element = requireElementType(input.type?.dataType ?? 0, input.name);
      const type = this.#graph.types.intern(element, this.#dims.shapeOf(input));
      const value = values.get(input.name);
      const id =
        value === undefined
          ? this.#graph.addInput(type, input.name)
          : this.#graph.addConstant({ type, read: () => value(type) }, input.name);
      this.tensors.define(names.internText(input.name), id);
    }
  }

  /** Notes what the file holds and no output needs: it is neither work nor stored. */
  #warnOfUnused(deadNodes: number): void {
    if (deadNodes > 0) {
      const nodes = deadNodes === 1 ? "1 node leads" : `${deadNodes} nodes lead`;
      const reason = `${nodes} to no output: not counted`;
      this.#warnings.push({ code: "dead-nodes", where: {}, reason });
    }
    const unused = [...this.model.graph.initializers.keys()].filter(
      (name) => !this.tensors.isKnown(name),
    );
    const [first] = unused;
    if (first === undefined) return;
    this.#warnings.push({
      code: "unused-initializers",
      where: { tensor: first },
      reason:
        unused.length === 1
          ? `initializer ${first} is used by no live node: not counted`
          : `${unused.length} initializers, ${first} the first, are used by no live node: not counted`,
    });
  }

  statedType(name: string): TensorType | undefined {
    const stated = this.model.graph.statedTypes.get(name);
    if (stated === undefined || stated.kind !== "tensor") return undefined;
    const shape = this.#dims.statedShape(stated);
    if (shape === undefined) return undefined;
    return this.#graph.types.intern(requireElementType(stated.dataType, name), shape);
  }
}

function withoutOutputs(): AceError {
  return new AceError("invalid-graph", {
    action: "import",
    subject: "the graph",
    expected: "at least one output",
    got: "none",
  });
}

/** A tensor of `type` that holds one value everywhere. */
export function filled(type: TensorType, value: number): Tensor {
  const data = allocate(type.element, elementCount(type.shape));
  data.fill((type.element === "i64" || type.element === "u64" ? BigInt(value) : value) as never);
  return { type, data };
}
