import type { Width } from "../domain/value-set.ts";
import type { ElementType } from "../graph/element-type.ts";
import type { Row } from "./counted.ts";
import { type Part, partsOf } from "./parts.ts";

export const PROCESS_NODES = ["45nm", "7nm"] as const;
export type ProcessNode = (typeof PROCESS_NODES)[number];

interface Figures {
  readonly add: number;
  readonly multiply: number;
}

type FiguresByType = Readonly<Record<"f32" | "f16" | "i32" | "i8", Figures>> & {
  readonly bf16: Figures | null;
};

/**
 * Femtojoules of one operation; null where nothing is published.
 *
 * Source: Horowitz, "Computing's energy problem" (ISSCC 2014) for 45 nm; PokeBNN, table 1, for 7 nm.
 */
const FEMTOJOULES: Readonly<Record<ProcessNode, FiguresByType>> = {
  "45nm": {
    f32: { add: 900, multiply: 3700 },
    f16: { add: 400, multiply: 1100 },
    bf16: null,
    i32: { add: 100, multiply: 3100 },
    i8: { add: 30, multiply: 200 },
  },
  "7nm": {
    f32: { add: 380, multiply: 1310 },
    f16: { add: 160, multiply: 340 },
    bf16: { add: 110, multiply: 210 },
    i32: { add: 30, multiply: 1480 },
    i8: { add: 7, multiply: 70 },
  },
};

/**
 * Energy of a row in 64ths of a femtojoule: multiply-accumulates x (a multiply of the wider
 * operand's type + an add of the accumulator's: int32 for integers, the float type for floats).
 *
 * Below 8 bits the multiply is int8's x i x j / 64: extrapolated, nothing is published there.
 *
 * @returns null where a type has no published figure
 */
export function energyOf(row: Row, node: ProcessNode): bigint | null {
  const table = FEMTOJOULES[node];
  let sum = 0n;
  for (const part of partsOf(row)) {
    const energy =
      part.lhs.float || part.rhs.float
        ? floatEnergy(part, widerFloat(row), table)
        : integerEnergy(part, table);
    if (energy === null) return null;
    sum += energy;
  }
  return sum;
}

function floatEnergy({ macs }: Part, type: ElementType, table: FiguresByType): bigint | null {
  const figures = type in table ? table[type as keyof FiguresByType] : null;
  return figures === null ? null : macs * 64n * BigInt(figures.add + figures.multiply);
}

function integerEnergy({ macs, lhs, rhs }: Part, table: FiguresByType): bigint | null {
  const accumulate = table.i32;
  const bits = Math.max(lhs.bits, rhs.bits);
  if (bits <= 8) {
    const share = bits < 8 ? lhs.bits * rhs.bits : 64;
    const multiply = table.i8.multiply * share;
    return macs * BigInt(multiply + accumulate.add * 64);
  }
  if (bits !== 32) return null;
  return macs * 64n * BigInt(accumulate.add + accumulate.multiply);
}

function widerFloat({ lhs, rhs }: Row): ElementType {
  const rank = ({ float, bits }: Width): number => (float ? bits : 0);
  return (rank(lhs.width) >= rank(rhs.width) ? lhs : rhs).facts.values.carrier;
}
