import { declaredByType, type ValueSet } from "../domain/value-set.ts";
import { isFloat } from "../graph/element-type.ts";
import type { Graph, GraphNode, NodeId, Origin, TensorId, WidthClaim } from "../graph/graph.ts";
import type { Missing, Warning } from "../graph/imported.ts";
import { liveNodes } from "../graph/liveness.ts";
import { elementCount, type TensorType } from "../graph/tensor-type.ts";
import { bodyOf } from "../ops/body.ts";
import { broadcast } from "../ops/core/broadcast.ts";
import { convert } from "../ops/core/convert.ts";
import { optimizationBarrier } from "../ops/core/optimization-barrier.ts";
import { reshape } from "../ops/core/reshape.ts";
import { ConstantFolder } from "../ops/fold.ts";
import type { AnyOperator, Site } from "../ops/operator.ts";
import { operatorNamed } from "../ops/registry.ts";
import type { Contraction, ScalarKind, Work } from "../ops/work.ts";
import { Forms } from "./cancellation.ts";
import type { AnalysedGraph, AnalysedRegions, Choice } from "./choices.ts";
import { claimedValues, difference, type NoteKey, notedClaim } from "./claims.ts";
import { dependenceOf } from "./dependence.ts";
import {
  type Branch,
  COMPUTED,
  CONSTANT,
  type CountedContraction,
  type OperandFacts,
  type TensorFacts,
} from "./facts.ts";
import { bodyFrame, type Frame, originOf, outermost, tensorName } from "./frame.ts";
import { mixedOf } from "./mixed.ts";
import { NodeSolver, type Shared } from "./node-solver.ts";
import {
  boundsOf,
  type Composite,
  constantNumber,
  factsOf,
  noScalars,
  type Primitive,
  type Sets,
  sameType,
  statedValues,
  withResidue,
} from "./node-values.ts";
import { operandValues } from "./operand.ts";
import { QUANTIZERS } from "./quantizers.ts";
import { RecentMap } from "./recent-map.ts";
import { type RegionHost, RegionVisitor } from "./region-visitor.ts";
import { lastReaders, ReleasedFacts, release } from "./released.ts";
import { type KnownSite, SiteTable, workOf } from "./site-table.ts";
import { SourceTracker } from "./sources.ts";
import { ValueNumbers } from "./value-numbers.ts";

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
    regions: new Map<NodeId, AnalysedRegions>(),
  };
  run.enter(frame);
  const last = keepsSets ? undefined : lastReaders(graph, frame.live);
  run.visit(frame, last);
  const { facts, live, regions } = frame;
  const found = run.found();
  const own = regions.size === 0 ? found.contractions : found.contractions.filter(isOutside);
  return { graph, facts, live, regions, own, ...found };
}

/** What leaves every element as it is and where it is, if the type stays the same. */
const IN_PLACE: ReadonlySet<string> = new Set([broadcast.name, convert.name, reshape.name]);

/** Larger tensors are weights as a rule: what is known of their codes says more than their bounds. */
const MOST_BOUNDED = 4096;

/** Values among which one that is left by a sum is looked for: the newest. */
const SURVIVORS = 256;

function isOutside({ inRegion }: CountedContraction): boolean {
  return !inRegion;
}

