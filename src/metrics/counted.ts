import type { Analysis } from "../bits/analysis.ts";
import type { CountedContraction } from "../bits/facts.ts";
import { CONSTANT, isWeight, type Mixed, type OperandFacts } from "../bits/facts.ts";
import { type Width, widthOf } from "../domain/value-set.ts";
import type { OperandAxes } from "../ops/work.ts";

/** How unquantized floats are counted; see {@link conventionBits}. */
export const CONVENTIONS = ["pokebnn", "native"] as const;
export type Convention = (typeof CONVENTIONS)[number];

/** A contraction as it is reported: where one operand is a weight, it is `rhs`. */
export interface Row {
  /** What the user calls it, unique in the network. */
  readonly name: string;
  readonly contraction: CountedContraction;
  readonly macs: bigint;
  /** 0 in a branch that does not count. */
  readonly trips: bigint;
  readonly lhs: RowOperand;
  readonly rhs: RowOperand;
}

export interface RowOperand {
  readonly facts: OperandFacts;
  readonly width: Width;
  readonly role: "weight" | "activation" | "constant";
  /** Widths of its codes along channels that have equal parts of the products. */
  readonly mixed?: MixedChannels;
}

export interface MixedChannels {
  readonly along: "channel" | "input";
  readonly bits: readonly number[];
}

/** The rows of an analysis, in execution order. */
export function rowsOf({ contractions }: Analysis): readonly Row[] {
  const names = uniqueNames(contractions);
  return contractions.map((contraction, i) => {
    const name = names[i] as string;
    const { trips } = contraction;
    const macs = contraction.contraction.macs * trips;
    const { lhsAxes, rhsAxes } = contraction.contraction;
    const lhs = operandOf(contraction.lhs, contraction.rhs, lhsAxes);
    const rhs = operandOf(contraction.rhs, contraction.lhs, rhsAxes);
    return lhs.role === "weight" && rhs.role !== "weight"
      ? { name, contraction, macs, trips, lhs: rhs, rhs: lhs }
      : { name, contraction, macs, trips, lhs, rhs };
  });
}

/** A product of an operator that has several is name/part; the first row of a name is bare, the next is name#2. */
function uniqueNames(contractions: readonly CountedContraction[]): readonly string[] {
  const seen = new Map<string, number>();
  return contractions.map(({ origin, contraction: { part } }) => {
    const name = part === undefined ? origin.name : `${origin.name}/${part}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  });
}

/** Of two stored operands, one picked and one not, or by a counter only, the picked one is the activation. */
function operandOf(facts: OperandFacts, other: OperandFacts, axes: OperandAxes): RowOperand {
  const picked = isWeight(other) && other.dependence < facts.dependence;
  const role =
    isWeight(facts) && !picked
      ? "weight"
      : facts.dependence === CONSTANT
        ? "constant"
        : "activation";
  const operand = { facts, width: widthOf(facts.values), role } as const;
  return facts.mixed === undefined ? operand : mixedOperand(operand, facts.mixed, axes);
}

function mixedOperand(operand: RowOperand, { axis, bits }: Mixed, axes: OperandAxes): RowOperand {
  const along = axis === axes.channel ? "channel" : axis === axes.input ? "input" : undefined;
  const { facts } = operand;
  const { proof } = facts.values;
  const channels = along === "channel" ? "output channels" : "input channels";
  const text = along === undefined ? "counted at the widest" : `mixed along ${channels}`;
  const values = { ...facts.values, proof: { rule: "quantizer", text, from: proof } };
  const said = { ...operand, facts: { ...facts, values } };
  return along === undefined ? said : { ...said, mixed: { along, bits } };
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
