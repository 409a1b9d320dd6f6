import { AceError } from "../../errors.ts";
import type { ByteStringId } from "../../graph/byte-strings.ts";
import type { StoredTensor, TensorId } from "../../graph/graph.ts";
import { type Bound, isTensor, mapBound } from "../lowering/bound.ts";
import type { Target } from "../lowering/target.ts";
import type { OnnxGraph } from "./foreign.ts";
import { innerName } from "./origins.ts";
import type { StoredOnnxTensor } from "./tensor-proto.ts";

/** What the names of one graph of the file stand for. */
export interface Scope {
  /** @throws {AceError} `invalid-graph` where nothing makes it */
  get(name: ByteStringId): Bound;
  define(name: ByteStringId, bound: Bound): void;
}

/** A scope, and the graph that its tensors are in. */
interface Around {
  readonly scope: Scope;
  readonly target: Target;
}

interface Place {
  readonly target: Target;
  /** What the user calls the node that runs the graph. */
  readonly caller: string;
  store(tensor: StoredOnnxTensor): StoredTensor;
}

/** The names of a graph inside a node, or of a function's body for one call. */
export class InnerScope implements Scope {
  readonly #source: OnnxGraph;
  readonly #place: Place;
  readonly #around: Around | undefined;
  readonly #own = new Map<ByteStringId, Bound>();

  /** @param around - whose names it sees as well; a function sees none */
  constructor(source: OnnxGraph, place: Place, around?: Around) {
    this.#source = source;
    this.#place = place;
    this.#around = around;
  }

  /** Binds a name to what comes from outside, which has its own name already. */
  bind(name: ByteStringId, bound: Bound): void {
    this.#own.set(name, bound);
  }

  define(name: ByteStringId, bound: Bound): void {
    const own = mapBound(bound, (id) => this.#lifted(id));
    this.#own.set(name, own);
    const { graph } = this.#place.target.b;
    if (isTensor(own) && !graph.hasName(own)) graph.nameTensor(own, this.#nameOf(name));
  }

  get(name: ByteStringId): Bound {
    if (this.#own.has(name)) return this.#own.get(name);
    const text = this.#source.nodes.names.text(name);
    const stored = this.#source.initializers.get(text);
    const { target } = this.#place;
    if (stored !== undefined) return target.store(this.#place.store(stored), this.#nameOf(name));
    if (this.#around === undefined) throw unmade(text);
    const { scope, target: outer } = this.#around;
    const bound = scope.get(name);
    return outer === target ? bound : mapBound(bound, (id) => target.capture(id));
  }

  /** Forgets everything, for the next trip of a loop. */
  clear(): void {
    this.#own.clear();
  }

  /** A constant that the file names is stored, and that is done by the outermost graph. */
  #lifted(id: TensorId): TensorId {
    const { target } = this.#place;
    const stored = target.outer && target.b.graph.constants.get(id);
    return stored === undefined ? id : target.store(stored);
  }

  #nameOf(name: ByteStringId): string {
    return innerName(this.#place.caller, this.#source.nodes.names.text(name));
  }
}

/** The error for a name that nothing makes. */
export function unmade(name: string): AceError {
  return new AceError(
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
