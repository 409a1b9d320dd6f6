import type { Graph, StoredTensor, TensorId } from "./graph.ts";
import { liveNodes } from "./liveness.ts";
import type { TensorType } from "./tensor-type.ts";

/** An input of the copy: an input of the graph, or a type where the graph has no such input. */
export type CopiedInput = TensorId | TensorType;

/**
 * A copy of what some tensors need of a graph: its live nodes, in order.
 *
 * @param inputs - those of the copy, in order; every input that is needed must be among them
 * @param outputs - tensors of the graph
 */
export function livePart(
  graph: Graph,
  inputs: readonly CopiedInput[],
  outputs: readonly TensorId[] = graph.outputs,
): Graph {
  const copy = graph.sibling();
  const copied = new Map<TensorId, TensorId>();
  for (const input of inputs) {
    if (typeof input === "number") {
      copied.set(input, copy.addInput(graph.type(input), graph.tensorName(input)));
    } else copy.addInput(input);
  }
  const at = (id: TensorId): TensorId => {
    const known = copied.get(id);
    if (known !== undefined) return known;
    const stored = graph.constants.get(id) as StoredTensor;
    const made = copy.addConstant(stored, graph.tensorName(id));
    copied.set(id, made);
    return made;
  };
  const live = liveNodes(graph, outputs);
  for (const node of graph.nodes()) {
    if (live[node.id] === 0) continue;
    const types = node.outputs.map((id) => graph.type(id));
    const made = copy.addNode(
      node.operator,
      node.inputs.map(at),
      node.attributes,
      types,
      node.origin,
      node.regions,
    );
    node.outputs.forEach((id, i) => {
      const own = made[i] as TensorId;
      copied.set(id, own);
      const name = graph.tensorName(id);
      if (name !== undefined) copy.nameTensor(own, name);
      const claim = graph.claims.get(id);
      if (claim !== undefined) copy.claims.set(own, claim);
    });
  }
  copy.outputs.push(...outputs.map(at));
  return copy;
}
