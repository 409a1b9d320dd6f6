import { within } from "../errors.ts";
import type { Attributes, Graph, GraphNode, TensorId } from "../graph/graph.ts";
import type { Tensor } from "../graph/tensor.ts";
import { bodyOf } from "./body.ts";
import type { CompositeOperator, Site } from "./operator.ts";
import { operatorNamed } from "./registry.ts";

/** Attributes and types of a node. */
export function siteOf(graph: Graph, node: GraphNode): Site<Attributes> {
  return {
    attributes: node.attributes,
    inputs: node.inputs.map((id) => graph.type(id)),
    outputs: node.outputs.map((id) => graph.type(id)),
  };
}

/** What a node computes from the elements of its inputs. */
export function evaluateNode(
  graph: Graph,
  node: GraphNode,
  inputs: readonly Tensor[],
): readonly Tensor[] {
  const operator = operatorNamed(node.operator);
  const site = siteOf(graph, node);
  const origin = graph.origin(node.origin);
  return within({ node: origin.name, operator: origin.operator }, () =>
    operator.kind === "composite"
      ? evaluateBody(operator, site, inputs)
      : operator.evaluate(inputs, site),
  );
}

function evaluateBody(
  operator: CompositeOperator<Attributes>,
  site: Site<Attributes>,
  inputs: readonly Tensor[],
): readonly Tensor[] {
  const body = bodyOf(operator, site.inputs, site.attributes);
  const values = new Map<TensorId, Tensor>();
  body.inputs.forEach((id, i) => {
    values.set(id, inputs[i] as Tensor);
  });
  for (const [id, stored] of body.constants) values.set(id, stored.read());
  for (const node of body.nodes()) {
    const results = evaluateNode(
      body,
      node,
      node.inputs.map((id) => values.get(id) as Tensor),
    );
    node.outputs.forEach((id, i) => {
      values.set(id, results[i] as Tensor);
    });
  }
  return body.outputs.map((id) => values.get(id) as Tensor);
}
