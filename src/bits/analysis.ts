import { declaredByType, type ValueSet } from "../domain/value-set.ts";
import { isFloat } from "../graph/element-type.ts";
import type { Graph, GraphNode, NodeId, Origin, TensorId, WidthClaim } from "../graph/graph.ts";
import type { Missing, Warning } from "../graph/imported.ts";
import { liveNodes } from "../graph/liveness.ts";
import { elementCount, type TensorType } from "../graph/tensor-type.ts";
import { bodyOf } from "../ops/body.ts";
import { broadcast } from "../ops/core/broadcast.ts";
import { convert } from "../ops/core/convert.ts";
import { reshape } from "../ops/core/reshape.ts";
import { siteOf } from "../ops/evaluate.ts";
import { ConstantFolder } from "../ops/fold.ts";
import type { AnyOperator, Site } from "../ops/operator.ts";
import { operatorNamed } from "../ops/registry.ts";
import type { Contraction, ScalarKind, Work } from "../ops/work.ts";
import { Forms } from "./cancellation.ts";
import { claimedValues, difference, type NoteKey, notedClaim } from "./claims.ts";
import { dependenceOf } from "./dependence.ts";
import {
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
import { lastReaders, ReleasedFacts, release } from "./released.ts";
import { SourceTracker } from "./sources.ts";
import { ValueNumbers } from "./value-numbers.ts";

/** What every metric is a fold over. */
export interface Analysis {
  readonly graph: Graph;
  /** Facts by tensor; undefined for tensors of dead nodes. */
  readonly facts: readonly (TensorFacts | undefined)[];
  /** What a look at the elements found of constants that contractions use; in no facts. */
  readonly looked: ReadonlyMap<TensorId, ValueSet>;
  /** 1 for every node that the outputs need. */
  readonly live: Uint8Array;
  /** Every contraction that is work, in execution order. */
  readonly contractions: readonly CountedContraction[];
  readonly byNode: ReadonlyMap<NodeId, readonly CountedContraction[]>;
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
  const frame: Frame = {
    graph,
    facts: new Array<TensorFacts | undefined>(graph.tensorCount),
    numbers: new Int32Array(graph.tensorCount),
    folder: new ConstantFolder(graph),
    live: liveNodes(graph),
    counts: true,
    countsScalars: true,
  };
  run.enter(frame);
  const last = keepsSets ? undefined : lastReaders(graph, frame.live as Uint8Array);
  run.visit(frame, last);
  return { graph, facts: frame.facts, live: frame.live as Uint8Array, ...run.found() };
}

/** What leaves every element as it is and where it is, if the type stays the same. */
const IN_PLACE: ReadonlySet<string> = new Set([broadcast.name, convert.name, reshape.name]);

/** Values among which one that is left by a sum is looked for: the newest. */
const SURVIVORS = 4096;

class AnalysisRun {
  readonly #contractions: CountedContraction[] = [];
  readonly #byNode = new Map<NodeId, CountedContraction[]>();
  readonly #scalars = noScalars();
  readonly #shared: Shared = {
    numbers: new ValueNumbers(),
    missing: [],
    warnings: [],
    looked: new Map(),
    findings: new Map(),
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
  readonly #sources = new SourceTracker();
  readonly #released = new ReleasedFacts();

  found(): Omit<Analysis, "graph" | "facts" | "live"> {
    return {
      contractions: this.#contractions,
      byNode: this.#byNode,
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
    this.#addConstants(frame);
  }

  /** Constants that the source names are stored; the others belong to an operator's definition. */
  #addConstants(frame: Frame): void {
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
    const quantizes = QUANTIZERS.has(node.operator) && frame.caller === undefined;
    if (!quantizes || !frame.graph.hasNotes) return undefined;
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

  #visitNode(frame: Frame, node: GraphNode): void {
    const { facts, graph, numbers } = frame;
    const operator = operatorNamed(node.operator);
    const inputs = node.inputs.map((id) => facts[id] as TensorFacts);
    const dependence = dependenceOf(operator, inputs);
    const sources = this.#sources.of(operator, inputs, dependence, graph, node);
    const works = frame.counts && dependence !== CONSTANT;
    const site = siteOf(graph, node);
    const solver = new NodeSolver(frame, node, this.#shared);
    this.#number(frame, node);
    const sets =
      operator.kind === "composite"
        ? this.#visitComposite(operator, works, frame, node, site, solver)
        : this.#visitPrimitive(operator, works, frame, node, site, solver);
    const left = this.#survivor(operator, frame, node, solver);
    node.outputs.forEach((id, i) => {
      const type = graph.type(id);
      const found = (i === 0 ? left : undefined) ?? withResidue(sets[i], inputs, type.element);
      const claimed = this.#claimed(frame, id, found, i === 0 ? node : undefined);
      const mixed = i === 0 && claimed === undefined ? mixedOf(graph, node, inputs) : undefined;
      const values = claimed ?? found;
      facts[id] = { values, dependence, sources, ...(mixed === undefined ? {} : { mixed }) };
      this.#remember(operator, numbers[id] as number, values, type);
    });
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
    node.outputs.forEach((id, i) => {
      numbers[id] =
        node.operator === "optimizationBarrier"
          ? (inputs[i] as number)
          : table.made(node.operator, node.attributes, inputs, i);
    });
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
    site: Site<unknown>,
    solver: NodeSolver,
  ): Sets {
    const reads = operator.values !== undefined && operator.moves === undefined;
    const sets = node.inputs.map((_, i) =>
      reads ? this.#read(frame, node, i, solver) : factsOf(frame, node, i).values,
    );
    if (works) this.#count(operator.work(site), frame, node, solver, sets);
    return statedValues(operator, sets, site, solver);
  }

  /** The set of an input; the bounds of a small known tensor are those of its elements. */
  #read(frame: Frame, node: GraphNode, input: number, solver: NodeSolver): ValueSet {
    const facts = factsOf(frame, node, input);
    const { values, dependence } = facts;
    if (dependence !== CONSTANT || this.#bounded.has(values)) return values;
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
      this.#addScalars(operator.scalars(site));
    }
    if (!works && stated !== undefined) return stated;
    const body = bodyOf(operator, site.inputs, node.attributes);
    const inner = bodyFrame(
      body,
      { frame, node },
      { counts: works, countsScalars: frame.countsScalars && operator.scalars === undefined },
    );
    this.#addConstants(inner);
    this.visit(inner);
    if (stated !== undefined) return stated;
    body.outputs.forEach((id, i) => {
      frame.numbers[node.outputs[i] as TensorId] = inner.numbers[id] as number;
    });
    return body.outputs.map((id) => inner.facts[id]?.values);
  }

  /** Adds work; the sets of a contraction's operands become those that its rows show. */
  #count(work: Work, frame: Frame, node: GraphNode, solver: NodeSolver, sets: ValueSet[]): void {
    if (frame.countsScalars) this.#addScalars(work.scalars);
    for (const contraction of work.contractions) {
      const row = this.#addContraction(contraction, frame, node, solver);
      sets[contraction.lhs] = row.lhs.values;
      sets[contraction.rhs] = row.rhs.values;
    }
  }

  #addScalars(scalars: Work["scalars"]): void {
    for (const kind in scalars) {
      this.#scalars[kind as ScalarKind] += scalars[kind as ScalarKind] as bigint;
    }
  }

  #addContraction(
    contraction: Contraction,
    frame: Frame,
    node: GraphNode,
    solver: NodeSolver,
  ): CountedContraction {
    const origin = originOf(frame, node);
    const row: CountedContraction = {
      origin,
      contraction,
      lhs: this.#operand("lhs", contraction, origin, frame, node, solver),
      rhs: this.#operand("rhs", contraction, origin, frame, node, solver),
      output: frame.graph.type(node.outputs[0] as TensorId).shape,
      trips: 1n,
    };
    this.#contractions.push(row);
    const outer = outermost(frame, node).node.id;
    const known = this.#byNode.get(outer);
    if (known === undefined) this.#byNode.set(outer, [row]);
    else known.push(row);
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
    const { mixed, values: own, ...facts } = frame.facts[id] as TensorFacts;
    const known = operandValues({ frame, tensor: id, axes, place }, this.#shared);
    const type = frame.graph.type(id);
    const values = this.#notedOperand(`${side}_bits`, origin, known, type) ?? known;
    const kept = mixed === undefined || values !== own ? {} : { mixed };
    return { ...facts, ...kept, values, tensor: tensorName(frame, id), type };
  }

  /** What a note beside a contraction says of one of its operands. */
  #notedOperand(
    key: NoteKey,
    origin: Origin,
    known: ValueSet,
    { element }: TensorType,
  ): ValueSet | undefined {
    const claim = notedClaim(origin, key, (warning) => this.#shared.warnings.push(warning));
    if (claim === undefined) return undefined;
    const set = claimedValues(claim, element, known, this.#shared.numbers.fresh());
    const { name: node, operator } = origin;
    const warning = difference(claim, set, known, { node, operator });
    if (warning !== undefined) this.#shared.warnings.push(warning);
    return set;
  }
}
