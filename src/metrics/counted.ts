import type { Analysis } from "../bits/analysis.ts";
import type { CountedContraction } from "../bits/facts.ts";
import { CONSTANT, INDEXED, isWeight, type OperandFacts } from "../bits/facts.ts";
import { type Width, widthOf } from "../domain/value-set.ts";

/** How unquantized floats are counted; see {@link conventionBits}. */
export const CONVENTIONS = ["pokebnn", "native"] as const;
export type Convention = (typeof CONVENTIONS)[number];

/** A contraction as it is reported: where one operand is a weight, it is `rhs`. */
export interface Row {
  readonly contraction: CountedContraction;
  readonly macs: bigint;
  readonly lhs: RowOperand;
  readonly rhs: RowOperand;
}

export interface RowOperand {
  readonly facts: OperandFacts;
  readonly width: Width;
  readonly role: "weight" | "activation" | "constant";
}

/** The rows of an analysis, in execution order. */
export function rowsOf(analysis: Analysis): readonly Row[] {
  return analysis.contractions.map((contraction) => {
    const macs = contraction.contraction.macs * contraction.trips;
    const lhs = operandOf(contraction.lhs, contraction.rhs);
    const rhs = operandOf(contraction.rhs, contraction.lhs);
    return lhs.role === "weight" && rhs.role !== "weight"
      ? { contraction, macs, lhs: rhs, rhs: lhs }
      : { contraction, macs, lhs, rhs };
  });
}

/** Of two stored operands, one picked by an index and one not, the picked one is the activation. */
function operandOf(facts: OperandFacts, other: OperandFacts): RowOperand {
  const picked = facts.dependence === INDEXED && isWeight(other) && other.dependence === CONSTANT;
  const role =
    isWeight(facts) && !picked
      ? "weight"
      : facts.dependence === CONSTANT
        ? "constant"
        : "activation";
  return { facts, width: widthOf(facts.values), role };
}

/**
 * Bits that a width counts with.
 *
 * `pokebnn`: an unquantized float (f64, f32, f16, bf16) counts 16 bits, as the published ACE
 * figures do; floats of 8 bits and fewer their own. `native`: every type its own width.
 *
 * Source: PokeBNN, section 3, and the arithmetic of its ReActNet row.
 */
export function conventionBits(width: Width, convention: Convention): number {
  return convention === "pokebnn" && width.float && width.bits > 8 ? 16 : width.bits;
}
