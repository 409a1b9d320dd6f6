import { declaredByType, type ValueSet } from "../domain/value-set.ts";
import type { Graph, GraphNode, NodeId, TensorId } from "../graph/graph.ts";
import type { Missing, Warning } from "../graph/imported.ts";
import { liveNodes } from "../graph/liveness.ts";
import { elementCount, type TensorType } from "../graph/tensor-type.ts";
import { ConstantFolder } from "../ops/fold.ts";
import { operatorNamed } from "../ops/registry.ts";
import type { ScalarKind } from "../ops/work.ts";
import type { AnalysedGraph, AnalysedRegions, Choice } from "./choices.ts";
import { dependenceOf } from "./dependence.ts";
import { Expressions } from "./expressions.ts";
import { COMPUTED, CONSTANT, type CountedContraction, type TensorFacts } from "./facts.ts";
import { fewElements } from "./few-elements.ts";
import { bodyFrame, type Frame } from "./frame.ts";
import { GraphClaims } from "./graph-claims.ts";
import { readOrNote } from "./missing-data.ts";
import { mixedOf } from "./mixed.ts";
import { NodeSolver, type Shared } from "./node-solver.ts";
import {
  boundsOf,
  type Composite,
  constantNumber,
  factsOf,
  type Primitive,
  type Sets,
  statedValues,
  withResidue,
} from "./node-values.ts";
import { type RegionHost, RegionVisitor } from "./region-visitor.ts";
import { lastReaders, ReleasedFacts, release } from "./released.ts";
import { bodyOfSite, type KnownSite, SiteTable, workOf } from "./site-table.ts";
import { SourceTracker } from "./sources.ts";
import { ValueNumbers } from "./value-numbers.ts";
import { WorkCounter } from "./work-counter.ts";

/** What every metric is a fold over. */
export interface Analysis extends AnalysedGraph {
  /** What a look at the elements found of constants that contractions use; in no facts. */
  readonly looked: ReadonlyMap<TensorId, ValueSet>;
  /** Every contraction that is work, in execution order. */
  readonly contractions: readonly CountedContraction[];
  /** Conditionals, outer ones before those in them. */
  readonly choices: readonly Choice[];
  /** Scalar operations outside of all conditionals. */
  readonly scalars: Readonly<Record<ScalarKind, bigint>>;
  readonly missing: readonly Missing[];
  readonly warnings: readonly Warning[];
}

/**
 * Works out widths, storage and work of a graph, in one pass in execution order.
 *
 * @param keepsSets - false: of computed tensors only the widths stay when nobody reads them any
 *   more, so that a long network takes little memory
 */
export function analyse(graph: Graph, keepsSets = true): Analysis {
  const run = new AnalysisRun();
  const frame = {
    graph,
    facts: new Array<TensorFacts | undefined>(graph.tensorCount),
    numbers: new Int32Array(graph.tensorCount),
    folder: new ConstantFolder(graph),
    live: liveNodes(graph),
    counts: true,
    countsScalars: true,
    trips: 1n,
    own: [] as CountedContraction[],
    regions: new Map<NodeId, AnalysedRegions>(),
  };
  run.enter(frame);
  const last = keepsSets ? undefined : lastReaders(graph, frame.live);
  run.visit(frame, last);
  const { facts, live, own, regions } = frame;
  return { graph, facts, live, own, regions, ...run.found() };
}

