import { type ByteStringId, ByteStrings } from "./byte-strings.ts";
import type { Claim } from "./claim.ts";
import { IntColumn } from "./int-column.ts";
import { InternedColumn } from "./interned-column.ts";
import type { Carrier, Tensor } from "./tensor.ts";
import { type TensorType, TypeTable } from "./tensor-type.ts";

/** Index of a tensor in its graph. */
export type TensorId = number;
/** Index of a node in its graph; nodes are in an order in which they can run. */
export type NodeId = number;
/** Index of an origin in its graph's table. */
export type OriginId = number;

/** Attributes of a node: plain data, equal attributes of one graph are one object. */
export type Attributes = Readonly<Record<string, unknown>>;

/** What the user calls the thing that a node came from. */
export interface Origin {
  /** Layer name; see the naming rule in `naming.ts` of each importer. */
  readonly name: string;
  /** Operator as the source spells it: `Conv`, `com.microsoft.QGemm`. */
  readonly operator: string;
  /** What the source notes beside the node, as it stands there. */
  readonly notes?: Readonly<Record<string, string>>;
}

/** A tensor whose elements are in a file or in memory, read only when someone asks. */
export interface StoredTensor {
  readonly type: TensorType;
  /**
   * @throws {AceError} `missing-data` where the file that holds the elements is not there
   */
  read(): Tensor;
  /**
   * `count` elements from `start` on, row-major, where they can be had without the others; they are
   * valid until the next part of any tensor is read.
   */
  part?(start: number, count: number): Carrier;
  /** True where one value fills it: nothing can be learned from its elements. */
  readonly uniform?: boolean;
  /** True where its elements are not at hand: only its type is known, and {@link read} throws. */
  readonly isAbsent?: boolean;
}

/** One node, as a view on the graph's columns. */
export interface GraphNode {
  readonly id: NodeId;
  readonly operator: string;
  readonly attributes: Attributes;
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
  readonly origin: OriginId;
  /** Graphs that the node runs: branches, the body of a loop. */
  readonly regions: readonly Graph[];
}

const NO_REGIONS: readonly Graph[] = [];
const NO_PRODUCER = -1;
const NO_NAME = -1;
const NO_ATTRIBUTES: Attributes = Object.freeze({});

/** Where an importer keeps what a graph only refers to. */
export interface GraphSource {
  /** Names of tensors. */
  readonly names: ByteStrings;
  /** False: no node has notes, and none need be looked for. */
  readonly hasNotes: boolean;
  origin(id: OriginId): Origin;
}

/**
 * A network: operators on tensors with static types.
 *
 * Columns instead of objects: a node costs some tens of bytes. The graph only grows; a pass that
 * changes a graph builds another one.
 *
 * A node may have regions: graphs that see nothing of the graph around them. What they need of it,
 * stored tensors too, is an input of the node, so that every weight belongs to the outermost graph.
 */
export class Graph implements GraphSource {
  readonly types: TypeTable;
  readonly inputs: TensorId[] = [];
  readonly outputs: TensorId[] = [];
  readonly constants = new Map<TensorId, StoredTensor>();
  readonly claims = new Map<TensorId, Claim>();

  readonly #source: GraphSource | undefined;
  readonly #names: ByteStrings;
  readonly #tensorTypes = new InternedColumn<TensorType>();
  readonly #tensorNames = new IntColumn();
  readonly #producers = new IntColumn();
  readonly #operators = new InternedColumn<string>();
  readonly #attributes = new InternedColumn<Attributes>();
  readonly #nodeOrigins = new IntColumn();
  readonly #edges = new IntColumn();
  readonly #firstInput = new IntColumn();
  readonly #firstOutput = new IntColumn();
  readonly #origins: Origin[] = [];
  readonly #regions = new Map<NodeId, readonly Graph[]>();
  #hasNotes = false;
  readonly #interned = new Map<string, Attributes>();

  /** @param source - where names are already; origins are then its own */
  constructor(types: TypeTable = new TypeTable(), source?: GraphSource) {
    this.types = types;
    this.#source = source;
    this.#names = source?.names ?? new ByteStrings();
  }

  /** False: no node of the source has notes. */
  get hasNotes(): boolean {
    return this.#source?.hasNotes ?? this.#hasNotes;
  }

  get nodeCount(): number {
    return this.#operators.length;
  }

  get tensorCount(): number {
    return this.#tensorTypes.length;
  }

  addOrigin(origin: Origin): OriginId {
    if (origin.notes !== undefined) this.#hasNotes = true;
    return this.#origins.push(origin) - 1;
  }

  /** An empty graph that names tensors and nodes as this one does: for a region, or a copy. */
  sibling(): Graph {
    return new Graph(this.types, this);
  }

  /** Names of tensors. */
  get names(): ByteStrings {
    return this.#names;
  }

  /** @param name - absent for arguments of regions that nobody names */
  addInput(type: TensorType, name?: string): TensorId {
    const id = this.#addTensor(type, NO_PRODUCER, name);
    this.inputs.push(id);
    return id;
  }

  addConstant(stored: StoredTensor, name?: string): TensorId {
    const id = this.#addTensor(stored.type, NO_PRODUCER, name);
    this.constants.set(id, stored);
    return id;
  }

