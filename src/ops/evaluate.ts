import { within } from "../errors.ts";
import { withCanonicalNans } from "../graph/canonical-nans.ts";
import type { Attributes, Graph, GraphNode, TensorId } from "../graph/graph.ts";
import { type Lifetimes, lifetimes } from "../graph/lifetimes.ts";
import type { Tensor } from "../graph/tensor.ts";
import { bodyOf } from "./body.ts";
import { regionType } from "./builder.ts";
import type { PrimitiveOperator, Region, Site } from "./operator.ts";
import { operatorNamed } from "./registry.ts";
import { Steps } from "./steps.ts";

/** Attributes and types of a node. */
export function siteOf(graph: Graph, node: GraphNode): Site<Attributes> {
  return {
    attributes: node.attributes,
    inputs: node.inputs.map((id) => graph.type(id)),
    outputs: node.outputs.map((id) => graph.type(id)),
  };
}

/** What the nodes of a graph, of its regions and of its bodies have in common while they run. */
export interface Running {
  /** Where the nodes of regions are counted. */
  readonly steps: Steps;
  /** True: NaNs that are computed get one bit pattern, since somebody looks at it. */
  readonly canonicalNans?: boolean;
}

/** What a node computes from the elements of its inputs. */
export function evaluateNode(
  graph: Graph,
  node: GraphNode,
  inputs: readonly Tensor[],
  running: Running = { steps: new Steps() },
): readonly Tensor[] {
  const operator = operatorNamed(node.operator);
  const site = siteOf(graph, node);
  const origin = graph.origin(node.origin);
  return within({ node: origin.name, operator: origin.operator }, () => {
    if (operator.kind === "composite") {
      const body = bodyOf(operator, site.inputs, site.attributes);
      return runWhole(body, inputs, { ...running, steps: new Steps() });
    }
    const regions = node.regions.map((region) => runnable(region, running));
    return evaluatePrimitive(
      operator,
      inputs,
      regions.length === 0 ? site : { ...site, regions },
      running,
    );
  });
}

function evaluatePrimitive(
  operator: PrimitiveOperator,
  inputs: readonly Tensor[],
  site: Site<Attributes>,
  { canonicalNans = false }: Running,
): readonly Tensor[] {
  const outputs = operator.evaluate(inputs, site);
  const keeps = () => operator.moves !== undefined || operator.keepsNans?.(site) === true;
  return canonicalNans && !keeps() ? outputs.map(withCanonicalNans) : outputs;
}

/** True where a node of a graph or of its regions may look at the bits of a NaN. */
function readsNanBits(graph: Graph): boolean {
  for (const node of graph.nodes()) {
    const operator = operatorNamed(node.operator);
    if (operator.readsNanBits?.(siteOf(graph, node)) || node.regions.some(readsNanBits))
      return true;
  }
  return false;
}

/** A region that its operator may run as often as it needs to; a trip is a step by itself. */
export function runnable(graph: Graph, running: Running): Region {
  const run = (inputs: readonly Tensor[], each: boolean): readonly Tensor[] => {
    running.steps.take(planOf(graph).order.length + 1);
    return runWhole(graph, inputs, running, each);
  };
  return {
    ...regionType(graph),
    handsOn: graph.outputs.map((id) => {
      const input = graph.inputs.indexOf(id);
      return input < 0 ? undefined : input;
    }),
    run: (inputs) => run(inputs, false),
    ...(isElementwise(graph) ? { runEach: (inputs) => run(inputs, true) } : {}),
  };
}

const elementwise = new WeakMap<Graph, boolean>();

/** True where all nodes are elementwise operators on scalars, so that vectors may go through them. */
function isElementwise(graph: Graph): boolean {
  const known = elementwise.get(graph);
  if (known !== undefined) return known;
  const isScalar = (id: TensorId) => graph.type(id).shape.length === 0;
  const found =
    [...graph.inputs, ...graph.outputs].every(isScalar) &&
    planOf(graph).order.every((id) => {
      const { operator, inputs, outputs } = graph.node(id);
      const each = operatorNamed(operator).elementwise === true;
      return each && [...inputs, ...outputs].every(isScalar);
    });
  elementwise.set(graph, found);
  return found;
}

/** What an elementwise node of scalars makes of vectors. */
function evaluateEach(
  node: GraphNode,
  inputs: readonly Tensor[],
  running: Running,
): readonly Tensor[] {
  const operator = operatorNamed(node.operator) as PrimitiveOperator;
  const { attributes } = node;
  const types = inputs.map(({ type }) => type);
  const outputs = operator.infer(types, attributes);
  return evaluatePrimitive(operator, inputs, { attributes, inputs: types, outputs }, running);
}

/** Plans of bodies and regions, which run many times and do not grow any more. */
const plans = new WeakMap<Graph, Lifetimes>();

function planOf(graph: Graph): Lifetimes {
  let plan = plans.get(graph);
  if (plan === undefined) {
    plan = lifetimes(graph, new Set());
    plans.set(graph, plan);
  }
  return plan;
}

function runWhole(
  graph: Graph,
  inputs: readonly Tensor[],
  { steps, canonicalNans = false }: Running,
  each = false,
): readonly Tensor[] {
  const values = new Map(graph.inputs.map((id, i) => [id, inputs[i] as Tensor]));
  runNodes(graph, planOf(graph), values, { steps, canonicalNans, each });
  return graph.outputs.map((id) => elementsOf(graph, values, id));
}

/** The elements of a tensor that is known or stored. */
export function elementsOf(
  graph: Graph,
  values: ReadonlyMap<TensorId, Tensor>,
  id: TensorId,
): Tensor {
  return values.get(id) ?? (graph.constants.get(id)?.read() as Tensor);
}

export interface RunOptions extends Running {
  /** True: vectors go through elementwise nodes of scalars. */
  readonly each?: boolean;
  /** Called after every node with the elements around it. */
  readonly onNode?: (
    node: GraphNode,
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
  ) => void;
}

/**
 * Runs nodes in order, with one pattern for computed NaNs where the graph looks at it, or as `options`
 * say. A constant is read when it is needed first; it and every other tensor is let
 * go after its last use.
 *
 * @param values - elements of the inputs; those of the outputs are added
 */
export function runNodes(
  graph: Graph,
  { order, dying }: Lifetimes,
  values: Map<TensorId, Tensor>,
  { steps, canonicalNans = readsNanBits(graph), each = false, onNode }: RunOptions,
): void {
  const running: Running = { steps, canonicalNans };
  const read = (id: TensorId): Tensor => {
    const value = elementsOf(graph, values, id);
    values.set(id, value);
    return value;
  };
  for (const id of order) {
    const node = graph.node(id);
    const inputs = node.inputs.map(read);
    const outputs = each
      ? evaluateEach(node, inputs, running)
      : evaluateNode(graph, node, inputs, running);
    node.outputs.forEach((output, i) => {
      values.set(output, outputs[i] as Tensor);
    });
    onNode?.(node, inputs, outputs);
    for (const tensor of dying.get(id) ?? []) values.delete(tensor);
  }
}
