import type { Solver } from "../domain/solver.ts";
import { joinedValues } from "../domain/transfer.ts";
import { declaredByType, unknownValues, type ValueSet } from "../domain/value-set.ts";
import type { Graph, GraphNode, NodeId, TensorId } from "../graph/graph.ts";
import type { Missing } from "../graph/imported.ts";
import { liveNodes } from "../graph/liveness.ts";
import { elementCount } from "../graph/tensor-type.ts";
import { bodyOf } from "../ops/body.ts";
import { convert } from "../ops/core/convert.ts";
import { dequantize } from "../ops/core/dequantize.ts";
import { siteOf } from "../ops/evaluate.ts";
import { ConstantFolder } from "../ops/fold.ts";
import type { AnyOperator } from "../ops/operator.ts";
import { operatorNamed } from "../ops/registry.ts";
import { type Contraction, SCALAR_KINDS, type ScalarKind, type Work } from "../ops/work.ts";
import { inspectCodes } from "./code-inspection.ts";
import {
  COMPUTED,
  CONSTANT,
  type CountedContraction,
  type Dependence,
  INDEXED,
  type OperandFacts,
  type Source,
  type TensorFacts,
} from "./facts.ts";
import { bodyFrame, type Frame, originOf, outermost, tensorName } from "./frame.ts";
import { inspectOperand } from "./inspection.ts";
import { readOrNote } from "./missing-data.ts";

type Composite = Extract<AnyOperator, { kind: "composite" }>;
type Sets = readonly (ValueSet | undefined)[];

/** What every metric is a fold over. */
export interface Analysis {
  readonly graph: Graph;
  /** Facts by tensor; undefined for tensors of dead nodes. */
  readonly facts: readonly (TensorFacts | undefined)[];
  /** 1 for every node that the outputs need. */
  readonly live: Uint8Array;
  /** Every contraction that is work, in execution order. */
  readonly contractions: readonly CountedContraction[];
  readonly byNode: ReadonlyMap<NodeId, readonly CountedContraction[]>;
  readonly scalars: Readonly<Record<ScalarKind, bigint>>;
  readonly missing: readonly Missing[];
}

/** Works out widths, storage and work of a graph, in one pass in execution order. */
export function analyse(graph: Graph): Analysis {
  const frame: Frame = {
    graph,
    facts: graphFacts(graph),
    folder: new ConstantFolder(graph),
    live: liveNodes(graph),
    counts: true,
    countsScalars: true,
  };
  const run = new AnalysisRun();
  run.visit(frame);
  return { graph, facts: frame.facts, live: frame.live as Uint8Array, ...run.found() };
}

/** Facts of the inputs and constants of a graph that stands alone. */
function graphFacts(graph: Graph): (TensorFacts | undefined)[] {
  const facts = new Array<TensorFacts | undefined>(graph.tensorCount);
  for (const id of graph.inputs) {
    const values = claimedValues(graph, id) ?? declaredByType(graph.type(id).element);
    facts[id] = { values, dependence: COMPUTED, sources: [] };
  }
  addConstants(graph, facts);
  return facts;
}

/** Constants that the source names are stored; the others belong to an operator's definition. */
function addConstants(graph: Graph, facts: (TensorFacts | undefined)[]): void {
  for (const id of graph.constants.keys()) {
    const { element, shape } = graph.type(id);
    const named = graph.tensorName(id) !== undefined;
    const sources = named ? [{ key: id, count: elementCount(shape) }] : [];
    const values = claimedValues(graph, id) ?? declaredByType(element);
    facts[id] = { values, dependence: CONSTANT, sources };
  }
}

/** What an annotation says of a tensor. */
function claimedValues(graph: Graph, id: TensorId): ValueSet | undefined {
  const claim = graph.claims.get(id);
  if (claim === undefined) return undefined;
  const { by, ...grid } = claim;
  return { carrier: graph.type(id).element, grid, status: "claimed", proof: { step: by } };
}

