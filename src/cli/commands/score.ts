import type { Context } from "../api.ts";
import type { ExitCode } from "../exit-codes.ts";
import { MESSAGES } from "../messages.ts";
import { beginsAsOnnx, expandModels } from "../models.ts";
import { styleOf } from "../render/style.ts";
import { eachModel } from "./each-model.ts";
import { formatOf } from "./score-formats.ts";
import { scoreLines } from "./score-lines.ts";
import { optionsOf, type ScoreFlags } from "./score-options.ts";

/** Scores every model that is named. */
export async function scoreCommand(
  names: readonly string[],
  flags: ScoreFlags,
  context: Context,
): Promise<ExitCode> {
  if (flags.jsonl === true) return scoreLines(names, flags, context);
  const { models, several } = expandModels(names, "score");
  const { io, api } = context;
  const { score } = await (models.every(beginsAsOnnx) ? api("score of ONNX") : api());
  const command = {
    name: "score",
    format: formatOf(flags, several, styleOf(io, flags.color)),
    flags,
    answer: (model: string | Uint8Array, named: { readonly name?: string }) =>
      score(model, { ...named, ...optionsOf(flags) }),
    lack: ({ model, atLeast }: ReturnType<typeof score>) =>
      atLeast.length === 0 ? undefined : MESSAGES.incomplete(model.name, atLeast),
  };
  return eachModel(models, command, io);
}
