import type { Attributes, Graph } from "../graph/graph.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import type { CompositeOperator } from "./operator.ts";

const MAX_BODIES = 512;
const bodies = new Map<string, Graph>();

/** The body of a composite for these input types; equal questions share one body. */
export function bodyOf(
  operator: CompositeOperator<Attributes>,
  inputs: readonly TensorType[],
  attributes: Attributes,
): Graph {
  const types = inputs.map((type) => `${type.element}[${type.shape}]`).join(" ");
  const key = `${operator.name} ${types} ${JSON.stringify(attributes)}`;
  let body = bodies.get(key);
  if (body === undefined) {
    body = operator.body(inputs, attributes);
    if (bodies.size >= MAX_BODIES) bodies.clear();
    bodies.set(key, body);
  }
  return body;
}
