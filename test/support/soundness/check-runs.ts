import { type Analysis, analyse } from "../../../src/bits/analysis.ts";
import { contractionsOf } from "../../../src/bits/facts.ts";
import type { ValueSet } from "../../../src/domain/value-set.ts";
import { bindInputs } from "../../../src/exec/bind-inputs.ts";
import { type ElementType, isFloat } from "../../../src/graph/element-type.ts";
import type { Graph, GraphNode, TensorId } from "../../../src/graph/graph.ts";
import { lifetimes } from "../../../src/graph/lifetimes.ts";
import type { Tensor } from "../../../src/graph/tensor.ts";
import { evaluateNode } from "../../../src/ops/evaluate.ts";
import { operatorNamed } from "../../../src/ops/registry.ts";
import { Steps } from "../../../src/ops/steps.ts";
import { examine } from "./holds.ts";
import { noiseOf } from "./noise.ts";
import { holdTogether, type Seen } from "./roots.ts";
import { coarser } from "./slack.ts";
import { count, type Tally } from "./tally.ts";

export type Inputs = ReadonlyMap<string, Tensor>;

/** A tensor whose elements contradict what was worked out for it. */
export interface Violation {
  readonly tensor: TensorId;
  /** What the graph must compute for the violation to be there. */
  readonly needs: TensorId;
  readonly rule: string;
  readonly reason: string;
  readonly set: ValueSet;
}

/** What came before a tensor, itself included. */
interface Past {
  readonly coarsest: ElementType;
  readonly nan: boolean;
  /** By how much roundings may have changed an element, in each run. */
  readonly noise: readonly number[];
}

interface Check {
  readonly graph: Graph;
  readonly analysis: Analysis;
  readonly tally: Tally;
  readonly violations: Violation[];
  /** The first tensor of each root. */
  readonly roots: Map<number, Seen>;
  readonly pasts: Map<TensorId, Past>;
}

/**
 * Runs a graph on several inputs at once, node by node with the operators' own `evaluate`, and holds
 * every tensor against its value set: inputs, constants, results, and the operands of contractions
 * as an inspection sees them.
 *
 * @throws {AceError} what the evaluation of a node throws
 */
export function checkRuns(
  graph: Graph,
  runs: readonly Inputs[],
  tally: Tally,
): readonly Violation[] {
  const analysis = analyse(graph);
  const check: Check = {
    graph,
    analysis,
    tally,
    violations: [],
    roots: new Map(),
    pasts: new Map(),
  };
  const values = new Map<TensorId, readonly Tensor[]>();
  const bound = runs.map((inputs) => bindInputs(graph, inputs));
  const see = (id: TensorId, tensors: readonly Tensor[], node?: GraphNode) => {
    const before = (node?.inputs ?? []).map((x) => check.pasts.get(x) as Past);
    const stagesOf = (run: number) =>
      before.map(({ noise }, i) => ({
        tensor: values.get(node?.inputs[i] as TensorId)?.[run] as Tensor,
        noise: noise[run] as number,
        coded: analysis.facts[node?.inputs[i] as TensorId]?.values.grid !== undefined,
      }));
    const rule = analysis.facts[id]?.values.proof.rule;
    const noise = tensors.map((tensor, run) =>
      node === undefined
        ? 0
        : noiseOf(
            node,
            stagesOf(run),
            tensor,
            rule,
            (inputs) => evaluated(graph, node, inputs)[node.outputs.indexOf(id)] as Tensor,
          ),
    );
    values.set(id, tensors);
    check.pasts.set(id, pastOf(graph.type(id).element, tensors, before, noise));
    checkTensor(check, id, tensors);
  };
  for (const id of graph.inputs)
    see(
      id,
      bound.map((inputs) => inputs.get(id) as Tensor),
    );
  const read = (id: TensorId): readonly Tensor[] => {
    if (!values.has(id)) {
      const constant = graph.constants.get(id)?.read() as Tensor;
      see(
        id,
        runs.map(() => constant),
      );
    }
    return values.get(id) as readonly Tensor[];
  };
  const { order, dying } = lifetimes(graph, new Set());
  for (const nodeId of order) {
    const node = graph.node(nodeId);
    const inputs = node.inputs.map(read);
    const outputs = runs.map((_, run) => {
      const own = inputs.map((tensors) => tensors[run] as Tensor);
      return evaluated(graph, node, own);
    });
    node.outputs.forEach((id, i) => {
      see(
        id,
        outputs.map((tensors) => tensors[i] as Tensor),
        node,
      );
    });
    checkOperands(check, node, inputs);
    for (const id of dying.get(nodeId) ?? []) values.delete(id);
  }
  return check.violations;
}

