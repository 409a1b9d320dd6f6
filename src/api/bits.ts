import { bitsOf } from "../metrics/bits.ts";
import type { BitsResult } from "../results/bits-result.ts";
import { type AnalysisOptions, analysed } from "./analysed.ts";
import { importProgram } from "./import-program.ts";

export type BitsOptions = AnalysisOptions;

/**
 * What each tensor of a model, a path or its bytes, can hold: its value set and width with the
 * proof, in execution order.
 *
 * @throws {AceError} where the model or the claimed widths cannot be read, or do not fit; what is
 * only unknown is in `missing`
 */
export function bits(model: string | Uint8Array, options: BitsOptions = {}): BitsResult {
  return analysed(model, options, bitsOf, importProgram);
}