class AnalysisRun {
  readonly #contractions: CountedContraction[] = [];
  readonly #byNode = new Map<NodeId, CountedContraction[]>();
  readonly #scalars = noScalars();
  readonly #missing: Missing[] = [];
  #nextPart = -1;

  found(): Omit<Analysis, "graph" | "facts" | "live"> {
    return {
      contractions: this.#contractions,
      byNode: this.#byNode,
      scalars: this.#scalars,
      missing: this.#missing,
    };
  }

  /** Fills the facts of every tensor of a frame whose inputs and constants are known. */
  visit(frame: Frame): void {
    for (const node of frame.graph.nodes()) {
      if (frame.live === undefined || frame.live[node.id] === 1) this.#visitNode(frame, node);
    }
  }

  #visitNode(frame: Frame, node: GraphNode): void {
    const { facts, graph } = frame;
    const operator = operatorNamed(node.operator);
    const inputs = node.inputs.map((id) => facts[id] as TensorFacts);
    const dependence = dependenceOf(operator, inputs);
    const sources = this.#sourcesOf(operator, inputs, dependence, frame, node);
    const works = frame.counts && dependence !== CONSTANT;
    const values =
      operator.kind === "composite"
        ? this.#visitComposite(operator, works, frame, node)
        : statedValues(operator, inputs, frame, node, this.#missing);
    if (operator.kind !== "composite" && works) {
      this.#count(operator.work(siteOf(graph, node)), frame, node);
    }
    node.outputs.forEach((id, i) => {
      const set = claimedValues(graph, id) ?? values?.[i] ?? unknownValues(graph.type(id).element);
      facts[id] = { values: set, dependence, sources };
    });
  }

  /** Work and values come from the body, but for what the composite states itself. */
  #visitComposite(operator: Composite, works: boolean, frame: Frame, node: GraphNode): Sets {
    const inputs = node.inputs.map((id) => frame.facts[id] as TensorFacts);
    const stated = statedValues(operator, inputs, frame, node, this.#missing);
    const site = siteOf(frame.graph, node);
    if (works && frame.countsScalars && operator.scalars !== undefined) {
      this.#addScalars(operator.scalars(site));
    }
    if (!works && stated !== undefined) return stated;
    const body = bodyOf(operator, site.inputs, site.attributes);
    const inner = bodyFrame(
      body,
      { frame, node },
      { counts: works, countsScalars: frame.countsScalars && operator.scalars === undefined },
    );
    addConstants(body, inner.facts);
    this.visit(inner);
    return stated ?? body.outputs.map((id) => inner.facts[id]?.values);
  }

