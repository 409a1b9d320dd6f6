import { formatProof } from "../domain/value-set.ts";
import { decimalFrom64ths } from "../results/decimal.ts";
import type { BitsRow, Layer, Operand } from "../results/score-result.ts";
import { accumulatorBits } from "./accumulator.ts";
import { aceOf } from "./ace.ts";
import type { Convention, Row, RowOperand } from "./counted.ts";
import { cpu64Of } from "./cpu64.ts";
import { weightCountOf } from "./storage.ts";

/** The rows as they are reported, with unique names. */
export function layersOf(rows: readonly Row[], convention: Convention): readonly Layer[] {
  const names = uniqueNames(rows);
  const all = rows.reduce((sum, row) => sum + aceOf(row, convention), 0n);
  return rows.map((row, i) => layerOf(row, names[i] as string, all, convention));
}

/** The first row of a name is bare, the next is name#2; a composite's products are name/1, name/2. */
function uniqueNames(rows: readonly Row[]): readonly string[] {
  const seen = new Map<string, number>();
  return rows.map(({ contraction }) => {
    const { name } = contraction.origin;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  });
}

function layerOf(row: Row, name: string, all: bigint, convention: Convention): Layer {
  const { contraction, origin, output, trips } = row.contraction;
  const ace = aceOf(row, convention);
  const weightCount = BigInt(weightCountOf(row));
  return {
    name,
    operator: origin.operator,
    kind: kindOf(row),
    macs: row.macs,
    trips,
    ace,
    cpu64: decimalFrom64ths(cpu64Of(row)),
    share: all === 0n ? 0 : Number(((ace * 20_000n) / all + 1n) / 2n) / 10_000,
    lhs: operandOf(row.lhs),
    rhs: operandOf(row.rhs),
    output: [...output],
    ...(contraction.stride === undefined ? {} : { stride: [...contraction.stride] }),
    ...(contraction.groups === undefined ? {} : { groups: contraction.groups }),
    accumulatorBits: accumulatorBits(row),
    weightCount,
    weightBits: weightCount * BigInt(row.rhs.width.bits),
  };
}

/** A product with a weight is a dense layer. */
function kindOf({ contraction, rhs }: Row): Layer["kind"] {
  const { kind } = contraction.contraction;
  return kind === "product" && rhs.role === "weight" ? "dense" : kind;
}

function operandOf({ facts, role, width }: RowOperand): Operand {
  return {
    tensor: facts.tensor,
    role,
    shape: [...facts.type.shape],
    bits: width.bits,
    float: width.float,
    type: facts.type.element,
    values: facts.values.grid === undefined ? "float" : "grid",
    proof: formatProof(facts.values.proof),
    status: facts.values.status,
  };
}

/** Multiply-accumulates by pair of native widths, dearest pair first. */
export function byBits(rows: readonly Row[], convention: Convention): readonly BitsRow[] {
  const pairs = new Map<string, BitsRow>();
  for (const row of rows) {
    const { lhs, rhs } = row;
    const key = `${lhs.width.bits}${lhs.width.float} ${rhs.width.bits}${rhs.width.float}`;
    const known = pairs.get(key);
    pairs.set(key, {
      lhsBits: lhs.width.bits,
      lhsFloat: lhs.width.float,
      rhsBits: rhs.width.bits,
      rhsFloat: rhs.width.float,
      macs: (known?.macs ?? 0n) + row.macs,
      ace: (known?.ace ?? 0n) + aceOf(row, convention),
    });
  }
  return [...pairs.values()].sort((a, b) => Number(b.ace > a.ace) - Number(b.ace < a.ace));
}