class AnalysisRun implements RegionHost {
  readonly #shared: Shared = {
    numbers: new ValueNumbers(),
    missing: [],
    warnings: [],
    looked: new Map(),
    findings: new Map(),
    inspected: new Map(),
  };
  readonly #claims = new GraphClaims(this.#shared);
  readonly #counter = new WorkCounter(this.#shared, this.#claims);
  readonly #expressions = new Expressions(this.#shared.numbers);
  /** Sets of constants whose bounds are those of their elements. */
  readonly #bounded = new WeakSet<ValueSet>();
  readonly #sites = new SiteTable();
  readonly #sources = new SourceTracker();
  readonly #released = new ReleasedFacts();
  readonly #regions = new RegionVisitor(this);

  get choices(): Choice[] {
    return this.#counter.choices;
  }

  found(): Omit<Analysis, keyof AnalysedGraph> {
    const { contractions, choices, scalars } = this.#counter;
    return {
      contractions,
      choices,
      scalars,
      looked: this.#shared.looked,
      missing: this.#shared.missing,
      warnings: this.#shared.warnings,
    };
  }

  /** Facts of the inputs and constants of a graph that stands alone. */
  enter(frame: Frame): void {
    const { graph, facts, numbers } = frame;
    for (const id of graph.inputs) {
      const known = declaredByType(graph.type(id).element);
      const values = this.#claims.ofTensor(frame, id, known) ?? known;
      facts[id] = { values, dependence: COMPUTED, sources: [] };
      numbers[id] = this.#shared.numbers.fresh();
    }
    this.addConstants(frame);
  }

  /** Constants that the source names are stored; the others belong to an operator's definition. */
  addConstants(frame: Frame): void {
    const { graph, facts, numbers } = frame;
    for (const [id, constant] of graph.constants) {
      const { element, shape } = graph.type(id);
      const named = graph.tensorName(id) !== undefined;
      const sources = named ? [{ key: id, count: elementCount(shape) }] : [];
      const known = declaredByType(element);
      const values = this.#claims.ofTensor(frame, id, known) ?? known;
      facts[id] = { values, dependence: CONSTANT, sources };
      numbers[id] = constantNumber(constant, this.#shared);
    }
  }

  /** Fills the facts of every tensor of a frame whose inputs and constants are known. */
  visit(frame: Frame, last?: Int32Array): void {
    const { graph, live, facts } = frame;
    for (let id = 0; id < graph.nodeCount; id++) {
      if (live !== undefined && live[id] !== 1) continue;
      const node = graph.node(id);
      this.#visitNode(frame, node);
      if (last !== undefined) release(facts, node.inputs, id, last, this.#released);
    }
  }

  tryOut(frame: Frame): void {
    const { missing, warnings } = this.#shared;
    const { contractions, choices, scalars } = this.#counter;
    const lists = [contractions, choices, missing, warnings];
    const lengths = lists.map(({ length }) => length);
    const before = { ...scalars };
    this.visit(frame);
    lists.forEach((list, i) => {
      list.length = lengths[i] as number;
    });
    Object.assign(scalars, before);
  }

  fresh(): number {
    return this.#shared.numbers.fresh();
  }

  #visitRegions(frame: Frame, node: GraphNode): void {
    const found = this.#regions.visit(frame, node);
    node.outputs.forEach((id, i) => {
      const facts = found[i] as TensorFacts;
      const values = this.#claims.ofTensor(frame, id, facts.values) ?? facts.values;
      frame.facts[id] = { ...facts, values };
      frame.numbers[id] = this.fresh();
    });
  }

  #visitNode(frame: Frame, node: GraphNode): void {
    const operator = operatorNamed(node.operator);
    const runs = operator.kind === "composite" ? undefined : operator.regionRuns;
    if (node.regions.length > 0 && runs === undefined) {
      this.#visitRegions(frame, node);
      return;
    }
    const { facts, graph, numbers } = frame;
    const inputs = new Array<TensorFacts>(node.inputs.length);
    for (let i = 0; i < inputs.length; i++)
      inputs[i] = facts[node.inputs[i] as TensorId] as TensorFacts;
    const dependence = dependenceOf(operator, inputs);
    const sources = this.#sources.of(operator, inputs, dependence, graph, node);
    const works = frame.counts && dependence !== CONSTANT;
    const site = this.#sites.of(graph, node);
    const solver = new NodeSolver(frame, node, this.#shared);
    if (runs === undefined) this.#expressions.number(frame, node);
    else {
      for (const id of node.outputs) numbers[id] = this.fresh();
      this.#regions.countRuns(frame, node, runs(site), !works);
    }
    const sets =
      operator.kind === "composite"
        ? this.#visitComposite(operator, works, frame, node, site, solver)
        : this.#visitPrimitive(operator, works, frame, node, site, solver);
    const left = this.#expressions.survivor(operator, frame, node, solver);
    for (let i = 0; i < node.outputs.length; i++) {
      const id = node.outputs[i] as TensorId;
      const type = site.outputs[i] as TensorType;
      const found = (i === 0 ? left : undefined) ?? withResidue(sets[i], inputs, type.element);
      const claimed = this.#claims.ofTensor(frame, id, found, i === 0 ? node : undefined);
      const mixed = i === 0 && claimed === undefined ? mixedOf(graph, node, inputs) : undefined;
      const values = claimed ?? found;
      const known = { values, dependence, sources };
      facts[id] = mixed === undefined ? known : { ...known, mixed };
      this.#expressions.remember(operator, numbers[id] as number, values, type);
    }
  }

  #visitPrimitive(
    operator: Primitive,
    works: boolean,
    frame: Frame,
    node: GraphNode,
    site: KnownSite,
    solver: NodeSolver,
  ): Sets {
    const reads = operator.values !== undefined && operator.moves === undefined;
    const sets = new Array<ValueSet>(node.inputs.length);
    for (let i = 0; i < sets.length; i++) {
      sets[i] = reads ? this.#read(frame, node, i) : factsOf(frame, node, i).values;
    }
    if (works) this.#counter.count(workOf(operator, site), frame, node, solver, sets);
    return statedValues(operator, sets, site, solver);
  }

  /** The set of an input; the bounds of what is made of few known elements are theirs. */
  #read(frame: Frame, node: GraphNode, input: number): ValueSet {
    const { values, dependence } = factsOf(frame, node, input);
    if (dependence !== CONSTANT || this.#bounded.has(values)) return values;
    return this.#readElements(frame, node.inputs[input] as TensorId);
  }

  #readElements(frame: Frame, id: TensorId): ValueSet {
    const facts = frame.facts[id] as TensorFacts;
    const { values } = facts;
    const known = readOrNote(this.#shared.missing, () => fewElements(frame, id));
    if (known === undefined) return values;
    const bounded = { ...values, interval: boundsOf(known.data) };
    this.#bounded.add(bounded);
    frame.facts[id] = { ...facts, values: bounded };
    return bounded;
  }

  /** Work and values come from the body, but for what the composite states itself. */
  #visitComposite(
    operator: Composite,
    works: boolean,
    frame: Frame,
    node: GraphNode,
    site: KnownSite,
    solver: NodeSolver,
  ): Sets {
    const stated = operator.values?.(
      node.inputs.map((_, i) => this.#read(frame, node, i)),
      site,
      solver,
    );
    if (works && frame.countsScalars && operator.scalars !== undefined) {
      this.#counter.addScalars(operator.scalars(site), frame);
    }
    const contractions = operator.contractions?.(site);
    if (works && contractions !== undefined) {
      this.#counter.count({ contractions, scalars: {} }, frame, node, solver);
    }
    if (!works && stated !== undefined) return stated;
    const body = bodyOfSite(operator, site);
    const inner = bodyFrame(
      body,
      { frame, node },
      {
        counts: works && contractions === undefined,
        countsScalars: frame.countsScalars && operator.scalars === undefined,
      },
    );
    this.addConstants(inner);
    this.visit(inner);
    if (stated !== undefined) return stated;
    body.outputs.forEach((id, i) => {
      frame.numbers[node.outputs[i] as TensorId] = inner.numbers[id] as number;
    });
    return body.outputs.map((id) => inner.facts[id]?.values);
  }
}
