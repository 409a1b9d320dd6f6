import { AceError, within } from "../../errors.ts";
import type { Graph, StoredTensor, TensorId } from "../../graph/graph.ts";
import type { ImportedModel, Missing, Warning } from "../../graph/imported.ts";
import { allocate, type Tensor } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { GraphBuilder } from "../../ops/builder.ts";
import { ConstantFolder } from "../../ops/fold.ts";
import { opaque } from "../../ops/leaf/opaque.ts";
import { claimOf } from "./annotations.ts";
import { readAttributes } from "./attributes.ts";
import { type Bindings, DimensionTable, expectKnown } from "./bindings.ts";
import { requireElementType } from "./data-type.ts";
import type { OnnxModel, OnnxNode, OnnxType } from "./foreign.ts";
import { layerName } from "./naming.ts";
import { type Lowerer, NodeContext } from "./node-context.ts";
import { loweringOf } from "./operators/index.ts";
import { runOrder } from "./order.ts";
import { densified } from "./sparse-tensor.ts";
import { type ExternalFiles, type StoredOnnxTensor, storedTensor } from "./tensor-proto.ts";
import { checkUniqueNames } from "./unique-names.ts";
import { UnsupportedOperators } from "./unsupported.ts";
import type { WireReader } from "./wire.ts";

/** What is known of a model beside its file. */
export interface SpecialiseOptions extends Bindings {
  /** Inputs whose elements are known: they become constants. */
  readonly values: ReadonlyMap<string, (type: TensorType) => Tensor>;
  /** True: an unsupported operator is an error even where its output types are stated. */
  readonly strict: boolean;
}

/** Codes of errors that mean: valid perhaps, but not supported here. */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  "unsupported-operator",
  "unsupported-type",
  "unknown-value",
]);

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

class Specialiser implements Lowerer {
  readonly b = new GraphBuilder();
  readonly folder: ConstantFolder;
  readonly #graph: Graph;
  readonly #model: OnnxModel;
  readonly #reader: WireReader;
  readonly #external: ExternalFiles;
  readonly #options: SpecialiseOptions;
  readonly #dims: DimensionTable;
  readonly #tensors = new Map<string, TensorId>();
  readonly #unsupported = new UnsupportedOperators();
  readonly #missing: Missing[] = [];
  readonly #warnings: Warning[] = [];

  constructor(
    model: OnnxModel,
    reader: WireReader,
    external: ExternalFiles,
    options: SpecialiseOptions,
  ) {
    this.#graph = this.b.graph;
    this.folder = new ConstantFolder(this.#graph);
    this.#model = model;
    this.#reader = reader;
    this.#external = external;
    this.#options = options;
    const { inputs, initializers } = model.graph;
    this.#dims = new DimensionTable(
      options,
      inputs.filter(({ name }) => !initializers.has(name)),
    );
  }

