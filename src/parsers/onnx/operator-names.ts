import { readAttributes } from "./attributes.ts";
import type { OnnxModel } from "./foreign.ts";
import { Functions } from "./functions.ts";
import { InnerGraphs, WITH_GRAPHS } from "./inner-graphs.ts";
import type { OnnxNodes } from "./nodes.ts";
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
    if (!isOnlyNode) for (const body of bodiesIn(here, reader, inner)) found.add(body);
  }
  return [...names].toSorted();
}

/** Nodes of the graphs that are attributes of nodes. */
function* bodiesIn(nodes: OnnxNodes, reader: WireReader, inner: InnerGraphs): Generator<OnnxNodes> {
  const withGraphs = nodes.kinds.map(({ operator }) => WITH_GRAPHS.has(operator));
  if (!withGraphs.includes(true)) return;
  for (let node = 0; node < nodes.length; node++) {
    if (withGraphs[nodes.kind(node)] !== true) continue;
    const range = nodes.attributes.range(nodes.attributesOf(node));
    for (const attribute of readAttributes(reader, range).values()) {
      if (attribute.kind === "graph") yield inner.at(attribute.value).nodes;
    }
  }
}
