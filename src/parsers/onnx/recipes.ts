import type { Graph, NodeId, OriginId, TensorId } from "../../graph/graph.ts";
import { hashOf, IntLists } from "../../graph/int-lists.ts";
import type { GraphBuilder } from "../../ops/builder.ts";

/** Beyond this many, no more are learnt: a network has few kinds of nodes. */
const MOST_RECIPES = 4096;
/** Nodes that look longer are lowered each by itself. */
const LONGEST_LOOKS = 64;
const TOO_LONG: readonly number[] = [];
const ABSENT = -1;

/**
 * A tensor of a recipe: inputs of the node first, then what was made, in order; -1 - id for a scalar
 * that all nodes share.
 */
type Place = number;

interface Step {
  /** The node that was made first. */
  readonly like: NodeId;
  readonly inputs: readonly Place[];
}

/** What lowering a node appended to the graph, to be done again for nodes that look the same. */
export interface Recipe {
  readonly steps: readonly Step[];
  readonly outputs: readonly Place[];
  /** How many tensors have a place. */
  readonly places: number;
}

type Inputs = readonly (TensorId | undefined)[];

/** How long a graph was before a node was lowered. */
export interface Mark {
  readonly nodes: number;
  readonly tensors: number;
}

/**
 * Lowerings that were done before. Nodes look the same where operator, attributes, types of the
 * inputs, which of them are one tensor, and which outputs are there are equal.
 */
export class Recipes {
  readonly #b: GraphBuilder;
  readonly #graph: Graph;
  readonly #recipes: Recipe[] = [];
  /** The place of each in that list, by the looks of its nodes. */
  readonly #places = new IntLists();
  #looks: readonly number[] = [];
  #hash = 0;

  constructor(b: GraphBuilder) {
    this.#b = b;
    this.#graph = b.graph;
  }

  /** The recipe for a node that looks like this; its looks are remembered for {@link learn}. */
  find(look: readonly number[], inputs: Inputs): Recipe | undefined {
    this.#looks = TOO_LONG;
    const length = look.length + inputs.length;
    if (length > LONGEST_LOOKS) return undefined;
    const looks = new Array<number>(length);
    for (let i = 0; i < look.length; i++) looks[i] = look[i] as number;
    for (let i = 0; i < inputs.length; i++) looks[look.length + i] = this.#lookOf(inputs, i);
    this.#looks = looks;
    this.#hash = hashOf(looks);
    const place = this.#places.find(looks, this.#hash);
    return place === undefined ? undefined : this.#recipes[place];
  }

  /** Remembers what was appended since `mark`, where nothing else went into it than the looks. */
  learn(mark: Mark, inputs: Inputs, outputs: readonly TensorId[]): void {
    if (this.#looks === TOO_LONG || this.#recipes.length === MOST_RECIPES) return;
    const recipe = this.#recipeSince(mark, inputs, outputs);
    if (recipe === undefined) return;
    this.#places.add(this.#looks, this.#hash, this.#recipes.push(recipe) - 1);
  }

  /** Does it again; returns the outputs. */
  follow(
    { steps, outputs, places }: Recipe,
    inputs: Inputs,
    origin: OriginId,
  ): readonly TensorId[] {
    const known = new Array<TensorId>(places);
    let count = 0;
    for (const id of inputs) known[count++] = id as TensorId;
    for (const { like, inputs: from } of steps) {
      const made = this.#graph.addLike(like, tensorsAt(from, known), origin);
      for (let i = 0; i < made.length; i++) known[count++] = made[i] as TensorId;
    }
    return tensorsAt(outputs, known);
  }

  /** An input's type, or which earlier input it is as well. */
  #lookOf(inputs: Inputs, index: number): number {
    const id = inputs[index];
    if (id === undefined) return ABSENT;
    const first = inputs.indexOf(id);
    if (first < index) return ABSENT - 1 - first;
    return this.#graph.typeId(id);
  }

  #recipeSince(mark: Mark, inputs: Inputs, outputs: readonly TensorId[]): Recipe | undefined {
    const graph = this.#graph;
    const steps: Step[] = [];
    const used = [...outputs];
    const placeOf = (id: TensorId): Place => {
      if (id >= mark.tensors) return inputs.length + id - mark.tensors;
      return this.#b.isScalar(id) ? -1 - id : inputs.indexOf(id);
    };
    let made = mark.tensors;
    for (let id = mark.nodes; id < graph.nodeCount; id++) {
      const { inputs: own, outputs: results } = graph.node(id);
      steps.push({ like: id, inputs: own.map(placeOf) });
      used.push(...own);
      made += results.length;
    }
    if (made !== graph.tensorCount || !used.every((id) => this.#isKnown(id, mark, inputs))) {
      return undefined;
    }
    const places = inputs.length + made - mark.tensors;
    return { steps, outputs: outputs.map(placeOf), places };
  }

  /** False for a tensor that came from elsewhere, and for a scalar that is an input as well. */
  #isKnown(id: TensorId, mark: Mark, inputs: Inputs): boolean {
    return id >= mark.tensors || this.#b.isScalar(id) !== inputs.includes(id);
  }
}

function tensorsAt(places: readonly Place[], known: readonly TensorId[]): readonly TensorId[] {
  const tensors = new Array<TensorId>(places.length);
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as Place;
    tensors[i] = place < 0 ? -1 - place : (known[place] as TensorId);
  }
  return tensors;
}
