import type { Graph } from "./graph.ts";

/**
 * Which nodes the outputs need: entry `i` is 1 where node `i` is live.
 *
 * Dead code is no work and stores nothing.
 */
export function liveNodes(graph: Graph): Uint8Array {
  const live = new Uint8Array(graph.nodeCount);
  const needed = new Uint8Array(graph.tensorCount);
  for (const output of graph.outputs) needed[output] = 1;
  for (let id = graph.nodeCount - 1; id >= 0; id--) {
    const { inputs, outputs } = graph.node(id);
    if (!outputs.some((tensor) => needed[tensor] === 1)) continue;
    live[id] = 1;
    for (const input of inputs) needed[input] = 1;
  }
  return live;
}
