import type { ValueSet } from "../domain/value-set.ts";
import type { GraphNode, Origin, TensorId } from "../graph/graph.ts";
import type { Contraction, ScalarKind, Work } from "../ops/work.ts";
import type { Choice } from "./choices.ts";
import type { Branch, CountedContraction, OperandFacts, TensorFacts } from "./facts.ts";
import { type Frame, originOf, outermost, tensorName } from "./frame.ts";
import type { GraphClaims } from "./graph-claims.ts";
import type { NodeSolver, Shared } from "./node-solver.ts";
import { noScalars } from "./node-values.ts";
import { operandValues } from "./operand.ts";

/** The work of a graph while it is analysed: rows of contractions, and scalar operations by kind. */
export class WorkCounter {
  readonly choices: Choice[] = [];
  readonly contractions: CountedContraction[] = [];
  /** Scalar operations outside of all conditionals. */
  readonly scalars = noScalars();
  readonly #shared: Shared;
  readonly #claims: GraphClaims;

  constructor(shared: Shared, claims: GraphClaims) {
    this.#shared = shared;
    this.#claims = claims;
  }

  /** Adds work; the sets of a contraction's operands become those that its rows show. */
  count(work: Work, frame: Frame, node: GraphNode, solver: NodeSolver, sets: ValueSet[]): void {
    if (frame.countsScalars) this.addScalars(work.scalars, frame);
    for (const contraction of work.contractions) {
      const row = this.#addContraction(contraction, frame, node, solver);
      sets[contraction.lhs] = row.lhs.values;
      sets[contraction.rhs] = row.rhs.values;
    }
  }

  addScalars(scalars: Work["scalars"], { trips, branch }: Frame): void {
    const sums = branch === undefined ? this.scalars : this.#scalarsOf(branch);
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
      origin,
      contraction,
      lhs: this.#operand("lhs", contraction, origin, frame, node, solver),
      rhs: this.#operand("rhs", contraction, origin, frame, node, solver),
      output: frame.graph.type(node.outputs[0] as TensorId).shape,
      trips: frame.trips,
      ...(frame.branch === undefined ? {} : { branch: frame.branch }),
    };
    this.contractions.push(row);
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
    const values = this.#claims.ofOperand(`${side}_bits`, origin, known, type) ?? known;
    const facts = { values, dependence, sources, tensor: tensorName(frame, id), type };
    return mixed === undefined || values !== own ? facts : { ...facts, mixed };
  }
}
