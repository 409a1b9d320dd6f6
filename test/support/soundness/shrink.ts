import { Graph, type NodeId, type TensorId } from "../../../src/graph/graph.ts";
import type { Tensor } from "../../../src/graph/tensor.ts";
import { evaluateNode } from "../../../src/ops/evaluate.ts";
import { checkRuns, type Inputs, type Violation } from "./check-runs.ts";

/** A graph that is wrong, with the runs and the first thing that is wrong. */
export interface Failure {
  readonly graph: Graph;
  readonly runs: readonly Inputs[];
  readonly violation: Violation;
}

/**
 * A smaller graph that is wrong too: only what the violating tensor is made of, and of that, one node
 * after the other, only what cannot be an input with the same elements.
 */
export function shrunk(failure: Failure): Failure {
  let best = attempt(failure, part(failure, failure.violation.needs, undefined)) ?? failure;
  for (let progress = true; progress; ) {
    progress = false;
    for (let node = best.graph.nodeCount - 1; node >= 0; node--) {
      const smaller = attempt(best, part(best, best.violation.needs, node));
      if (smaller === undefined || smaller.graph.nodeCount >= best.graph.nodeCount) continue;
      best = smaller;
      progress = true;
      break;
    }
  }
  for (const run of best.runs) {
    const one = attempt(best, { graph: best.graph, runs: [run] });
    if (one !== undefined) return one;
  }
  return best;
}

type Candidate = Pick<Failure, "graph" | "runs">;

function attempt({ violation }: Failure, { graph, runs }: Candidate): Failure | undefined {
  try {
    const found = checkRuns(graph, runs, new Map());
    const same = found.find(({ rule }) => rule === violation.rule);
    return same === undefined ? undefined : { graph, runs, violation: same };
  } catch {
    return undefined;
  }
}

/** What `tensor` is made of, with the results of one node as inputs. */
function part({ graph, runs }: Candidate, tensor: TensorId, cut: NodeId | undefined): Candidate {
  const needed = ancestors(graph, tensor, cut);
  const elements = runs.map((inputs) => (cut === undefined ? undefined : run(graph, inputs, cut)));
  const target = new Graph(graph.types);
  const ids = new Map<TensorId, TensorId>();
  const given = runs.map(() => new Map<string, Tensor>());
  const addInput = (id: TensorId, name: string, of: (run: number) => Tensor) => {
    ids.set(id, target.addInput(graph.type(id), name));
    given.forEach((inputs, i) => {
      inputs.set(name, of(i));
    });
  };
  for (const id of graph.inputs) {
    const name = graph.tensorName(id) ?? "";
    if (needed.has(id)) addInput(id, name, (i) => runs[i]?.get(name) as Tensor);
  }
  for (const [id, stored] of graph.constants) {
    if (needed.has(id)) ids.set(id, target.addConstant(stored, graph.tensorName(id)));
  }
  for (const node of graph.nodes()) {
    if (!node.outputs.some((id) => needed.has(id))) continue;
    if (node.id === cut) {
      node.outputs.forEach((id, o) => {
        addInput(id, `cut${id}`, (i) => elements[i]?.[o] as Tensor);
      });
      continue;
    }
    const types = node.outputs.map((id) => graph.type(id));
    const origin = target.addOrigin(graph.origin(node.origin));
    const inputs = node.inputs.map((id) => ids.get(id) as TensorId);
    const outputs = target.addNode(
      node.operator,
      inputs,
      node.attributes,
      types,
      origin,
      node.regions,
    );
    node.outputs.forEach((id, i) => {
      ids.set(id, outputs[i] as TensorId);
    });
  }
  target.outputs.push(ids.get(tensor) as TensorId);
  return { graph: target, runs: given };
}

function ancestors(graph: Graph, tensor: TensorId, cut: NodeId | undefined): Set<TensorId> {
  const needed = new Set([tensor]);
  for (let id = graph.nodeCount - 1; id >= 0; id--) {
    const { inputs, outputs } = graph.node(id);
    if (id === cut || !outputs.some((output) => needed.has(output))) continue;
    for (const output of outputs) needed.add(output);
    for (const input of inputs) needed.add(input);
  }
  return needed;
}

/** The outputs of one node. */
function run(graph: Graph, inputs: Inputs, wanted: NodeId): readonly Tensor[] {
  const values = new Map<TensorId, Tensor>();
  for (const id of graph.inputs) values.set(id, inputs.get(graph.tensorName(id) ?? "") as Tensor);
  const read = (id: TensorId) => values.get(id) ?? (graph.constants.get(id)?.read() as Tensor);
  for (const node of graph.nodes()) {
    const outputs = evaluateNode(graph, node, node.inputs.map(read));
    if (node.id === wanted) return outputs;
    node.outputs.forEach((id, i) => {
      values.set(id, outputs[i] as Tensor);
    });
  }
  return [];
}
