import type { Graph, StoredTensor, TensorId } from "../../graph/graph.ts";
import { MAX_ELEMENTS, type Tensor } from "../../graph/tensor.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { GraphBuilder } from "../../ops/builder.ts";
import { ConstantFolder } from "../../ops/fold.ts";

/** Elements of a graph's inputs by their place; undefined where they are not given. */
export type Given = (input: number) => Tensor | undefined;

/** A graph that nodes are lowered into: the model's, or a region of a node of `outer`. */
export class Target {
  readonly b: GraphBuilder;
  readonly outer: Target | undefined;
  /** Tensors of a region that decide what becomes of a node, and are not known. */
  readonly asked = new Set<TensorId>();
  readonly #known: ConstantFolder;
  readonly #given: ConstantFolder | undefined;
  readonly #arguments: TensorId[] = [];
  /** Inputs by the tensor of `outer` that they stand for, in order. */
  readonly #captured = new Map<TensorId, TensorId>();
  readonly #outside = new Map<TensorId, TensorId>();
  readonly #stored = new Map<StoredTensor, TensorId>();

  /** @param given - elements that the inputs will have when the graph runs */
  constructor(graph: Graph, outer?: Target, given?: Given) {
    this.b = new GraphBuilder(graph);
    this.outer = outer;
    this.#known = new ConstantFolder(graph, (input) => this.#knownInput(input));
    this.#given = given && new ConstantFolder(graph, given, MAX_ELEMENTS);
  }

  /** A region of a node of this graph that is yet to be made. */
  region(): Target {
    return new Target(this.b.graph.sibling(), this);
  }

  get arguments(): readonly TensorId[] {
    return this.#arguments;
  }

  /** Inputs of a region that stand for tensors of the graph around, by those. */
  get captured(): ReadonlyMap<TensorId, TensorId> {
    return this.#captured;
  }

  /** An input of a region that its node sets. */
  argument(type: TensorType): TensorId {
    const id = this.b.graph.addInput(type);
    this.#arguments.push(id);
    return id;
  }

  /** A tensor of the graph around, inside. */
  capture(id: TensorId): TensorId {
    const known = this.#captured.get(id);
    if (known !== undefined) return known;
    const { graph } = (this.outer as Target).b;
    const input = this.b.graph.addInput(graph.type(id), graph.tensorName(id));
    const claim = graph.claims.get(id);
    if (claim !== undefined) this.b.graph.claims.set(input, claim);
    this.#captured.set(id, input);
    this.#outside.set(input, id);
    return input;
  }

  /** A stored tensor; equal ones are one tensor of the outermost graph. */
  store(stored: StoredTensor, name?: string): TensorId {
    if (this.outer !== undefined) return this.capture(this.outer.store(stored, name));
    const known = this.#stored.get(stored);
    if (known !== undefined) return known;
    const id = this.b.graph.addConstant(stored, name);
    this.#stored.set(stored, id);
    return id;
  }

  /** Elements that depend on no input, up to a number of them. */
  value(id: TensorId): Tensor | undefined {
    return this.#known.value(id);
  }

  /** The same of a tensor on which it hangs what becomes of a node. */
  deciding(id: TensorId): Tensor | undefined {
    const value = this.value(id);
    if (value === undefined && this.outer !== undefined) this.asked.add(id);
    return value;
  }

  /** The same, or what they are with the inputs that the graph is made for. */
  valueNow(id: TensorId): Tensor | undefined {
    return this.deciding(id) ?? this.#given?.value(id);
  }

  /** A tensor where it was made: what regions capture is followed outwards. */
  origin(id: TensorId): { readonly target: Target; readonly id: TensorId } {
    let at: { target: Target; id: TensorId } = { target: this, id };
    for (;;) {
      const outside = at.target.#outside.get(at.id);
      if (outside === undefined) return at;
      at = { target: at.target.outer as Target, id: outside };
    }
  }

  /** A tensor of a graph around this one, inside. */
  from(target: Target, id: TensorId): TensorId {
    return target === this ? id : this.capture((this.outer as Target).from(target, id));
  }

  #knownInput(input: number): Tensor | undefined {
    const outside = this.#outside.get(this.b.graph.inputs[input] as TensorId);
    return outside === undefined ? undefined : this.outer?.value(outside);
  }
}
