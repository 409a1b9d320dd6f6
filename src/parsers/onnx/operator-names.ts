import type { OnnxModel } from "./foreign.ts";
import { Functions } from "./functions.ts";
import { InnerGraphs } from "./inner-graphs.ts";
import type { WireReader } from "./wire.ts";

/**
 * The operator of a model's only node, else all that occur: also those of graphs inside nodes, and
 * those of functions in place of their calls.
 */
export function operatorNames(
  { graph: { nodes }, functions }: OnnxModel,
  reader: WireReader,
): readonly string[] {
  const called = new Functions(reader, nodes.names, functions);
  const inner = new InnerGraphs(reader, nodes.names);
  const names = new Set<string>();
  const found = new Set([nodes]);
  for (const here of found) {
    here.kinds.forEach((kind, id) => {
      if (called.has(kind)) found.add(called.at(kind).graph.nodes);
      else names.add(here.sourceName(id));
    });
    const isOnlyNode = here === nodes && nodes.length === 1;
    if (!isOnlyNode) for (const { graph } of inner.graphsIn(here)) found.add(graph.nodes);
  }
  return [...names].toSorted();
}
