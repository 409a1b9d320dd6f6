import { type Analysis, analyse } from "../bits/analysis.ts";
import type { ImportedModel, Warning } from "../graph/imported.ts";
import { type Claims, claimRows, claimTensors } from "./claims.ts";
import { type Row, rowsOf } from "./counted.ts";
import { type PeakMemory, peakMemory } from "./memory.ts";
import { type Storage, storageOf } from "./storage.ts";

/** A graph with everything that metrics fold over, worked out once. */
export interface Counted {
  readonly analysis: Analysis;
  readonly rows: readonly Row[];
  readonly storage: Storage;
  readonly memory: PeakMemory;
  /** Where claims of layers say otherwise than proofs. */
  readonly warnings: readonly Warning[];
}

/**
 * Prepares an analysis for the metrics.
 *
 * @throws {AceError} `wrong-usage` for claims of layers that there are not
 */
export function counted(analysis: Analysis, claims?: Claims): Counted {
  const found = rowsOf(analysis);
  const { rows, warnings } =
    claims === undefined ? { rows: found, warnings: [] } : claimRows(found, claims);
  const storage = storageOf(analysis, rows);
  return { analysis, rows, storage, memory: peakMemory(analysis), warnings };
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
  keepsSets = false,
): Counted {
  if (claims !== undefined) claimTensors(graph, claims);
  return counted(analyse(graph, keepsSets), claims);
}
