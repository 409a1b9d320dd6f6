import type { Graph, GraphNode, TensorId } from "../graph/graph.ts";
import { elementCount } from "../graph/tensor-type.ts";
import type { AnyOperator } from "../ops/operator.ts";
import { COMPUTED, CONSTANT, type Dependence, type Source, type TensorFacts } from "./facts.ts";

const NONE: readonly Source[] = [];

/** Follows the stored elements that tensors are made of. */
export class SourceTracker {
  /** Parts of stored tensors have keys of their own, below those of tensors. */
  #nextPart = -1;

  readonly #parts = new Map<string, number>();

  /** Stored elements behind the outputs of a node. */
  of(
    operator: AnyOperator,
    inputs: readonly TensorFacts[],
    dependence: Dependence,
    graph: Graph,
    node: GraphNode,
  ): readonly Source[] {
    if (dependence === COMPUTED) return NONE;
    const [first] = inputs;
    switch (operator.moves) {
      case undefined:
        return largest(inputs);
      case "all":
        return first?.sources ?? NONE;
      case "join":
        return distinct(inputs.flatMap((input) => input.sources));
      case "part": {
        if (dependence !== CONSTANT || (first?.sources.length ?? 0) === 0) {
          return first?.sources ?? NONE;
        }
        const { shape } = graph.type(node.outputs[0] as TensorId);
        return [{ key: this.#keyOf(node, inputs), count: elementCount(shape) }];
      }
      default:
        return operator.moves satisfies never;
    }
  }

  /** A part of its own; the same static part of the same tensors is one. */
  #keyOf({ operator, attributes, inputs: ids }: GraphNode, inputs: readonly TensorFacts[]): number {
    if (ids.length > 1) return this.#nextPart--;
    const of = inputs.flatMap(({ sources }) => sources.map(({ key }) => key));
    const name = `${operator} ${JSON.stringify(attributes)} ${of}`;
    const key = this.#parts.get(name) ?? this.#nextPart--;
    this.#parts.set(name, key);
    return key;
  }
}

/** A tensor that is joined with itself is stored once. */
export function distinct(sources: readonly Source[]): readonly Source[] {
  return [...new Map(sources.map((source) => [source.key, source])).values()];
}

/** The sources of the input with the most stored elements: of a weight, not of its scale. */
function largest(inputs: readonly TensorFacts[]): readonly Source[] {
  const total = (sources: readonly Source[]) => sources.reduce((sum, { count }) => sum + count, 0);
  let chosen: readonly Source[] = NONE;
  for (const { sources } of inputs) if (total(sources) > total(chosen)) chosen = sources;
  return chosen;
}
