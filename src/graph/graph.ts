import { IntColumn } from "./int-column.ts";
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
}

/** A tensor whose elements are in a file or in memory, read only when someone asks. */
export interface StoredTensor {
  readonly type: TensorType;
  /**
   * @throws {AceError} `missing-data` where the file that holds the elements is not there
   */
  read(): Tensor;
  /** The first `count` elements, where they can be had without the others. */
  head?(count: number): Carrier;
  /** True where one value fills it: nothing can be learned from its elements. */
  readonly uniform?: boolean;
}

/** What somebody says of a tensor's values: scale x (code - zero), codes from lo to hi. */
export interface Claim {
  readonly lo: number;
  readonly hi: number;
  readonly zero: number;
  /** Null: some scale. */
  readonly scale: number | null;
  /** Who says it, for proofs. */
  readonly by: string;
}

/** One node, as a view on the graph's columns. */
export interface GraphNode {
  readonly id: NodeId;
  readonly operator: string;
  readonly attributes: Attributes;
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
  readonly origin: OriginId;
}

const NO_PRODUCER = -1;
const NO_ATTRIBUTES: Attributes = Object.freeze({});

/**
 * A network: operators on tensors with static types.
 *
 * Columns instead of objects: a node costs some tens of bytes. The graph only grows; a pass that
 * changes a graph builds another one.
 */
export class Graph {
  readonly types: TypeTable;
  readonly inputs: TensorId[] = [];
  readonly outputs: TensorId[] = [];
  readonly constants = new Map<TensorId, StoredTensor>();
  readonly claims = new Map<TensorId, Claim>();

  readonly #tensorTypes: TensorType[] = [];
  readonly #tensorNames: (string | undefined)[] = [];
  readonly #producers = new IntColumn();
  readonly #operators: string[] = [];
  readonly #attributes: Attributes[] = [];
  readonly #nodeOrigins = new IntColumn();
  readonly #edges = new IntColumn();
  readonly #firstInput = new IntColumn();
  readonly #firstOutput = new IntColumn();
  readonly #originNames: string[] = [];
  readonly #originOperators: string[] = [];
  readonly #interned = new Map<string, Attributes>();

  constructor(types: TypeTable = new TypeTable()) {
    this.types = types;
  }

  get nodeCount(): number {
    return this.#operators.length;
  }

  get tensorCount(): number {
    return this.#tensorTypes.length;
  }

  addOrigin(origin: Origin): OriginId {
    this.#originNames.push(origin.name);
    this.#originOperators.push(origin.operator);
    return this.#originNames.length - 1;
  }

  addInput(type: TensorType, name: string): TensorId {
    const id = this.#addTensor(type, name, NO_PRODUCER);
    this.inputs.push(id);
    return id;
  }

  addConstant(stored: StoredTensor, name?: string): TensorId {
    const id = this.#addTensor(stored.type, name, NO_PRODUCER);
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
  ): readonly TensorId[] {
    const node = this.#operators.length;
    this.#operators.push(operator);
    this.#attributes.push(this.#intern(attributes));
    this.#nodeOrigins.push(origin);
    this.#firstInput.push(this.#edges.length);
    for (const input of inputs) this.#edges.push(input);
    this.#firstOutput.push(this.#edges.length);
    return outputTypes.map((type) => {
      const id = this.#addTensor(type, undefined, node);
      this.#edges.push(id);
      return id;
    });
  }

  node(id: NodeId): GraphNode {
    return {
      id,
      operator: this.#operators[id] as string,
      attributes: this.#attributes[id] as Attributes,
      inputs: this.#edges.slice(this.#firstInput.at(id), this.#firstOutput.at(id)),
      outputs: this.#edges.slice(this.#firstOutput.at(id), this.#lastEdge(id)),
      origin: this.#nodeOrigins.at(id),
    };
  }

  *nodes(): Generator<GraphNode> {
    for (let id = 0; id < this.nodeCount; id++) yield this.node(id);
  }

  type(tensor: TensorId): TensorType {
    return this.#tensorTypes[tensor] as TensorType;
  }

  /** The source's name of a tensor; undefined for tensors that only exist inside an operator. */
  tensorName(tensor: TensorId): string | undefined {
    return this.#tensorNames[tensor];
  }

  nameTensor(tensor: TensorId, name: string): void {
    this.#tensorNames[tensor] = name;
  }

  /** The node that makes a tensor; undefined for inputs and constants. */
  producer(tensor: TensorId): NodeId | undefined {
    const node = this.#producers.at(tensor);
    return node === NO_PRODUCER ? undefined : node;
  }

  origin(id: OriginId): Origin {
    return {
      name: this.#originNames[id] as string,
      operator: this.#originOperators[id] as string,
    };
  }

  #lastEdge(node: NodeId): number {
    return node + 1 < this.nodeCount ? this.#firstInput.at(node + 1) : this.#edges.length;
  }

  #addTensor(type: TensorType, name: string | undefined, producer: number): TensorId {
    this.#tensorTypes.push(type);
    this.#tensorNames.push(name);
    this.#producers.push(producer);
    return this.#tensorTypes.length - 1;
  }

  #intern(attributes: Attributes): Attributes {
    if (Object.keys(attributes).length === 0) return NO_ATTRIBUTES;
    const key = JSON.stringify(attributes);
    const known = this.#interned.get(key);
    if (known !== undefined) return known;
    const frozen = Object.freeze(attributes);
    this.#interned.set(key, frozen);
    return frozen;
  }
}
