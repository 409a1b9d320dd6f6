import { AceError } from "../../errors.ts";
import type { ByteStringId } from "../../graph/byte-strings.ts";
import { Graph, type StoredTensor, type TensorId } from "../../graph/graph.ts";
import type { ImportedModel } from "../../graph/imported.ts";
import { allocate, type Tensor } from "../../graph/tensor.ts";
import { elementCount, type TensorType, TypeTable } from "../../graph/tensor-type.ts";
import { type Bindings, DimensionTable, expectKnown } from "./bindings.ts";
import type { Block, Surroundings } from "./block.ts";
import { type Bound, NOTHING, sequence, tensorsOf } from "./bound.ts";
import { requireElementType } from "./data-type.ts";
import { Findings } from "./findings.ts";
import type { OnnxGraph, OnnxModel } from "./foreign.ts";
import { Functions } from "./functions.ts";
import { InnerGraphs } from "./inner-graphs.ts";
import { Limits } from "./limits.ts";
import { LoopTrips } from "./loop-trips.ts";
import { NodeLowerer } from "./lower-nodes.ts";
import { NamedTensors } from "./named-tensors.ts";
import { runOrder } from "./order.ts";
import { Origins } from "./origins.ts";
import { Target } from "./target.ts";
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
  /** How often loops run, by name, where that depends on data. */
  readonly trips?: Readonly<Record<string, number>>;
  /**
   * Elements with which the graph will be run, once: shapes and branches may hang on them. The
   * inputs stay inputs.
   */
  readonly given?: ReadonlyMap<string, Tensor>;
  /** Most nodes of functions and inner graphs. */
  readonly maxNodes?: number;
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
  readonly origins: Origins;
  readonly functions: Functions;
  readonly innerGraphs: InnerGraphs;
  readonly limits: Limits;
  readonly trips: LoopTrips;
  readonly running: boolean;
  readonly #target: Target;
  readonly #tensors: NamedTensors;
  readonly #external: ExternalFiles;
  readonly #options: SpecialiseOptions;
  readonly #dims: DimensionTable;
  readonly #inputs: readonly OnnxValue[];
  readonly #outputs: readonly ByteStringId[];
  readonly #findings = new Findings();
  readonly #stored = new Map<string, StoredTensor>();

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
    this.origins = new Origins(nodes);
    this.functions = new Functions(reader, nodes.names, model.functions);
    this.innerGraphs = new InnerGraphs(reader, nodes.names);
    this.limits = new Limits(options.maxNodes);
    this.trips = new LoopTrips(options.trips ?? {});
    this.running = options.given !== undefined;
    const graph = new Graph(new TypeTable(), this.origins);
    this.#target = new Target(graph, undefined, options.given && ((i) => this.#given(i)));
    this.#inputs = inputs.filter(({ name }) => !initializers.has(name)).flatMap(this.#itemsOf);
    this.#dims = new DimensionTable(options, this.#inputs);
    for (const { name } of inputs) nodes.names.internText(name);
    this.#outputs = outputs.map(({ name }) => nodes.names.internText(name));
    this.innerGraphs.noteCaptures(nodes);
    this.#tensors = new NamedTensors(graph, model.graph, (tensor) => this.#read(tensor));
  }

  run(): ImportedModel {
    const { graph } = this.model;
    checkUniqueNames(graph);
    if (graph.outputs.length === 0) throw withoutOutputs();
    this.#addInputs();
    const order = runOrder(
      graph.nodes,
      graph.outputs.map(({ name }) => name),
    );
    const lowerer = new NodeLowerer(this.#block(), this);
    for (const index of order) lowerer.lower(index);
    const { unsupported, missing } = this.#findings;
    unsupported.throwIfFatal(this.#options.strict);
    this.trips.checkNames();
    const outputNames = this.#addOutputs();
    this.#warnOfUnused(graph.nodes.length - order.length);
    return {
      graph: this.#target.b.graph,
      format: "onnx",
      producer: this.model.producer,
      dims: Object.fromEntries(this.#dims.bound),
      outputNames,
      missing: [...this.#dims.missing, ...unsupported.missing(), ...missing],
      warnings: this.#findings.warnings,
    };
  }

  /** A tensor of a node's attributes; what several calls read is one stored tensor. */
  store(tensor: StoredOnnxTensor): StoredTensor {
    const key = placeOf(tensor);
    if (key === undefined || !this.#hasCalls()) return this.#read(tensor);
    let stored = this.#stored.get(key);
    if (stored === undefined) {
      stored = this.#read(tensor);
      this.#stored.set(key, stored);
    }
    return stored;
  }

  statedType(graph: OnnxGraph, tensor: string, otherwise?: number): TensorType | undefined {
    const stated = graph.statedTypes.get(tensor);
    if (stated === undefined || stated.kind !== "tensor") return undefined;
    const shape = this.#dims.statedShape(stated, otherwise);
    if (shape === undefined) return undefined;
    const element = requireElementType(stated.dataType, tensor);
    return this.#target.b.graph.types.intern(element, shape);
  }

  #block(): Block {
    return {
      graph: this.model.graph,
      scope: this.#tensors,
      target: this.#target,
      findings: this.#findings,
      firstOrigin: 0,
      opsets: this.model.opsets,
      callers: [],
      depth: 0,
    };
  }

  #hasCalls(): boolean {
    return this.model.functions.length > 0 || this.model.graph.nodes.captures.size > 0;
  }

  #read(tensor: StoredOnnxTensor): StoredTensor {
    return storedTensor(tensor, this.reader, this.#external, this.#target.b.graph.types);
  }

  #given(input: number): Tensor | undefined {
    const { graph } = this.#target.b;
    const name = graph.tensorName(graph.inputs[input] as TensorId) ?? "";
    return this.#options.given?.get(name);
  }

  /** The tensors of which an input is made: items of a sequence are `name[i]`, as far as given. */
  readonly #itemsOf = (input: OnnxValue): readonly OnnxValue[] => {
    const { type, name } = input;
    if (type === undefined || type.kind === "tensor") return [input];
    const inner = { name, type: type.element };
    if (type.kind === "optional") {
      const isGiven = Object.hasOwn(this.#options.inputs, name);
      return type.element?.kind === "tensor" && !isGiven ? [] : this.#itemsOf(inner);
    }
    if (type.kind !== "sequence") return [input];
    const items: OnnxValue[] = [];
    for (let i = 0; ; i++) {
      const item = itemOf(input, i);
      const own = this.#isGiven(item.name) ? this.#itemsOf(item) : [];
      if (own.length === 0) return items;
      items.push(...own);
    }
  };

  #isGiven(name: string): boolean {
    return Object.keys(this.#options.inputs).some(
      (given) => given === name || given.startsWith(`${name}[`),
    );
  }

  #addInputs(): void {
    const { names } = this.model.graph.nodes;
    const { values } = this.#options;
    expectKnown(
      "input",
      [...values.keys()],
      this.#inputs.map(({ name }) => name),
    );
    const { inputs, initializers } = this.model.graph;
    for (const input of inputs) {
      if (initializers.has(input.name)) continue;
      this.#tensors.define(names.internText(input.name), this.#boundInput(input));
    }
  }

  #boundInput(input: OnnxValue): Bound {
    const { type, name } = input;
    if (type === undefined || type.kind === "tensor") return this.#addInput(input);
    const inner = { name, type: type.element };
    if (type.kind === "optional") return this.#isGiven(name) ? this.#boundInput(inner) : NOTHING;
    if (type.kind !== "sequence") throw otherKind(name);
    const items: Bound[] = [];
    while (this.#isGiven(`${name}[${items.length}]`)) {
      items.push(this.#boundInput(itemOf(input, items.length)));
    }
    if (items.length === 0 && !this.running) throw unknownLength(name);
    return sequence(items);
  }

  #addInput(input: OnnxValue): TensorId {
    const { graph } = this.#target.b;
    const element = requireElementType(input.type?.dataType ?? 0, input.name);
    const type = graph.types.intern(element, this.#dims.shapeOf(input));
    const value = this.#options.values.get(input.name);
    return value === undefined
      ? graph.addInput(type, input.name)
      : graph.addConstant({ type, read: () => value(type) }, input.name);
  }

  /** Marks the outputs; those that are no tensors become what they are made of. */
  #addOutputs(): readonly string[] {
    const { outputs } = this.model.graph;
    const tensors = outputs.flatMap(({ name }, i) => {
      const bound = this.#tensors.get(this.#outputs[i] as ByteStringId);
      return tensorsOf(name, bound);
    });
    for (const [, id] of tensors) this.#target.b.graph.outputs.push(id);
    return tensors.map(([name]) => name);
  }

  /** Notes what the file holds and no output needs: it is neither work nor stored. */
  #warnOfUnused(deadNodes: number): void {
    if (deadNodes > 0) {
      const nodes = deadNodes === 1 ? "1 node leads" : `${deadNodes} nodes lead`;
      const reason = `${nodes} to no output: not counted`;
      this.#findings.warnings.push({ code: "dead-nodes", where: {}, reason });
    }
    const unused = [...this.model.graph.initializers.keys()].filter(
      (name) => !this.#tensors.isKnown(name),
    );
    const [first] = unused;
    if (first === undefined) return;
    this.#findings.warnings.push({
      code: "unused-initializers",
      where: { tensor: first },
      reason:
        unused.length === 1
          ? `initializer ${first} is used by no live node: not counted`
          : `${unused.length} initializers, ${first} the first, are used by no live node: not counted`,
    });
  }
}

