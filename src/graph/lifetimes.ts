import type { Graph, NodeId, TensorId } from "./graph.ts";
import { liveNodes } from "./liveness.ts";

/** Which nodes run, and which tensors nobody needs once a node has run. */
export interface Lifetimes {
  readonly order: readonly NodeId[];
  /** Tensors whose last user is the node; those that nobody uses die where they are made. */
  readonly dying: ReadonlyMap<NodeId, readonly TensorId[]>;
}

/**
 * Plans the memory of an execution: a tensor lives from its producer to its last user.
 *
 * @param kept - tensors that outlive the execution, beside the graph's outputs
 */
export function lifetimes(graph: Graph, kept: ReadonlySet<TensorId>): Lifetimes {
  const live = liveNodes(graph);
  const immortal = new Set([...graph.outputs, ...kept]);
  const lastUsers = new Map<TensorId, NodeId>();
  const order: NodeId[] = [];
  for (const { id, inputs, outputs } of graph.nodes()) {
    if (live[id] === 0) continue;
    order.push(id);
    for (const tensor of [...inputs, ...outputs]) lastUsers.set(tensor, id);
  }
  const dying = new Map<NodeId, TensorId[]>();
  for (const [tensor, node] of lastUsers) {
    if (immortal.has(tensor)) continue;
    const others = dying.get(node);
    if (others === undefined) dying.set(node, [tensor]);
    else others.push(tensor);
  }
  return { order, dying };
}
