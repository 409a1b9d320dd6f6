import { AceError } from "../../errors.ts";
import type { ByteStringId } from "../../graph/byte-strings.ts";
import { Graph, type StoredTensor, type TensorId } from "../../graph/graph.ts";
import type { ImportedModel } from "../../graph/imported.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { type TensorType, TypeTable } from "../../graph/tensor-type.ts";
import { tensorsOf } from "../lowering/bound.ts";
import { Findings } from "../lowering/findings.ts";
import { Limits } from "../lowering/limits.ts";
import { LoopTrips } from "../lowering/loop-trips.ts";
import { Target } from "../lowering/target.ts";
import type { Block, Surroundings } from "./block.ts";
import { requireElementType } from "./data-type.ts";
import type { OnnxGraph, OnnxModel } from "./foreign.ts";
import { Functions } from "./functions.ts";
import { InnerGraphs } from "./inner-graphs.ts";
import { NodeLowerer } from "./lower-nodes.ts";
import { selectMaskedWrites } from "./masked-writes.ts";
import { type InputOptions, ModelInputs } from "./model-inputs.ts";
import { NamedTensors } from "./named-tensors.ts";
import { runOrder } from "./order.ts";
import { Origins } from "./origins.ts";
import { storedTensor } from "./stored-tensor.ts";
import type { ExternalFiles, StoredOnnxTensor } from "./tensor-proto.ts";
import { checkUniqueNames } from "./unique-names.ts";
import type { WireReader } from "./wire.ts";

/** What is known of a model beside its file. */
export interface SpecialiseOptions extends InputOptions {
  /** True: an unsupported operator is an error even where its output types are stated. */
  readonly strict: boolean;
  /** How often loops run, by name, where that depends on data. */
  readonly trips?: Readonly<Record<string, number>>;
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
  readonly #inputs: ModelInputs;
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
    const { inputs, outputs, nodes } = model.graph;
    this.origins = new Origins(nodes);
    this.functions = new Functions(reader, nodes.names, model.functions);
    this.innerGraphs = new InnerGraphs(reader, nodes.names);
    this.limits = new Limits(options.maxNodes);
    this.trips = new LoopTrips(options.trips ?? {});
    this.running = options.given !== undefined;
    const graph = new Graph(new TypeTable(), this.origins);
    this.#target = new Target(graph, undefined, options.given && ((i) => this.#given(i)));
    this.#inputs = new ModelInputs(model.graph, options);
    for (const { name } of inputs) nodes.names.internText(name);
    this.#outputs = outputs.map(({ name }) => nodes.names.internText(name));
    this.innerGraphs.noteCaptures(nodes);
    this.#tensors = new NamedTensors(graph, model.graph, (tensor) => this.#read(tensor));
  }

  run(): ImportedModel {
    const { graph } = this.model;
    checkUniqueNames(graph);
    if (graph.outputs.length === 0) throw withoutOutputs();
    this.#inputs.addTo(this.#target.b.graph, this.#tensors);
    const outputs = graph.outputs.map(({ name }) => name);
    const given = runOrder(graph.nodes, outputs);
    const order = selectMaskedWrites(graph, this.reader) ? runOrder(graph.nodes, outputs) : given;
    const lowerer = new NodeLowerer(this.#block(), this);
    for (const index of order) lowerer.lower(index);
    const { unsupported, missing } = this.#findings;
    const { dims } = this.#inputs;
    unsupported.throwIfFatal(this.#options.strict);
    this.trips.checkNames();
    const outputNames = this.#addOutputs();
    this.#warnOfUnused(graph.nodes.length - given.length);
    return {
      graph: this.#target.b.graph,
      format: "onnx",
      producer: this.model.producer,
      dims: Object.fromEntries(dims.bound),
      outputNames,
      missing: [...dims.missing, ...unsupported.missing(), ...missing],
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
    const shape = this.#inputs.dims.statedShape(stated, otherwise);
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
    this.#findings.warnOfDead(deadNodes, "node");
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

function withoutOutputs(): AceError {
  return new AceError("invalid-graph", {
    action: "import",
    subject: "the graph",
    expected: "at least one output",
    got: "none",
  });
}
