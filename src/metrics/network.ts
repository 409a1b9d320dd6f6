import { type Analysis, analyse } from "../bits/analysis.ts";
import type { ImportedModel, Warning } from "../graph/imported.ts";
import type { ScalarKind } from "../ops/work.ts";
import { countedRow, countedScalars, takenBranches } from "./branches.ts";
import { type Claims, claimRows, claimTensors } from "./claims.ts";
import { type Convention, type Row, rowsOf } from "./counted.ts";
import { type PeakMemory, peakMemory } from "./memory.ts";
import { type Storage, storageOf } from "./storage.ts";

/** A graph with everything that metrics fold over, worked out once. */
export interface Counted {
  readonly analysis: Analysis;
  readonly rows: readonly Row[];
  readonly scalars: Readonly<Record<ScalarKind, bigint>>;
  readonly storage: Storage;
  readonly memory: PeakMemory;
  /** Where claims of layers say otherwise than proofs. */
  readonly warnings: readonly Warning[];
}

/**
 * Prepares an analysis for the metrics.
 *
 * @param convention - by which the dearest branch is chosen
 * @throws {AceError} `wrong-usage` for claims of layers that there are not
 */
export function counted(
  analysis: Analysis,
  claims?: Claims,
  convention: Convention = "pokebnn",
): Counted {
  const found = rowsOf(analysis);
  const { rows: all, warnings } =
    claims === undefined ? { rows: found, warnings: [] } : claimRows(found, claims);
  const taken = takenBranches(analysis, all, convention);
  const rows = taken.length === 0 ? all : all.map((row) => countedRow(analysis, taken, row));
  return {
    analysis,
    rows,
    scalars: countedScalars(analysis, taken),
    storage: storageOf(analysis, rows),
    memory: peakMemory(analysis, taken),
    warnings,
  };
}

/**
 * A model as the metrics see it, with what is claimed of it.
 *
 * @param keepsSets - see `analyse`
 * @throws {AceError} `wrong-usage` for claims of layers and tensors that there are not
 */
export function countedModel(
  { graph }: ImportedModel,
  claims: Claims | undefined,
  convention: Convention,
  keepsSets = false,
): Counted {
  if (claims !== undefined) claimTensors(graph, claims);
  return counted(analyse(graph, keepsSets), claims, convention);
}