  run(): ImportedModel {
    const { graph } = this.#model;
    checkUniqueNames(graph);
    if (graph.outputs.length === 0) throw withoutOutputs();
    this.#addInputs();
    const outputNames = graph.outputs.map((output) => output.name);
    const order = runOrder(graph.nodes, outputNames);
    for (const index of order) this.#lower(graph.nodes.at(index));
    this.#unsupported.throwIfFatal(this.#options.strict);
    for (const name of outputNames) this.#graph.outputs.push(this.#required(name));
    this.#warnOfUnused(graph.nodes.length - order.length);
    return {
      graph: this.#graph,
      format: "onnx",
      producer: this.#model.producer,
      dims: Object.fromEntries(this.#dims.bound),
      outputNames,
      missing: [...this.#dims.missing, ...this.#unsupported.missing(), ...this.#missing],
      warnings: this.#warnings,
    };
  }

  store(tensor: StoredOnnxTensor): StoredTensor {
    return storedTensor(tensor, this.#reader, this.#external, this.#graph.types);
  }

  #addInputs(): void {
    const { inputs, initializers } = this.#model.graph;
    const { values } = this.#options;
    const real = inputs.filter(({ name }) => !initializers.has(name));
    expectKnown(
      "input",
      [...values.keys()],
      real.map(({ name }) => name),
    );
    for (const input of real) {
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
      this.#define(input.name, id);
    }
  }

  /** Notes what the file holds and no output needs: it is neither work nor stored. */
  #warnOfUnused(deadNodes: number): void {
    if (deadNodes > 0) {
      const nodes = deadNodes === 1 ? "1 node leads" : `${deadNodes} nodes lead`;
      const reason = `${nodes} to no output: not counted`;
      this.#warnings.push({ code: "dead-nodes", where: {}, reason });
    }
    const unused = [...this.#model.graph.initializers.keys()].filter(
      (name) => !this.#tensors.has(name),
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

  #define(name: string, id: TensorId): void {
    this.#tensors.set(name, id);
    if (this.#graph.tensorName(id) === undefined) this.#graph.nameTensor(id, name);
    const { annotations } = this.#model.graph;
    const claim = annotations.size === 0 ? undefined : claimOf(annotations.get(name));
    if (claim !== undefined) this.#graph.claims.set(id, claim);
  }

  /** The tensor of a name: known already, or an initializer that is used for the first time. */
  #lookup(name: string): TensorId | undefined {
    const known = this.#tensors.get(name);
    if (known !== undefined) return known;
    const stored = this.#initializer(name);
    if (stored === undefined) return undefined;
    const id = this.#graph.addConstant(stored, name);
    this.#define(name, id);
    return id;
  }

  #initializer(name: string): StoredTensor | undefined {
    const { initializers, sparseInitializers } = this.#model.graph;
    const dense = initializers.get(name);
    if (dense !== undefined) return this.store(dense);
    const sparse = sparseInitializers.get(name);
    if (sparse === undefined) return undefined;
    return densified(sparse, (tensor) => this.store(tensor), this.#graph.types);
  }

  #required(name: string): TensorId {
    const id = this.#lookup(name);
    if (id !== undefined) return id;
    throw new AceError(
      "invalid-graph",
      {
        action: "import",
        subject: `tensor ${name}`,
        expected: "a node, an input or an initializer that makes it",
        got: "none",
      },
      { where: { tensor: name } },
    );
  }

  #lower(node: OnnxNode): void {
    const layer = layerName(node.scope, node.name, node.outputs);
    const where = { node: layer, operator: node.operator };
    const inputs = within(where, () => this.#inputsOf(node));
    if (inputs === undefined) return;
    const lowering = loweringOf(node.domain, node.operator);
    if (lowering === undefined) {
      this.#leaveOut(node, layer, inputs, "it is not known");
      return;
    }
    this.b.origin = this.#graph.addOrigin({ name: layer, operator: sourceName(node) });
    try {
      const outputs = within(where, () => {
        const attributes = readAttributes(this.#reader, node.range);
        const version = this.#model.opsets.get(node.domain) ?? 1;
        return lowering(new NodeContext(this, node, version, inputs, attributes));
      });
      const ids = typeof outputs === "number" ? [outputs] : outputs;
      node.outputs.forEach((name, i) => {
        const id = ids[i];
        if (name !== "" && id !== undefined) this.#define(name, id);
      });
    } catch (error) {
      if (!(error instanceof AceError) || !UNSUPPORTED.has(error.code)) throw error;
      this.#leaveOut(node, layer, inputs, reasonOf(error));
    }
  }

  /** Inputs of a node; undefined where one comes from an operator that was left out. */
  #inputsOf(node: OnnxNode): readonly (TensorId | undefined)[] | undefined {
    const ids: (TensorId | undefined)[] = [];
    for (const name of node.inputs) {
      if (name === "") {
        ids.push(undefined);
      } else if (this.#poisoned.has(name)) {
        for (const output of node.outputs) this.#poisoned.add(output);
        return undefined;
      } else {
        ids.push(this.#required(name));
      }
    }
    while (ids.length > 0 && ids.at(-1) === undefined) ids.pop();
    return ids;
  }

  readonly #poisoned = new Set<string>();

  /** Keeps the stated types of a node that cannot be lowered, or poisons its outputs. */
  #leaveOut(
    node: OnnxNode,
    layer: string,
    inputs: readonly (TensorId | undefined)[],
    reason: string,
  ): void {
    const types = node.outputs.map((name) => this.#statedType(name));
    const known = types.every((type) => type !== undefined);
    this.#unsupported.add(node, layer, reason, !known);
    if (!known) {
      for (const name of node.outputs) this.#poisoned.add(name);
      return;
    }
    this.b.origin = this.#graph.addOrigin({ name: layer, operator: sourceName(node) });
    const present = inputs.filter((id) => id !== undefined);
    const ids = this.b.emitAll(opaque, present, {
      operator: sourceName(node),
      outputs: types as TensorType[],
    });
    node.outputs.forEach((name, i) => {
      if (name !== "") this.#define(name, ids[i] as TensorId);
    });
  }

  /** The type that the file states of a tensor, as far as all its sizes are known. */
  #statedType(name: string): TensorType | undefined {
    const { valueInfo, outputs } = this.#model.graph;
    const stated: OnnxType | undefined =
      valueInfo.get(name) ?? outputs.find((output) => output.name === name)?.type;
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

/** An operator as the source spells it, with its domain where it is not the default one. */
function sourceName(node: OnnxNode): string {
  return node.domain === "" ? node.operator : `${node.domain}.${node.operator}`;
}

function reasonOf(error: AceError): string {
  return `expected ${error.reason.expected}, got ${error.reason.got}`;
}

/** A tensor of `type` that holds one value everywhere. */
export function filled(type: TensorType, value: number): Tensor {
  const data = allocate(type.element, elementCount(type.shape));
  data.fill((type.element === "i64" || type.element === "u64" ? BigInt(value) : value) as never);
  return { type, data };
}