class AnalysisRun implements RegionHost {
  readonly choices: Choice[] = [];
  readonly #contractions: CountedContraction[] = [];
  readonly #scalars = noScalars();
  readonly #shared: Shared = {
    numbers: new ValueNumbers(),
    missing: [],
    warnings: [],
    looked: new Map(),
    findings: new Map(),
    inspected: new Map(),
  };
  readonly #sums = new Forms(this.#shared.numbers, "sum");
  readonly #products = new Forms(this.#shared.numbers, "product");
  /** The set and type of every value that a sum or product may leave, by its number. */
  readonly #survivors = new RecentMap<
    number,
    { readonly set: ValueSet; readonly type: TensorType }
  >(SURVIVORS);
  /** Sets of constants whose bounds are those of their elements. */
  readonly #bounded = new WeakSet<ValueSet>();
  readonly #sites = new SiteTable();
  readonly #sources = new SourceTracker();
  readonly #released = new ReleasedFacts();
  readonly #regions = new RegionVisitor(this);

  found(): Omit<Analysis, keyof AnalysedGraph> {
    return {
      contractions: this.#contractions,
      choices: this.choices,
      scalars: this.#scalars,
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
      const values = this.#claimed(frame, id, known) ?? known;
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
      const values = this.#claimed(frame, id, known) ?? known;
      facts[id] = { values, dependence: CONSTANT, sources };
      numbers[id] = constantNumber(constant, this.#shared);
    }
  }

  /** What somebody says of a tensor; it counts, and where it differs from a proof is said. */
  #claimed(frame: Frame, id: TensorId, known: ValueSet, node?: GraphNode): ValueSet | undefined {
    const { graph } = frame;
    if (graph.claims.size === 0 && !graph.hasNotes) return undefined;
    const claim = graph.claims.get(id) ?? (node && this.#noted(frame, node));
    if (claim === undefined) return undefined;
    const { element } = graph.type(id);
    const set = claimedValues(claim, element, known, this.#shared.numbers.fresh());
    // An annotation may say which integers an integer type holds: that is no contradiction.
    const contradicts = "bits" in claim || known.proof.rule !== "element type";
    const tensor = graph.tensorName(id);
    const where = tensor === undefined ? {} : { tensor };
    const warning = contradicts ? difference(claim, set, known, where) : undefined;
    if (warning !== undefined) this.#shared.warnings.push(warning);
    return set;
  }

  /** What a note beside a quantizer says of its output. */
  #noted(frame: Frame, node: GraphNode): WidthClaim | undefined {
    if (!frame.graph.hasNotes || frame.caller?.isRegion === false) return undefined;
    if (!QUANTIZERS.has(node.operator)) return undefined;
    return notedClaim(originOf(frame, node), "bits", (warning) =>
      this.#shared.warnings.push(warning),
    );
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
    const lists = [this.#contractions, this.choices, missing, warnings];
    const lengths = lists.map(({ length }) => length);
    const scalars = { ...this.#scalars };
    this.visit(frame);
    lists.forEach((list, i) => {
      list.length = lengths[i] as number;
    });
    Object.assign(this.#scalars, scalars);
  }

  fresh(): number {
    return this.#shared.numbers.fresh();
  }

  #visitRegions(frame: Frame, node: GraphNode): void {
    const found = this.#regions.visit(frame, node);
    node.outputs.forEach((id, i) => {
      const facts = found[i] as TensorFacts;
      const values = this.#claimed(frame, id, facts.values) ?? facts.values;
      frame.facts[id] = { ...facts, values };
      frame.numbers[id] = this.fresh();
    });
  }

  #visitNode(frame: Frame, node: GraphNode): void {
    if (node.regions.length > 0) {
      this.#visitRegions(frame, node);
      return;
    }
    const { facts, graph, numbers } = frame;
    const operator = operatorNamed(node.operator);
    const inputs = node.inputs.map((id) => facts[id] as TensorFacts);
    const dependence = dependenceOf(operator, inputs);
    const sources = this.#sources.of(operator, inputs, dependence, graph, node);
    const works = frame.counts && dependence !== CONSTANT;
    const site = this.#sites.of(graph, node);
    const solver = new NodeSolver(frame, node, this.#shared);
    this.#number(frame, node);
    const sets =
      operator.kind === "composite"
        ? this.#visitComposite(operator, works, frame, node, site, solver)
        : this.#visitPrimitive(operator, works, frame, node, site, solver);
    const left = this.#survivor(operator, frame, node, solver);
    for (let i = 0; i < node.outputs.length; i++) {
      const id = node.outputs[i] as TensorId;
      const type = site.outputs[i] as TensorType;
      const found = (i === 0 ? left : undefined) ?? withResidue(sets[i], inputs, type.element);
      const claimed = this.#claimed(frame, id, found, i === 0 ? node : undefined);
      const mixed = i === 0 && claimed === undefined ? mixedOf(graph, node, inputs) : undefined;
      const values = claimed ?? found;
      const known = { values, dependence, sources };
      facts[id] = mixed === undefined ? known : { ...known, mixed };
      this.#remember(operator, numbers[id] as number, values, type);
    }
  }

  /** Numbers of the outputs: those of the expression that makes them. */
  #number({ graph, numbers }: Frame, node: GraphNode): void {
    const table = this.#shared.numbers;
    const [first] = node.inputs;
    const [output] = node.outputs as [TensorId];
    const same = first !== undefined && graph.type(first) === graph.type(output);
    if (same && IN_PLACE.has(node.operator)) {
      numbers[output] = numbers[first] as number;
      return;
    }
    const inputs = node.inputs.map((id) => numbers[id] as number);
    const passes = node.operator === optimizationBarrier.name;
    for (let i = 0; i < node.outputs.length; i++) {
      numbers[node.outputs[i] as TensorId] = passes
        ? (inputs[i] as number)
        : table.made(node.operator, node.attributes, inputs, i);
    }
  }

  /** Every value that a sum or product is made of may be what is left of another. */
  #remember(operator: AnyOperator, number: number, set: ValueSet, type: TensorType): void {
    if (set.grid === undefined || operator.kind === "leaf") return;
    if (this.#survivors.get(number) === undefined) this.#survivors.set(number, { set, type });
  }

  /** What is left where equal terms or factors cancel, up to the rounding of the residue. */
  #survivor(
    operator: AnyOperator,
    frame: Frame,
    node: GraphNode,
    { place }: NodeSolver,
  ): ValueSet | undefined {
    const { graph, numbers } = frame;
    const [output] = node.outputs as [TensorId];
    const own = numbers[output] as number;
    if (operator.signs === undefined && operator.powers === undefined) return undefined;
    const made = node.inputs.map((id) => numbers[id] as number);
    let left: number | undefined;
    if (operator.signs !== undefined) left = this.#sums.note(own, made, operator.signs);
    else if (operator.powers !== undefined && isFloat(graph.type(output).element)) {
      left = this.#products.note(own, made, operator.powers);
    }
    const known = left === undefined ? undefined : this.#survivors.get(left);
    if (known === undefined || !sameType(known.type, graph.type(output))) return undefined;
    const { root: _, clipped: __, ...set } = known.set;
    const text = "what is added and taken away again cancels, up to its rounding";
    return { ...set, residue: true, proof: { rule: "residue", text, place, from: set.proof } };
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
    const sets = node.inputs.map((_, i) =>
      reads ? this.#read(frame, node, i, solver) : factsOf(frame, node, i).values,
    );
    if (works) this.#count(workOf(site), frame, node, solver, sets);
    return statedValues(operator, sets, site, solver);
  }

  /** The set of an input; the bounds of a small known tensor are those of its elements. */
  #read(frame: Frame, node: GraphNode, input: number, solver: NodeSolver): ValueSet {
    const facts = factsOf(frame, node, input);
    const { values, dependence } = facts;
    if (dependence !== CONSTANT || this.#bounded.has(values)) return values;
    const { shape } = frame.graph.type(node.inputs[input] as TensorId);
    if (elementCount(shape) > MOST_BOUNDED) return values;
    const known = solver.constant(input);
    if (known === undefined) return values;
    const bounded = { ...values, interval: boundsOf(known.data) };
    this.#bounded.add(bounded);
    frame.facts[node.inputs[input] as TensorId] = { ...facts, values: bounded };
    return bounded;
  }

  /** Work and values come from the body, but for what the composite states itself. */
  #visitComposite(
    operator: Composite,
    works: boolean,
    frame: Frame,
    node: GraphNode,
    site: Site<unknown>,
    solver: NodeSolver,
  ): Sets {
    const stated = operator.values?.(
      node.inputs.map((_, i) => this.#read(frame, node, i, solver)),
      site,
      solver,
    );
    if (works && frame.countsScalars && operator.scalars !== undefined) {
      this.#addScalars(operator.scalars(site), frame);
    }
    if (!works && stated !== undefined) return stated;
    const body = bodyOf(operator, site.inputs, node.attributes);
    const inner = bodyFrame(
      body,
      { frame, node },
      { counts: works, countsScalars: frame.countsScalars && operator.scalars === undefined },
    );
    this.addConstants(inner);
    this.visit(inner);
    if (stated !== undefined) return stated;
    body.outputs.forEach((id, i) => {
      frame.numbers[node.outputs[i] as TensorId] = inner.numbers[id] as number;
    });
    return body.outputs.map((id) => inner.facts[id]?.values);
  }

  /** Adds work; the sets of a contraction's operands become those that its rows show. */
  #count(work: Work, frame: Frame, node: GraphNode, solver: NodeSolver, sets: ValueSet[]): void {
    if (frame.countsScalars) this.#addScalars(work.scalars, frame);
    for (const contraction of work.contractions) {
      const row = this.#addContraction(contraction, frame, node, solver);
      sets[contraction.lhs] = row.lhs.values;
      sets[contraction.rhs] = row.rhs.values;
    }
  }

  #addScalars(scalars: Work["scalars"], { trips, branch }: Frame): void {
    const sums = branch === undefined ? this.#scalars : this.#scalarsOf(branch);
    for (const kind in scalars) {
      const count = scalars[kind as ScalarKind] as bigint;
      sums[kind as ScalarKind] += trips === 1n ? count : count * trips;
    }
  }

  #scalarsOf({ choice, index }: Branch): Record<ScalarKind, bigint> {
    return (this.choices[choice] as Choice).branches[index]?.scalars as Record<ScalarKind, bigint>;
  }

  #addContraction(
    contraction: Contraction,
    frame: Frame,
    node: GraphNode,
    solver: NodeSolver,
  ): CountedContraction {
    const origin = originOf(frame, node);
    const outer = outermost(frame, node);
    const row: CountedContraction = {
      node: outer.node.id,
      inRegion: outer.frame.caller !== undefined,
      origin,
      contraction,
      lhs: this.#operand("lhs", contraction, origin, frame, node, solver),
      rhs: this.#operand("rhs", contraction, origin, frame, node, solver),
      output: frame.graph.type(node.outputs[0] as TensorId).shape,
      trips: frame.trips,
      ...(frame.branch === undefined ? {} : { branch: frame.branch }),
    };
    this.#contractions.push(row);
    outer.frame.own?.push(row);
    return row;
  }

  #operand(
    side: "lhs" | "rhs",
    contraction: Contraction,
    origin: Origin,
    frame: Frame,
    node: GraphNode,
    solver: NodeSolver,
  ): OperandFacts {
    const id = node.inputs[contraction[side]] as TensorId;
    const axes = side === "lhs" ? contraction.lhsAxes : contraction.rhsAxes;
    const { place } = solver;
    const { values: own, dependence, sources, mixed } = frame.facts[id] as TensorFacts;
    const known = operandValues({ frame, tensor: id, axes, place }, this.#shared);
    const type = frame.graph.type(id);
    const values = this.#notedOperand(`${side}_bits`, origin, known, type) ?? known;
    const facts = { values, dependence, sources, tensor: tensorName(frame, id), type };
    return mixed === undefined || values !== own ? facts : { ...facts, mixed };
  }

  /** What a note beside a contraction says of one of its operands. */
  #notedOperand(
    key: NoteKey,
    origin: Origin,
    known: ValueSet,
    { element }: TensorType,
  ): ValueSet | undefined {
    if (origin.notes === undefined) return undefined;
    const claim = notedClaim(origin, key, (warning) => this.#shared.warnings.push(warning));
    if (claim === undefined) return undefined;
    const set = claimedValues(claim, element, known, this.#shared.numbers.fresh());
    const { name: node, operator } = origin;
    const warning = difference(claim, set, known, { node, operator });
    if (warning !== undefined) this.#shared.warnings.push(warning);
    return set;
  }
}