  /** Appends a node; its inputs must exist already. */
  addNode(
    operator: string,
    inputs: readonly TensorId[],
    attributes: Attributes,
    outputTypes: readonly TensorType[],
    origin: OriginId,
    regions: readonly Graph[] = NO_REGIONS,
  ): readonly TensorId[] {
    this.#operators.push(operator);
    const known = this.#attributes.has(attributes);
    this.#attributes.push(known ? attributes : this.#intern(attributes));
    for (let i = 0; i < outputTypes.length; i++) {
      this.#tensorTypes.push(outputTypes[i] as TensorType);
    }
    return this.#connect(inputs, outputTypes.length, origin, regions);
  }

  /** Appends a node like another one on inputs of the same types. */
  addLike(like: NodeId, inputs: readonly TensorId[], origin: OriginId): readonly TensorId[] {
    const outputs = this.outputCount(like);
    this.#operators.pushAgain(like);
    this.#attributes.pushAgain(like);
    for (let i = 0; i < outputs; i++) this.#tensorTypes.pushAgain(this.output(like, i));
    return this.#connect(inputs, outputs, origin, this.regionsOf(like));
  }

  node(id: NodeId): GraphNode {
    return {
      id,
      operator: this.#operators.at(id),
      attributes: this.#attributes.at(id),
      inputs: this.#edges.slice(this.#firstInput.at(id), this.#firstOutput.at(id)),
      outputs: this.#edges.slice(this.#firstOutput.at(id), this.#lastEdge(id)),
      origin: this.#nodeOrigins.at(id),
      regions: this.regionsOf(id),
    };
  }

  regionsOf(id: NodeId): readonly Graph[] {
    if (this.#regions.size === 0) return NO_REGIONS;
    return this.#regions.get(id) ?? NO_REGIONS;
  }

  inputCount(id: NodeId): number {
    return this.#firstOutput.at(id) - this.#firstInput.at(id);
  }

  /** One input, without a view on the node: passes over all nodes need no object for each. */
  input(id: NodeId, index: number): TensorId {
    return this.#edges.at(this.#firstInput.at(id) + index);
  }

  outputCount(id: NodeId): number {
    return this.#lastEdge(id) - this.#firstOutput.at(id);
  }

  output(id: NodeId, index: number): TensorId {
    return this.#edges.at(this.#firstOutput.at(id) + index);
  }

  /** The operator of a node, where nothing else of it is asked for. */
  operator(id: NodeId): string {
    return this.#operators.at(id);
  }

  *nodes(): Generator<GraphNode> {
    for (let id = 0; id < this.nodeCount; id++) yield this.node(id);
  }

  type(tensor: TensorId): TensorType {
    return this.#tensorTypes.at(tensor);
  }

  /** A small number for the type of a tensor, the same for the same type. */
  typeId(tensor: TensorId): number {
    return this.#tensorTypes.idAt(tensor);
  }

  hasName(tensor: TensorId): boolean {
    return this.#tensorNames.at(tensor) !== NO_NAME;
  }

  /** The source's name of a tensor; undefined for tensors that only exist inside an operator. */
  tensorName(tensor: TensorId): string | undefined {
    const name = this.#tensorNames.at(tensor);
    return name === NO_NAME ? undefined : this.#names.text(name);
  }

  /** @param name - as text, or as an id of the source's names */
  nameTensor(tensor: TensorId, name: string | ByteStringId): void {
    const id = typeof name === "string" ? this.#names.internText(name) : name;
    this.#tensorNames.set(tensor, id);
  }

  /** The node that makes a tensor; undefined for inputs and constants. */
  producer(tensor: TensorId): NodeId | undefined {
    const node = this.#producers.at(tensor);
    return node === NO_PRODUCER ? undefined : node;
  }

  origin(id: OriginId): Origin {
    return this.#source === undefined ? (this.#origins[id] as Origin) : this.#source.origin(id);
  }

  #lastEdge(node: NodeId): number {
    return node + 1 < this.nodeCount ? this.#firstInput.at(node + 1) : this.#edges.length;
  }

  /** The edges of a node whose operator, attributes and types of outputs are there already. */
  #connect(
    inputs: readonly TensorId[],
    outputCount: number,
    origin: OriginId,
    regions: readonly Graph[],
  ): readonly TensorId[] {
    const node = this.#nodeOrigins.length;
    if (regions.length > 0) this.#regions.set(node, regions);
    this.#nodeOrigins.push(origin);
    this.#firstInput.push(this.#edges.length);
    for (let i = 0; i < inputs.length; i++) this.#edges.push(inputs[i] as TensorId);
    this.#firstOutput.push(this.#edges.length);
    const outputs = new Array<TensorId>(outputCount);
    for (let i = 0; i < outputCount; i++) {
      const id = this.#addUntyped(node);
      this.#edges.push(id);
      outputs[i] = id;
    }
    return outputs;
  }

  #addTensor(type: TensorType, producer: number, name?: string): TensorId {
    this.#tensorTypes.push(type);
    return this.#addUntyped(producer, name);
  }

  /** The columns of a tensor beside its type. */
  #addUntyped(producer: number, name?: string): TensorId {
    this.#tensorNames.push(name === undefined ? NO_NAME : this.#names.internText(name));
    this.#producers.push(producer);
    return this.#producers.length - 1;
  }

  /** The one object for equal attributes, frozen. */
  #intern(attributes: Attributes): Attributes {
    if (isEmpty(attributes)) return NO_ATTRIBUTES;
    const key = JSON.stringify(attributes);
    const known = this.#interned.get(key);
    if (known !== undefined) return known;
    const frozen = Object.freeze(attributes);
    this.#interned.set(key, frozen);
    return frozen;
  }
}

function isEmpty(attributes: Attributes): boolean {
  for (const _ in attributes) return false;
  return true;
}
