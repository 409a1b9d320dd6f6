import { stretchedAxes } from "../domain/varying.ts";
import type { Graph, GraphNode, TensorId } from "../graph/graph.ts";
import { type QuantAttributes, quant } from "../ops/composite/quant.ts";
import { transpose } from "../ops/core/transpose.ts";
import type { Mixed, TensorFacts } from "./facts.ts";

/**
 * The widths along an axis of what a node makes: a quantizer states them, a transposition moves
 * them. After anything else the widest counts.
 */
export function mixedOf(
  graph: Graph,
  node: GraphNode,
  inputs: readonly TensorFacts[],
): Mixed | undefined {
  if (node.operator === quant.name) {
    const { shape } = graph.type(node.outputs[0] as TensorId);
    return quantized(node.attributes as unknown as QuantAttributes, shape);
  }
  const before = inputs[0]?.mixed;
  if (before === undefined || node.operator !== transpose.name) return undefined;
  const { permutation } = node.attributes as { readonly permutation: readonly number[] };
  return { ...before, axis: permutation.indexOf(before.axis) };
}

function quantized(
  { bits, bitsShape }: QuantAttributes,
  shape: readonly number[],
): Mixed | undefined {
  const [along, ...others] = stretchedAxes(bitsShape, shape);
  return along === undefined || others.length > 0 ? undefined : { axis: along.axis, bits };
}
