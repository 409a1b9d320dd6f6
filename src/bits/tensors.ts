import { unknownValues, type ValueSet } from "../domain/value-set.ts";
import type { GraphNode, TensorId } from "../graph/graph.ts";
import type { Analysis } from "./analysis.ts";
import { COMPUTED, type Mixed } from "./facts.ts";

/** One tensor that the source names. */
export interface KnownTensor {
  readonly id: TensorId;
  readonly name: string;
  /** `constant`: computed, but from no input. */
  readonly from: "input" | "stored" | "constant" | "computed";
  /** The node that computes it. */
  readonly node?: GraphNode;
  readonly values: ValueSet;
  /** Widths of its codes along an axis, where they differ. */
  readonly mixed?: Mixed;
}

/** Every named tensor of a graph in execution order: a stored one before its first use. */
export function tensorsOf(analysis: Analysis): readonly KnownTensor[] {
  const { graph, live } = analysis;
  const tensors = new Map<TensorId, KnownTensor>();
  const add = (id: TensorId, node?: GraphNode): void => {
    const name = graph.tensorName(id);
    if (name !== undefined && !tensors.has(id)) tensors.set(id, tensor(analysis, id, name, node));
  };
  for (const id of graph.inputs) add(id);
  for (const node of graph.nodes()) {
    if (live[node.id] === 0) continue;
    for (const id of node.inputs) add(id);
    for (const id of node.outputs) add(id, node);
  }
  for (const id of graph.outputs) add(id);
  return [...tensors.values()];
}

function tensor(
  { graph, facts, looked }: Analysis,
  id: TensorId,
  name: string,
  node?: GraphNode,
): KnownTensor {
  const known = facts[id];
  const values = looked.get(id) ?? known?.values ?? unknownValues(graph.type(id).element);
  if (node !== undefined) {
    const from = known?.dependence === COMPUTED ? "computed" : "constant";
    const mixed = known?.mixed === undefined ? {} : { mixed: known.mixed };
    return { id, name, from, node, values, ...mixed };
  }
  return { id, name, from: graph.constants.has(id) ? "stored" : "input", values };
}
