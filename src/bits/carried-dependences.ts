import type { Graph, GraphNode, TensorId } from "../graph/graph.ts";
import { operatorNamed } from "../ops/registry.ts";
import { dependenceOf } from "./dependence.ts";
import { COMPUTED, CONSTANT, COUNTED, type Dependence } from "./facts.ts";

/**
 * On what the inputs of a loop's region depend on every trip. A carried value that begins without an
 * input, and that every trip makes without one, only counts: `i + 1`, or keys that are split.
 *
 * @param live - nodes of the region that its outputs need
 * @param begin - of each input of the region on the first trip; the counter, then carried values
 */
export function carriedDependences(
  region: Graph,
  live: Uint8Array,
  begin: readonly Dependence[],
  carried: number,
): readonly Dependence[] {
  let known = begin.map((dependence, i) => (i <= carried ? settled(dependence) : dependence));
  for (;;) {
    const after = outputDependences(region, live, known);
    const next = known.map((before, i) =>
      i > 0 && i <= carried && before === COUNTED ? settled(after[i] as Dependence) : before,
    );
    if (next.every((dependence, i) => dependence === known[i])) return known;
    known = next;
  }
}

/** What is carried differs from trip to trip, with the counter alone or with an input. */
function settled(dependence: Dependence): Dependence {
  return dependence <= COUNTED ? dependence : COMPUTED;
}

function outputDependences(
  region: Graph,
  live: Uint8Array,
  inputs: readonly Dependence[],
): readonly Dependence[] {
  const known: Dependence[] = new Array(region.tensorCount).fill(CONSTANT);
  region.inputs.forEach((id, i) => {
    known[id] = inputs[i] as Dependence;
  });
  for (const node of region.nodes()) {
    if (live[node.id] !== 1) continue;
    const dependence = nodeDependence(
      node,
      node.inputs.map((id) => known[id] as Dependence),
    );
    for (const id of node.outputs) known[id] = dependence;
  }
  return region.outputs.map((id: TensorId) => known[id] as Dependence);
}

/** What comes out of loops and branches is not followed. */
function nodeDependence(
  { operator, regions }: GraphNode,
  inputs: readonly Dependence[],
): Dependence {
  if (regions.length === 0) {
    return dependenceOf(
      operatorNamed(operator),
      inputs.map((dependence) => ({ dependence })),
    );
  }
  return inputs.every((dependence) => dependence === CONSTANT) ? CONSTANT : COMPUTED;
}
