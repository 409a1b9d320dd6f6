import type { Attributes, Graph } from "../graph/graph.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import type { CompositeOperator } from "./operator.ts";

const MAX_BODIES = 512;
const bodies = new Map<string, Graph>();

/** A question that was asked before, with the very objects that it was asked with. */
interface Asked {
  readonly operator: CompositeOperator<Attributes>;
  readonly inputs: readonly TensorType[];
  readonly body: Graph;
}

/** The newest questions for each attributes object: types and attributes of a graph are interned. */
const asked = new WeakMap<Attributes, Asked[]>();
const MOST_ASKED = 16;

/** The body of a composite for these input types; equal questions share one body. */
export function bodyOf(
  operator: CompositeOperator<Attributes>,
  inputs: readonly TensorType[],
  attributes: Attributes,
): Graph {
  let before = asked.get(attributes);
  if (before === undefined) {
    before = [];
    asked.set(attributes, before);
  }
  const known = before.find((one) => one.operator === operator && areSame(one.inputs, inputs));
  if (known !== undefined) return known.body;
  const body = equalBody(operator, inputs, attributes);
  if (before.length >= MOST_ASKED) before.shift();
  before.push({ operator, inputs, body });
  return body;
}

function areSame(a: readonly TensorType[], b: readonly TensorType[]): boolean {
  return a.length === b.length && a.every((type, i) => type === b[i]);
}

function equalBody(
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
