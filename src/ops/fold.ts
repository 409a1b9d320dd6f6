import { AceError } from "../errors.ts";
import type { Graph, GraphNode, TensorId } from "../graph/graph.ts";
import type { Tensor } from "../graph/tensor.ts";
import { elementCount } from "../graph/tensor-type.ts";
import { evaluateNode } from "./evaluate.ts";
import { Steps } from "./steps.ts";

/** Largest tensor that folding reads or makes by itself: shapes, axes, bounds and small tables. */
const SMALL = 1 << 16;
/** Most nodes that run in the regions of one node. */
const MOST_STEPS = 1_000_000;

/** States of a tensor; 0 where nobody asked yet. */
const VARIES = 1;
const KNOWN = 2;

/**
 * Values that follow from constants alone, worked out when asked for and kept.
 *
 * Only small tensors, unless a limit says otherwise: weights are left where they are.
 */
export class ConstantFolder {
  readonly #graph: Graph;
  readonly #values = new Map<TensorId, Tensor>();
  /** What is known of each tensor, a byte each: long chains hang on inputs. */
  #states = new Uint8Array(64);
  readonly #input: (index: number) => Tensor | undefined;
  readonly #largest: number;

  /**
   * @param input - the elements of a graph input, for bodies whose caller knows some
   * @param largest - tensors of more elements are not known
   */
  constructor(
    graph: Graph,
    input: (index: number) => Tensor | undefined = () => undefined,
    largest: number = SMALL,
  ) {
    this.#graph = graph;
    this.#input = input;
    this.#largest = largest;
  }

  /** The elements of a tensor; undefined where they depend on an input or are too many. */
  value(tensor: TensorId): Tensor | undefined {
    if (this.#states[tensor]) return this.#values.get(tensor);
    const pending = [tensor];
    while (pending.length > 0) {
      const next = pending.at(-1) as TensorId;
      const waitsFor = this.#states[next] ? undefined : this.#settle(next);
      if (waitsFor === undefined) pending.pop();
      else pending.push(waitsFor);
    }
    return this.#values.get(tensor);
  }

  /** Settles one tensor, or returns an input that must be settled before. */
  #settle(tensor: TensorId): TensorId | undefined {
    const producer = this.#graph.producer(tensor);
    if (elementCount(this.#graph.type(tensor).shape) > this.#largest) {
      this.#know(tensor, undefined);
    } else if (producer === undefined) {
      this.#know(tensor, this.#given(tensor));
    } else {
      return this.#settleOutputs(tensor, this.#graph.node(producer));
    }
    return undefined;
  }

  #settleOutputs(tensor: TensorId, node: GraphNode): TensorId | undefined {
    if (node.inputs.some((input) => this.#states[input] === VARIES)) {
      this.#know(tensor, undefined);
      return undefined;
    }
    const unsettled = node.inputs.find((input) => this.#states[input] !== KNOWN);
    if (unsettled !== undefined) return unsettled;
    const inputs = node.inputs.map((input) => this.#values.get(input) as Tensor);
    const results = this.#evaluated(node, inputs);
    node.outputs.forEach((output, i) => {
      this.#know(output, results[i]);
    });
    return undefined;
  }

  /** Nothing where a loop runs too long to be folded, or an operator can only be counted. */
  #evaluated(node: GraphNode, inputs: readonly Tensor[]): readonly Tensor[] {
    try {
      const steps = new Steps(MOST_STEPS);
      return evaluateNode(this.#graph, node, inputs, { steps, canonicalNans: true });
    } catch (error) {
      if (error instanceof AceError && isUnknown(error, node)) return [];
      throw error;
    }
  }

  #given(tensor: TensorId): Tensor | undefined {
    const stored = this.#graph.constants.get(tensor);
    if (stored === undefined) return this.#input(this.#graph.inputs.indexOf(tensor));
    return stored.isAbsent === true ? undefined : stored.read();
  }

  #know(tensor: TensorId, value: Tensor | undefined): void {
    if (tensor >= this.#states.length) {
      const grown = new Uint8Array(Math.max(this.#graph.tensorCount, tensor * 2));
      grown.set(this.#states);
      this.#states = grown;
    }
    this.#states[tensor] = value === undefined ? VARIES : KNOWN;
    if (value !== undefined) this.#values.set(tensor, value);
  }
}

/** True for an error that says that a value cannot be had, not that the graph is wrong. */
function isUnknown({ code }: AceError, { regions }: GraphNode): boolean {
  return code === "unsupported-operator" || (code === "too-large" && regions.length > 0);
}
