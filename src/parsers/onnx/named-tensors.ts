import type { ByteStringId } from "../../graph/byte-strings.ts";
import type { Graph, StoredTensor, TensorId } from "../../graph/graph.ts";
import { type Bound, isTensor } from "../lowering/bound.ts";
import { claimOf } from "./annotations.ts";
import type { OnnxGraph } from "./foreign.ts";
import { type Scope, unmade } from "./scope.ts";
import { densified } from "./sparse-tensor.ts";
import type { StoredOnnxTensor } from "./tensor-proto.ts";

const UNDEFINED = -1;
/** What a name stands for is no tensor. */
const OTHER = -2;

/** The tensors of a graph by their names in the file; initializers come in when they are used. */
export class NamedTensors implements Scope {
  readonly #graph: Graph;
  readonly #source: OnnxGraph;
  readonly #store: (tensor: StoredOnnxTensor) => StoredTensor;
  readonly #ids: Int32Array;
  readonly #others = new Map<ByteStringId, Bound>();

  /** All names that will be asked for must be among those of the source's nodes by now. */
  constructor(graph: Graph, source: OnnxGraph, store: (tensor: StoredOnnxTensor) => StoredTensor) {
    this.#graph = graph;
    this.#source = source;
    this.#store = store;
    this.#ids = new Int32Array(source.nodes.names.size).fill(UNDEFINED);
  }

  define(name: ByteStringId, id: Bound): void {
    if (!isTensor(id)) {
      this.#ids[name] = OTHER;
      this.#others.set(name, id);
      return;
    }
    this.#ids[name] = id;
    if (!this.#graph.hasName(id)) this.#graph.nameTensor(id, name);
    const { annotations, nodes } = this.#source;
    if (annotations.size === 0) return;
    const claim = claimOf(annotations.get(nodes.names.text(name)));
    if (claim !== undefined) this.#graph.claims.set(id, claim);
  }

  isKnown(name: string): boolean {
    const id = this.#source.nodes.names.findText(name);
    return id !== undefined && this.#ids[id] !== UNDEFINED;
  }

  /** @throws {AceError} `invalid-graph` where nothing makes it */
  get(name: ByteStringId): Bound {
    const known = this.#ids[name] ?? UNDEFINED;
    if (known >= 0) return known;
    return known === OTHER ? this.#others.get(name) : this.#initializer(name);
  }

  #initializer(name: ByteStringId): TensorId {
    const text = this.#source.nodes.names.text(name);
    const stored = this.#stored(text);
    if (stored === undefined) throw unmade(text);
    const id = this.#graph.addConstant(stored);
    this.define(name, id);
    return id;
  }

  #stored(name: string): StoredTensor | undefined {
    const { initializers, sparseInitializers } = this.#source;
    const dense = initializers.get(name);
    if (dense !== undefined) return this.#store(dense);
    const sparse = sparseInitializers.get(name);
    return sparse === undefined ? undefined : densified(sparse, this.#store, this.#graph.types);
  }
}