function evaluated(graph: Graph, node: GraphNode, inputs: readonly Tensor[]): readonly Tensor[] {
  return evaluateNode(graph, node, inputs, { steps: new Steps(), canonicalNans: true });
}

function pastOf(
  element: ElementType,
  tensors: readonly Tensor[],
  before: readonly Past[],
  noise: readonly number[],
): Past {
  const holdsNan = ({ data }: Tensor) => {
    for (const x of data) if (Number.isNaN(Number(x))) return true;
    return false;
  };
  return {
    coarsest: before.map(({ coarsest }) => coarsest).reduce(coarser, element),
    nan: before.some(({ nan }) => nan) || (isFloat(element) && tensors.some(holdsNan)),
    noise,
  };
}

function checkTensor(check: Check, tensor: TensorId, tensors: readonly Tensor[]): void {
  const set = check.analysis.facts[tensor]?.values;
  if (set === undefined) return;
  checkSet(check, { tensor, needs: tensor, set }, tensors);
  const { coarsest, noise } = check.pasts.get(tensor) as Past;
  checkRoot(check, tensor, { set, runs: tensors, coarsest, noise });
}

function checkSet(
  { tally, violations, pasts }: Check,
  claim: Pick<Violation, "tensor" | "needs" | "set">,
  tensors: readonly Tensor[],
): void {
  const { set } = claim;
  const { rule } = set.proof;
  const { coarsest, nan, noise } = pasts.get(claim.tensor) as Past;
  const { telling, violation: found } = examine(set, tensors, coarsest, noise);
  const violation = found === undefined || !nan ? found : `${found}, behind NaN`;
  if (telling) count(tally, rule, violation !== undefined);
  if (violation !== undefined) violations.push({ ...claim, rule, reason: violation });
}

const LARGEST_ROOTED = 2 ** 14;

function checkRoot({ roots, violations, pasts }: Check, tensor: TensorId, seen: Seen): void {
  const { root, proof } = seen.set;
  if (root?.table === undefined || (seen.runs[0]?.data.length ?? 0) > LARGEST_ROOTED) return;
  const first = roots.get(root.number);
  if (first === undefined) roots.set(root.number, seen);
  const found = first === undefined ? undefined : holdTogether(first, seen);
  const reason = found === undefined || !pasts.get(tensor)?.nan ? found : `${found}, behind NaN`;
  if (reason !== undefined) {
    violations.push({ tensor, needs: tensor, rule: proof.rule, reason, set: seen.set });
  }
}

/** Operands of contractions that stand in the graph itself: an inspection may know more of them. */
function checkOperands(
  check: Check,
  node: GraphNode,
  inputs: readonly (readonly Tensor[])[],
): void {
  if (operatorNamed(node.operator).kind === "composite") return;
  for (const { contraction, lhs, rhs } of contractionsOf(check.analysis.own, node.id)) {
    for (const [at, { values }] of [
      [contraction.lhs, lhs],
      [contraction.rhs, rhs],
    ] as const) {
      const tensor = node.inputs[at] as TensorId;
      if (values === check.analysis.facts[tensor]?.values) continue;
      const needs = node.outputs[0] as TensorId;
      checkSet(check, { tensor, needs, set: values }, inputs[at] as readonly Tensor[]);
    }
  }
}
