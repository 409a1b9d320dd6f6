import type { Graph, GraphNode } from "../graph/graph.ts";
import { liveNodes } from "../graph/liveness.ts";
import { bodyOf } from "./body.ts";
import { type CondAttributes, cond } from "./core/cond.ts";
import { type LoopAttributes, loop } from "./core/loop.ts";
import { siteOf } from "./evaluate.ts";
import type { RegionRuns } from "./operator.ts";
import { operatorNamed } from "./registry.ts";

/** Multiply-accumulates of a graph, whatever the widths: loops by their trips, the dearest branches. */
export function macsOf(graph: Graph): bigint {
  const live = liveNodes(graph);
  let sum = 0n;
  for (let id = 0; id < graph.nodeCount; id++) {
    if (live[id] === 1) sum += macsOfNode(graph, graph.node(id));
  }
  return sum;
}

function macsOfNode(graph: Graph, node: GraphNode): bigint {
  const operator = operatorNamed(node.operator);
  const site = siteOf(graph, node);
  if (node.regions.length > 0) {
    const runs = operator.kind === "composite" ? undefined : operator.regionRuns?.(site);
    return runs === undefined ? macsOfRegions(node) : macsOfRuns(node, runs);
  }
  if (operator.kind === "composite") return macsOf(bodyOf(operator, site.inputs, site.attributes));
  return operator.work(site).contractions.reduce((sum, { macs }) => sum + macs, 0n);
}

function macsOfRuns({ regions }: GraphNode, { times }: RegionRuns): bigint {
  return regions.reduce((sum, region, i) => sum + (times[i] as bigint) * macsOf(region), 0n);
}

function macsOfRegions({ operator, attributes, regions }: GraphNode): bigint {
  const each = regions.map(macsOf);
  if (operator === loop.name) {
    const { trips } = attributes as unknown as LoopAttributes;
    return BigInt(trips ?? 1) * (each[0] as bigint);
  }
  const { branch } = attributes as unknown as CondAttributes;
  if (operator === cond.name && branch !== null) return each[branch] as bigint;
  return each.reduce((most, macs) => (macs > most ? macs : most), 0n);
}
