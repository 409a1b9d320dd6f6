import type { ScoreResult } from "../../results/score-result.ts";
import type { Context, ScoreOptions } from "../api.ts";
import { EXIT, type ExitCode, worstOf } from "../exit-codes.ts";
import { report } from "../failures.ts";
import { type Io, readAll } from "../io.ts";
import { MESSAGES } from "../messages.ts";
import { expandModels } from "../models.ts";
import { styleOf } from "../render/style.ts";
import { type Format, formatOf } from "./score-formats.ts";
import { scoreLines } from "./score-lines.ts";
import { optionsOf, type ScoreFlags } from "./score-options.ts";

/** Scores every model that is named; one that fails does not keep the others from being printed. */
export async function scoreCommand(
  names: readonly string[],
  flags: ScoreFlags,
  context: Context,
): Promise<ExitCode> {
  if (flags.jsonl === true) return scoreLines(names, flags, context);
  const { models, several } = expandModels(names);
  const { io } = context;
  const format = formatOf(flags, several, styleOf(io, flags.color));
  const codes: ExitCode[] = [];
  let printed = 0;
  for (const model of models) {
    const scored = await scoreAndRender(model, flags, format, context);
    if (typeof scored === "number") {
      codes.push(scored);
      continue;
    }
    await io.stdout.write((printed === 0 ? format.before : format.between) + scored.text);
    printed++;
    codes.push(await comment(scored.result, flags, format, io));
  }
  await io.stdout.write((printed === 0 ? format.before : "") + format.after);
  return worstOf(codes);
}

interface Scored {
  readonly result: ScoreResult;
  readonly text: string;
}

/** A result and its text, or the exit code for what went wrong, which has been told. */
async function scoreAndRender(
  model: string,
  flags: ScoreFlags,
  format: Format,
  context: Context,
): Promise<Scored | ExitCode> {
  try {
    const result = await scoreModel(model, optionsOf(flags), context);
    return { result, text: format.render(result) };
  } catch (error) {
    return report(error, context.io, `ace score ${model}`);
  }
}

/** What the format has no place for, and whether the result is good enough for `--strict`. */
async function comment(
  { model, atLeast, missing, warnings }: ScoreResult,
  flags: ScoreFlags,
  format: Format,
  io: Io,
): Promise<ExitCode> {
  if (!format.tellsFindings && flags.quiet !== true) {
    for (const { reason } of missing) await io.stderr.write(MESSAGES.notKnown(model.name, reason));
    for (const { reason } of warnings) await io.stderr.write(MESSAGES.warning(model.name, reason));
  }
  if (flags.strict !== true || atLeast.length === 0) return EXIT.fine;
  await io.stderr.write(MESSAGES.incomplete(model.name, atLeast));
  return EXIT.incomplete;
}

async function scoreModel(
  model: string,
  options: ScoreOptions,
  { io, api }: Context,
): Promise<ScoreResult> {
  const { score } = await api();
  if (model === "-") return score(await readAll(io.stdin), { name: "stdin", ...options });
  return score(model, options);
}
