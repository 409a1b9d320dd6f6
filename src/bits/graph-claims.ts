import type { ValueSet } from "../domain/value-set.ts";
import type { WidthClaim } from "../graph/claim.ts";
import type { GraphNode, Origin, TensorId } from "../graph/graph.ts";
import type { Warning } from "../graph/imported.ts";
import type { TensorType } from "../graph/tensor-type.ts";
import { claimedValues, difference, type NoteKey, notedClaim } from "./claims.ts";
import { type Frame, originOf } from "./frame.ts";
import type { Shared } from "./node-solver.ts";
import { QUANTIZERS } from "./quantizers.ts";

/** What a graph itself claims of its tensors and operands: it counts, and contradictions are said. */
export class GraphClaims {
  readonly #shared: Shared;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  /** What somebody says of a tensor; it counts, and where it differs from a proof is said. */
  ofTensor(frame: Frame, id: TensorId, known: ValueSet, node?: GraphNode): ValueSet | undefined {
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
    if (warning !== undefined) this.#warn(warning);
    return set;
  }

  /** What a note beside a quantizer says of its output. */
  #noted(frame: Frame, node: GraphNode): WidthClaim | undefined {
    if (!frame.graph.hasNotes || frame.caller?.isRegion === false) return undefined;
    if (!QUANTIZERS.has(node.operator)) return undefined;
    return notedClaim(originOf(frame, node), "bits", (warning) => this.#warn(warning));
  }

  /** What a note beside a contraction says of one of its operands. */
  ofOperand(
    key: NoteKey,
    origin: Origin,
    known: ValueSet,
    { element }: TensorType,
  ): ValueSet | undefined {
    if (origin.notes === undefined) return undefined;
    const claim = notedClaim(origin, key, (warning) => this.#warn(warning));
    if (claim === undefined) return undefined;
    const set = claimedValues(claim, element, known, this.#shared.numbers.fresh());
    const { name: node, operator } = origin;
    const warning = difference(claim, set, known, { node, operator });
    if (warning !== undefined) this.#warn(warning);
    return set;
  }

  /**
   * Says that nothing but notes makes floats narrow: backward operations inherit those of forward ones.
   *
   * @param keys - the notes beside a contraction, none where all is proven
   */
  sayUnproven({ name: node, operator }: Origin, keys: readonly string[]): void {
    if (keys.length === 0) return;
    const operands = keys.length === 1 ? "the operand is" : "the operands are";
    const reason = `${keys.join(" and ")} of the node: counted as claimed, but nothing else says that ${operands} quantized`;
    this.#warn({ code: "claim-unproven", where: { node, operator }, reason });
  }

  #warn(warning: Warning): void {
    this.#shared.warnings.push(warning);
  }
}
