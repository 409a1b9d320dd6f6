import { within } from "../errors.ts";
import type { ImportedModel } from "../graph/imported.ts";
import type { ByteSource } from "../io/byte-source.ts";
import { type SpecialiseOptions, specialise } from "../parsers/stablehlo/lowering/specialise.ts";
import { readWeights } from "../parsers/weights/read-weights.ts";
import { programIn } from "./model-format.ts";

/** What is known of a program beside its file. */
export interface ProgramOptions extends Omit<SpecialiseOptions, "weights"> {
  /** A file that fills its arguments: msgpack, safetensors or npz. */
  readonly weights?: string;
}

/**
 * The graph of a StableHLO or HLO program; undefined where the bytes are something else.
 *
 * @param open - opens a file that must stay open as long as the graph is used
 */
export function importProgram(
  source: ByteSource,
  { weights, ...options }: ProgramOptions,
  open: (file: string) => ByteSource,
): ImportedModel | undefined {
  const program = programIn(source);
  if (program === undefined) return undefined;
  if (weights === undefined) return specialise(program, options);
  const filled = within({ file: weights }, () => readWeights(open(weights)));
  return specialise(program, { ...options, weights: filled });
}
