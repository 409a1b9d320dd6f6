import { decimalFrom64ths } from "../results/decimal.ts";
import { roundedShare } from "../results/rounded-share.ts";
import type { BitsRow, Layer, Operand } from "../results/score-result.ts";
import { accumulatorBits } from "./accumulator.ts";
import { aceOf, aceOfPart } from "./ace.ts";
import type { Convention, Row, RowOperand } from "./counted.ts";
import { cpu64Of } from "./cpu64.ts";
import { partsOf } from "./parts.ts";
import { reportedValues } from "./reported.ts";
import { weightsOf } from "./storage.ts";

/** The rows as they are reported, with unique names. */
export function layersOf(rows: readonly Row[], convention: Convention): readonly Layer[] {
  const all = rows.reduce((sum, row) => sum + aceOf(row, convention), 0n);
  return rows.map((row) => layerOf(row, all, convention));
}

function layerOf(row: Row, all: bigint, convention: Convention): Layer {
  const { contraction, origin, output } = row.contraction;
  const ace = aceOf(row, convention);
  return {
    name: row.name,
    operator: origin.operator,
    kind: kindOf(row),
    macs: row.macs,
    trips: row.trips,
    ace,
    cpu64: decimalFrom64ths(cpu64Of(row)),
    share: roundedShare(ace, all),
    lhs: operandOf(row.lhs),
    rhs: operandOf(row.rhs),
    output,
    ...(contraction.stride === undefined ? {} : { stride: contraction.stride }),
    ...(contraction.groups === undefined ? {} : { groups: contraction.groups }),
    accumulatorBits: accumulatorBits(row),
    ...weightsOf(row),
  };
}

/** A product with a weight is a dense layer. */
function kindOf({ contraction, rhs }: Row): Layer["kind"] {
  const { kind } = contraction.contraction;
  return kind === "product" && rhs.role === "weight" ? "dense" : kind;
}

function operandOf({ facts, role }: RowOperand): Operand {
  return { tensor: facts.tensor, role, ...reportedValues(facts.type, facts.values) };
}

/** Multiply-accumulates by pair of native widths, dearest pair first. */
export function byBits(rows: readonly Row[], convention: Convention): readonly BitsRow[] {
  const pairs = new Map<string, BitsRow>();
  for (const row of rows) {
    for (const part of partsOf(row)) {
      const { lhs, rhs, macs } = part;
      const key = `${lhs.bits}${lhs.float} ${rhs.bits}${rhs.float}`;
      const known = pairs.get(key);
      pairs.set(key, {
        lhsBits: lhs.bits,
        lhsFloat: lhs.float,
        rhsBits: rhs.bits,
        rhsFloat: rhs.float,
        macs: (known?.macs ?? 0n) + macs,
        ace: (known?.ace ?? 0n) + aceOfPart(part, convention),
      });
    }
  }
  return [...pairs.values()].sort((a, b) => Number(b.ace > a.ace) - Number(b.ace < a.ace));
}
