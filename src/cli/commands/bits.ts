import type { Context } from "../api.ts";
import type { ExitCode } from "../exit-codes.ts";
import { MESSAGES } from "../messages.ts";
import { expandModels } from "../models.ts";
import { BITS_CSV_HEAD, bitsCsv } from "../render/bits-csv.ts";
import { bitsLatex, bitsLine, bitsMarkdown } from "../render/bits-documents.ts";
import { renderBits } from "../render/bits-table.ts";
import { styleOf } from "../render/style.ts";
import { type AnalysisFlags, analysisOptions, type PrintFlags } from "../shared-options.ts";
import { eachModel } from "./each-model.ts";
import { chosenFormat } from "./formats.ts";

/** Options of `ace bits`, as the command line has them. */
export interface BitsFlags extends AnalysisFlags, PrintFlags {}

/** Shows what the tensors of every model that is named can hold. */
export async function bitsCommand(
  names: readonly string[],
  flags: BitsFlags,
  { io, api }: Context,
): Promise<ExitCode> {
  const { models, several } = expandModels(names, "bits");
  const { bits } = await api();
  const style = styleOf(io, flags.color);
  const command = {
    name: "bits",
    format: chosenFormat<ReturnType<typeof bits>>(flags, several, {
      csvHead: BITS_CSV_HEAD,
      csv: bitsCsv,
      markdown: bitsMarkdown,
      latex: bitsLatex,
      line: bitsLine,
      table: (result) => renderBits(result, style, flags.all === true),
    }),
    flags,
    answer: (model: string | Uint8Array, named: { readonly name?: string }) =>
      bits(model, { ...named, ...analysisOptions(flags) }),
    lack: ({ model, missing }: ReturnType<typeof bits>) =>
      missing.length === 0 ? undefined : MESSAGES.unknown(model.name, missing.length),
  };
  return eachModel(models, command, io);
}
