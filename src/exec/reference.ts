import { AceError } from "../errors.ts";
import { withCanonicalNans } from "../graph/canonical-nans.ts";
import type { Graph, GraphNode, TensorId } from "../graph/graph.ts";
import { type Lifetimes, lifetimes } from "../graph/lifetimes.ts";
import { MAX_ELEMENTS, type Tensor } from "../graph/tensor.ts";
import { elementCount, formatType } from "../graph/tensor-type.ts";
import { elementsOf, runNodes } from "../ops/evaluate.ts";
import { Steps } from "../ops/steps.ts";
import { bindInputs } from "./bind-inputs.ts";
import type { NamedTensor } from "./named-tensor.ts";

export interface ExecuteOptions {
  /** Names of the outputs in order, where the graph's own names are not what the source calls them. */
  readonly outputNames?: readonly string[];
  /** Inner tensors to keep: all that have a name and are computed, or those named here. */
  readonly intermediates?: "all" | readonly string[];
  /** Most nodes that may run, those of loops counted on every trip. */
  readonly maxSteps?: number;
  /** Called after every node with the elements around it. */
  readonly onNode?: (
    node: GraphNode,
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
  ) => void;
}

export interface Execution {
  /** In the graph's order. */
  readonly outputs: readonly NamedTensor[];
  readonly intermediates: ReadonlyMap<string, Tensor>;
}

/**
 * Runs a graph with the operators' own `evaluate`, node by node in the graph's order.
 *
 * NaNs in what comes out have one bit pattern. Nodes that no output needs are not run. A constant is
 * read when it is needed first; it and every other tensor is let go after its last use.
 *
 * @throws {AceError} `wrong-usage`, `type-mismatch`, `shape-mismatch` for inputs that do not fit;
 * `too-large` before anything runs where a tensor cannot be held, or after `maxSteps` nodes
 */
export function execute(
  graph: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  options: ExecuteOptions = {},
): Execution {
  const kept = keptTensors(graph, options.intermediates ?? []);
  const values = bindInputs(graph, inputs);
  const plan = lifetimes(graph, new Set(kept.values()));
  checkSizes(graph, plan);
  const { maxSteps, onNode } = options;
  const steps = new Steps(maxSteps);
  steps.take(plan.order.length);
  runNodes(graph, plan, values, { steps, ...(onNode === undefined ? {} : { onNode }) });
  const result = (id: TensorId) => withCanonicalNans(elementsOf(graph, values, id));
  return {
    outputs: graph.outputs.map((id, i) => ({
      name: options.outputNames?.[i] ?? graph.tensorName(id) ?? `#${i}`,
      tensor: result(id),
    })),
    intermediates: new Map([...kept].map(([name, id]) => [name, result(id)])),
  };
}

/** Ids of the tensors to keep, by name. */
function keptTensors(graph: Graph, wanted: "all" | readonly string[]): Map<string, TensorId> {
  if (wanted !== "all" && wanted.length === 0) return new Map();
  const live = lifetimes(graph, new Set()).order;
  const computed = live.flatMap((id) => graph.node(id).outputs);
  const known = new Map<string, TensorId>();
  for (const id of computed) {
    const name = graph.tensorName(id);
    if (name !== undefined) known.set(name, id);
  }
  if (wanted === "all") return known;
  return new Map(
    wanted.map((name) => {
      const id = known.get(name);
      if (id === undefined) throw unknownTensor(name, [...known.keys()]);
      return [name, id];
    }),
  );
}

const MOST_NAMES = 20;

function unknownTensor(name: string, known: readonly string[]): AceError {
  const more = known.length > MOST_NAMES ? ` and ${known.length - MOST_NAMES} more` : "";
  return new AceError("wrong-usage", {
    action: "keep",
    subject: `tensor ${name}`,
    expected: `a tensor that the graph computes: ${known.slice(0, MOST_NAMES).join(", ")}${more}`,
    got: "none of that name",
  });
}

function checkSizes(graph: Graph, { order }: Lifetimes): void {
  for (const id of order) {
    const { inputs, outputs, origin } = graph.node(id);
    for (const tensor of [...inputs, ...outputs]) {
      const type = graph.type(tensor);
      if (elementCount(type.shape) <= MAX_ELEMENTS) continue;
      const { name, operator } = graph.origin(origin);
      throw new AceError(
        "too-large",
        {
          action: "execute",
          subject: operator,
          expected: `tensors of at most ${MAX_ELEMENTS} elements`,
          got: formatType(type),
        },
        { where: { node: name, operator } },
      );
    }
  }
}
