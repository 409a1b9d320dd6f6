import type { Graph, TensorId } from "../graph/graph.ts";
import type { Tensor } from "../graph/tensor.ts";
import { elementCount } from "../graph/tensor-type.ts";
import { evaluateNode } from "./evaluate.ts";

/** Largest tensor that folding reads or makes: shapes, axes, bounds and small tables. */
const LARGEST = 1 << 16;

/**
 * Values that follow from constants alone, worked out when asked for and kept.
 *
 * Only small tensors: weights are left where they are.
 */
export class ConstantFolder {
  readonly #graph: Graph;
  readonly #known = new Map<TensorId, Tensor | null>();
  readonly #input: (index: number) => Tensor | undefined;

  /** @param input - the elements of a graph input, for bodies whose caller knows some */
  constructor(graph: Graph, input: (index: number) => Tensor | undefined = () => undefined) {
    this.#graph = graph;
    this.#input = input;
  }

  /** The elements of a tensor; undefined where they depend on an input or are too many. */
  value(tensor: TensorId): Tensor | undefined {
    const pending = [tensor];
    while (pending.length > 0) {
      const next = pending.at(-1) as TensorId;
      const waitsFor = this.#known.has(next) ? [] : this.#settle(next);
      if (waitsFor.length === 0) pending.pop();
      else pending.push(...waitsFor);
    }
    return this.#known.get(tensor) ?? undefined;
  }

  #given(tensor: TensorId): Tensor | undefined {
    const stored = this.#graph.constants.get(tensor);
    return stored === undefined ? this.#input(this.#graph.inputs.indexOf(tensor)) : stored.read();
  }

  /** Settles one tensor, or returns the inputs that must be settled before. */
  #settle(tensor: TensorId): readonly TensorId[] {
    const producer = this.#graph.producer(tensor);
    if (elementCount(this.#graph.type(tensor).shape) > LARGEST) {
      this.#known.set(tensor, null);
      return [];
    }
    if (producer === undefined) {
      this.#known.set(tensor, this.#given(tensor) ?? null);
      return [];
    }
    const node = this.#graph.node(producer);
    if (node.inputs.some((input) => this.#known.get(input) === null)) {
      this.#known.set(tensor, null);
      return [];
    }
    const unsettled = node.inputs.filter((input) => !this.#known.has(input));
    if (unsettled.length > 0) return unsettled.slice(0, 1);
    const inputs = node.inputs.map((input) => this.#known.get(input) as Tensor);
    const results = evaluateNode(this.#graph, node, inputs);
    node.outputs.forEach((output, i) => {
      this.#known.set(output, results[i] as Tensor);
    });
    return [];
  }
}