  #count(work: Work, frame: Frame, node: GraphNode): void {
    if (frame.countsScalars) this.#addScalars(work.scalars);
    for (const contraction of work.contractions) this.#addContraction(contraction, frame, node);
  }

  #addScalars(scalars: Work["scalars"]): void {
    for (const [kind, count] of Object.entries(scalars)) {
      this.#scalars[kind as ScalarKind] += count;
    }
  }

  #addContraction(contraction: Contraction, frame: Frame, node: GraphNode): void {
    const row: CountedContraction = {
      origin: originOf(frame, node),
      contraction,
      lhs: this.#operand("lhs", contraction, frame, node),
      rhs: this.#operand("rhs", contraction, frame, node),
      output: frame.graph.type(node.outputs[0] as TensorId).shape,
      trips: 1n,
    };
    this.#contractions.push(row);
    const outer = outermost(frame, node).node.id;
    const known = this.#byNode.get(outer);
    if (known === undefined) this.#byNode.set(outer, [row]);
    else known.push(row);
  }

  #operand(
    side: "lhs" | "rhs",
    contraction: Contraction,
    frame: Frame,
    node: GraphNode,
  ): OperandFacts {
    const id = node.inputs[contraction[side]] as TensorId;
    const facts = frame.facts[id] as TensorFacts;
    const place = { tensor: tensorName(frame, id), type: frame.graph.type(id) };
    if (facts.dependence !== CONSTANT) return { ...facts, ...place };
    const found =
      facts.values.status === "assumed"
        ? inspectOperand(frame, node, side, this.#missing)
        : readOrNote(this.#missing, () => inspectCodes(frame, id, facts.values));
    return { ...facts, ...place, values: found ?? facts.values };
  }

  /** Stored elements behind the outputs of a node. */
  #sourcesOf(
    operator: AnyOperator,
    inputs: readonly TensorFacts[],
    dependence: Dependence,
    { graph }: Frame,
    node: GraphNode,
  ): readonly Source[] {
    if (dependence === COMPUTED) return [];
    const [first] = inputs;
    switch (operator.moves) {
      case undefined:
        return largest(inputs);
      case "all":
        return first?.sources ?? [];
      case "join":
        return distinct(inputs.flatMap((input) => input.sources));
      case "part": {
        if (dependence === INDEXED || (first?.sources.length ?? 0) === 0)
          return first?.sources ?? [];
        const { shape } = graph.type(node.outputs[0] as TensorId);
        return [{ key: this.#nextPart--, count: elementCount(shape) }];
      }
      default:
        return operator.moves satisfies never;
    }
  }
}

/** A tensor that is joined with itself is stored once. */
function distinct(sources: readonly Source[]): readonly Source[] {
  return [...new Map(sources.map((source) => [source.key, source])).values()];
}

function noScalars(): Record<ScalarKind, bigint> {
  return Object.fromEntries(SCALAR_KINDS.map((kind) => [kind, 0n])) as Record<ScalarKind, bigint>;
}

/**
 * Steering inputs make a tensor depend on an input through indices only: a weight that is picked
 * stays a weight while it is moved or dequantized. Any other arithmetic makes an activation of it.
 */
function dependenceOf(operator: AnyOperator, inputs: readonly TensorFacts[]): Dependence {
  let dependence: Dependence = CONSTANT as Dependence;
  inputs.forEach((input, i) => {
    const steers = operator.steering?.includes(i) === true;
    const part = steers && input.dependence === COMPUTED ? INDEXED : input.dependence;
    if (part > dependence) dependence = part;
  });
  const picks = operator.moves !== undefined || operator.steering !== undefined;
  return dependence === INDEXED && !picks && !DECODERS.has(operator.name) ? COMPUTED : dependence;
}

/** What may lie between a stored weight that is picked by an index and its use. */
const DECODERS: ReadonlySet<string> = new Set([convert.name, dequantize.name]);

/** The sources of the input with the most stored elements: of a weight, not of its scale. */
function largest(inputs: readonly TensorFacts[]): readonly Source[] {
  const total = (sources: readonly Source[]) => sources.reduce((sum, { count }) => sum + count, 0);
  let chosen: readonly Source[] = [];
  for (const { sources } of inputs) if (total(sources) > total(chosen)) chosen = sources;
  return chosen;
}

/** What the operator itself says of its outputs; undefined where only a body can tell. */
function statedValues(
  operator: AnyOperator,
  inputs: readonly TensorFacts[],
  frame: Frame,
  node: GraphNode,
  missing: Missing[],
): Sets | undefined {
  const { graph, folder } = frame;
  const sets = inputs.map((input) => input.values);
  const [first] = sets;
  if (operator.moves === "join") {
    return [joinedValues(sets, graph.type(node.outputs[0] as TensorId).element)];
  }
  if (operator.moves !== undefined && first !== undefined) return node.outputs.map(() => first);
  const solver: Solver = {
    place: originOf(frame, node).name,
    constant: (input) => readOrNote(missing, () => folder.value(node.inputs[input] as TensorId)),
  };
  return operator.values?.(sets, siteOf(graph, node), solver);
}
