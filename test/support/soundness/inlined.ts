import { Graph, type GraphNode, type TensorId } from "../../../src/graph/graph.ts";
import { bodyOf } from "../../../src/ops/body.ts";
import { siteOf } from "../../../src/ops/evaluate.ts";
import { operatorNamed } from "../../../src/ops/registry.ts";

/**
 * The same graph with the bodies of its composites in their place, so that every tensor inside them
 * has facts of its own. Tensors of the outer graph keep their claims.
 */
export function inlined(graph: Graph): Graph {
  const target = new Graph(graph.types);
  const ids = new Map<TensorId, TensorId>();
  for (const id of graph.inputs) {
    ids.set(id, target.addInput(graph.type(id), graph.tensorName(id) ?? ""));
  }
  addConstants(graph, target, ids);
  for (const node of graph.nodes()) addNode(graph, node, target, ids);
  target.outputs.push(...graph.outputs.map((id) => ids.get(id) as TensorId));
  for (const [id, claim] of graph.claims) target.claims.set(ids.get(id) as TensorId, claim);
  return target;
}

function addConstants(graph: Graph, target: Graph, ids: Map<TensorId, TensorId>): void {
  for (const [id, stored] of graph.constants) {
    ids.set(id, target.addConstant(stored, graph.tensorName(id)));
  }
}

function addNode(graph: Graph, node: GraphNode, target: Graph, ids: Map<TensorId, TensorId>): void {
  const inputs = node.inputs.map((id) => ids.get(id) as TensorId);
  const operator = operatorNamed(node.operator);
  const outputs =
    operator.kind === "composite"
      ? addBody(bodyOf(operator, siteOf(graph, node).inputs, node.attributes), inputs, target)
      : target.addNode(
          node.operator,
          inputs,
          node.attributes,
          node.outputs.map((id) => graph.type(id)),
          target.addOrigin(graph.origin(node.origin)),
          node.regions,
        );
  node.outputs.forEach((id, i) => {
    ids.set(id, outputs[i] as TensorId);
  });
}

function addBody(body: Graph, inputs: readonly TensorId[], target: Graph): readonly TensorId[] {
  const ids = new Map(body.inputs.map((id, i) => [id, inputs[i] as TensorId]));
  addConstants(body, target, ids);
  for (const node of body.nodes()) addNode(body, node, target, ids);
  return body.outputs.map((id) => ids.get(id) as TensorId);
}
