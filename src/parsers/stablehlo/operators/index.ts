import type { Lowering, LoweringTable } from "../lowering/context.ts";
import { COLLECTIVES } from "./collectives.ts";
import { COMPLEX, withComplex } from "./complex.ts";
import { CONSTANTS } from "./constants.ts";
import { CONTRACTIONS } from "./contraction.ts";
import { CONVERSIONS } from "./conversion.ts";
import { CUSTOM_CALLS } from "./custom-calls.ts";
import { DYNAMIC } from "./dynamic.ts";
import { ELEMENTWISE } from "./elementwise.ts";
import { INDEXING } from "./indexing.ts";
import { MOVEMENT } from "./movement.ts";
import { NUMERIC } from "./numeric.ts";
import { PARTITION } from "./partition.ts";
import { QUANTIZATION, withQuantized } from "./quantization.ts";
import { REDUCTIONS } from "./reduction.ts";
import { STRUCTURE } from "./structure.ts";

const TABLES: readonly LoweringTable[] = [
  COLLECTIVES,
  COMPLEX,
  CONSTANTS,
  CONTRACTIONS,
  CONVERSIONS,
  CUSTOM_CALLS,
  DYNAMIC,
  withComplex(ELEMENTWISE),
  INDEXING,
  MOVEMENT,
  NUMERIC,
  PARTITION,
  QUANTIZATION,
  REDUCTIONS,
  STRUCTURE,
];

const ALL: ReadonlyMap<string, Lowering> = new Map(
  TABLES.flatMap((table) =>
    Object.entries(table).map(([name, lowering]) => [name, withQuantized(name, lowering)] as const),
  ),
);

/** How an operation is lowered; undefined where it is not known. */
export function loweringOf(name: string): Lowering | undefined {
  return ALL.get(name);
}