/** An item of a sequence; the sizes that its type names differ from item to item. */
function itemOf({ name, type }: OnnxValue, index: number): OnnxValue {
  const element = type?.element;
  const shape = element?.shape?.map((dim) => (typeof dim === "number" ? dim : undefined));
  return { name: `${name}[${index}]`, type: element && { ...element, shape } };
}

/** Where the elements of a tensor are; undefined where it has none. */
function placeOf({ data, dims, dataType }: StoredOnnxTensor): string | undefined {
  const type = `${dataType} ${dims}`;
  switch (data.kind) {
    case "raw":
      return `${type} ${data.range.offset}`;
    case "typed":
      return `${type} ${data.ranges[0]?.offset}`;
    default:
      return undefined;
  }
}

function otherKind(input: string): AceError {
  return new AceError(
    "unsupported-type",
    {
      action: "import",
      subject: `input ${input}`,
      expected: "a tensor, a sequence or an optional",
      got: "another kind of value",
    },
    { where: { tensor: input } },
  );
}

function unknownLength(input: string): AceError {
  return new AceError(
    "unsupported-type",
    {
      action: "import",
      subject: `input ${input}`,
      expected: "a sequence whose items are given",
      got: "none",
    },
    { where: { tensor: input }, hint: `--input "${input}[0]=1,3"` },
  );
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
