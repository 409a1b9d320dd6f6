import type { Graph, NodeId, TensorId } from "./graph.ts";

/**
 * Which nodes the outputs need: entry `i` is 1 where node `i` is live.
 *
 * Dead code is no work and stores nothing.
 *
 * @param outputs - what is needed, where it is not the graph's outputs
 */
export function liveNodes(graph: Graph, outputs: readonly TensorId[] = graph.outputs): Uint8Array {
  const live = new Uint8Array(graph.nodeCount);
  const needed = new Uint8Array(graph.tensorCount);
  for (const output of outputs) needed[output] = 1;
  for (let id = graph.nodeCount - 1; id >= 0; id--) {
    if (!isNeeded(graph, id, needed)) continue;
    live[id] = 1;
    for (let i = 0; i < graph.inputCount(id); i++) needed[graph.input(id, i)] = 1;
  }
  return live;
}

function isNeeded(graph: Graph, id: NodeId, needed: Uint8Array): boolean {
  for (let i = 0; i < graph.outputCount(id); i++) {
    if (needed[graph.output(id, i)] === 1) return true;
  }
  return false;
}
