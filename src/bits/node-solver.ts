import type { Named } from "../domain/proof.ts";
import type { Solver } from "../domain/solver.ts";
import type { ValueSet } from "../domain/value-set.ts";
import type { VaryingAxis } from "../domain/varying.ts";
import type { Graph, GraphNode, OriginId, TensorId } from "../graph/graph.ts";
import type { Missing, Warning } from "../graph/imported.ts";
import type { Tensor } from "../graph/tensor.ts";
import { CONSTANT } from "./facts.ts";
import { type Frame, outermost, resolve } from "./frame.ts";
import type { Finding, Inspectable } from "./inspection/finding.ts";
import { knownOrNote } from "./missing-data.ts";
import type { ValueNumbers } from "./value-numbers.ts";
import { varyingAxes } from "./varying-axes.ts";

const NO_ATTRIBUTES = Object.freeze({});

/** What the elements of a tensor told whoever saw it with these axes; null: nothing. */
export interface KnownFinding {
  readonly about: Omit<Inspectable, "data">;
  readonly finding: Finding | null;
}

/** What is shared by all nodes of an analysis. */
export interface Shared {
  /** What was found in stored tensors, for each way to see them. */
  readonly findings: Map<TensorId, readonly KnownFinding[]>;
  /** What that makes of operands, by value number and axes. */
  readonly inspected: Map<string, ValueSet>;
  readonly numbers: ValueNumbers;
  readonly missing: Missing[];
  readonly warnings: Warning[];
  /** What a look at the elements has found of stored tensors and folded ones. */
  readonly looked: Map<TensorId, ValueSet>;
}

/** The layer that a node belongs to; its name is looked up when a proof is printed. */
export class NodePlace implements Named {
  readonly #graph: Graph;
  readonly #origin: OriginId;

  constructor(frame: Frame, node: GraphNode) {
    const outer = outermost(frame, node);
    this.#graph = outer.frame.graph;
    this.#origin = outer.node.origin;
  }

  get name(): string {
    return this.#graph.origin(this.#origin).name;
  }
}

/** The solver as one node sees it. */
export class NodeSolver implements Solver {
  readonly #frame: Frame;
  readonly #node: GraphNode;
  readonly #shared: Shared;
  #place: NodePlace | undefined;

  constructor(frame: Frame, node: GraphNode, shared: Shared) {
    this.#frame = frame;
    this.#node = node;
    this.#shared = shared;
  }

  /** Of most nodes nobody asks for it. */
  get place(): NodePlace {
    this.#place ??= new NodePlace(this.#frame, this.#node);
    return this.#place;
  }

  constant(input: number): Tensor | undefined {
    if (!this.stored(input)) return undefined;
    const { frame, id } = resolve(this.#frame, this.#node.inputs[input] as TensorId);
    return knownOrNote(this.#shared.missing, frame, id);
  }

  stored(input: number): boolean {
    return this.#frame.facts[this.#node.inputs[input] as TensorId]?.dependence === CONSTANT;
  }

  axes(input: number): readonly VaryingAxis[] {
    return varyingAxes(this.#frame, this.#node.inputs[input] as TensorId);
  }

  number(input: number): number {
    return this.#frame.numbers[this.#node.inputs[input] as TensorId] as number;
  }

  warn(code: string, reason: string): void {
    const { name } = this.place;
    this.#shared.warnings.push({ code, where: { node: name }, reason: `${name}: ${reason}` });
  }

  made(operator: string, ...numbers: readonly number[]): number {
    return this.#shared.numbers.made(operator, NO_ATTRIBUTES, numbers);
  }

  derived(operation: string, ...numbers: readonly number[]): number {
    const { numbers: table } = this.#shared;
    return table.tagged("derived", [table.word(operation), ...numbers]);
  }
}
