import type { ValueSet } from "../domain/value-set.ts";
import type { GraphNode, Origin, TensorId } from "../graph/graph.ts";
import type { Contraction, ScalarKind, Work } from "../ops/work.ts";
import type { Choice } from "./choices.ts";
import { restsOnClaim } from "./claims.ts";
import type { Branch, CountedContraction, OperandFacts, TensorFacts } from "./facts.ts";
import { type Frame, originOf, outermost, tensorName } from "./frame.ts";
import type { GraphClaims } from "./graph-claims.ts";
import type { NodeSolver, Shared } from "./node-solver.ts";
import { noScalars } from "./node-values.ts";
import { onlyPicks } from "./one-hot.ts";
import { operandValues } from "./operand.ts";
import { areStoredWords, bitsOfWords } from "./words.ts";

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

  /**
   * Adds work.
   *
   * @param sets - those of the inputs; those of a contraction's operands become what its rows show
   */
  count(
    work: Work,
    frame: Frame,
    node: GraphNode,
    solver: NodeSolver,
    sets: ValueSet[] = [],
  ): void {
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
    const unproven: string[] = [];
    const row: CountedContraction = {
      node: outer.node.id,
      origin,
      contraction,
      lhs: this.#operand("lhs", contraction, origin, frame, node, solver, unproven),
      rhs: this.#operand("rhs", contraction, origin, frame, node, solver, unproven),
      output: frame.graph.type(node.outputs[0] as TensorId).shape,
      trips: frame.trips,
      ...(frame.branch === undefined ? {} : { branch: frame.branch }),
    };
    this.#warnOfMoves(frame, node, row);
    this.#claims.sayUnproven(origin, unproven);
    this.contractions.push(row);
    outer.frame.own?.push(row);
    return row;
  }

  /** Says where a row only moves elements. */
  #warnOfMoves(frame: Frame, { inputs }: GraphNode, row: CountedContraction): void {
    const { lhs, rhs, lhsAxes, rhsAxes } = row.contraction;
    const picks =
      onlyPicks(frame, inputs[lhs] as TensorId, lhsAxes) ||
      onlyPicks(frame, inputs[rhs] as TensorId, rhsAxes);
    if (!picks) return;
    const { name: node, operator } = row.origin;
    const reason =
      "data movement: one operand holds only 0 and 1 that the graph builds itself, and at most one 1 for each sum; counted as written";
    this.#shared.warnings.push({ code: "data-movement", where: { node, operator }, reason });
  }

  #operand(
    side: "lhs" | "rhs",
    contraction: Contraction,
    origin: Origin,
    frame: Frame,
    node: GraphNode,
    solver: NodeSolver,
    unproven: string[],
  ): OperandFacts {
    const id = node.inputs[contraction[side]] as TensorId;
    const axes = side === "lhs" ? contraction.lhsAxes : contraction.rhsAxes;
    const { place } = solver;
    const { values: own, dependence, sources, mixed } = frame.facts[id] as TensorFacts;
    const { wordBits } = contraction;
    const known =
      wordBits === undefined
        ? operandValues({ frame, tensor: id, axes, place }, this.#shared)
        : bitsOfWords(own, wordBits, place);
    const type = frame.graph.type(id);
    const key = `${side}_bits` as const;
    const values = this.#claims.ofOperand(key, origin, known, type) ?? known;
    if (values !== known && restsOnClaim(values, known)) unproven.push(key);
    const facts = { values, dependence, sources, tensor: tensorName(frame, id), type };
    if (wordBits !== undefined) return areStoredWords(frame, id) ? { ...facts, wordBits } : facts;
    return mixed === undefined || values !== own ? facts : { ...facts, mixed };
  }
}
