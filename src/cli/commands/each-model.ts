import type { ResultUnknown, ResultWarning } from "../../results/bits-result.ts";
import { EXIT, type ExitCode, worstOf } from "../exit-codes.ts";
import { report } from "../failures.ts";
import { type Io, readAll } from "../io.ts";
import { MESSAGES } from "../messages.ts";
import type { AnalysisFlags, PrintFlags } from "../shared-options.ts";
import type { Format } from "./formats.ts";

/** What the result of one model says beside its numbers. */
interface Findings {
  readonly model: { readonly name: string };
  readonly missing: readonly ResultUnknown[];
  readonly warnings: readonly ResultWarning[];
}

/** A command that makes one result of each model. */
export interface ModelCommand<R extends Findings> {
  readonly name: string;
  readonly format: Format<R>;
  readonly flags: AnalysisFlags & PrintFlags;
  answer(model: string | Uint8Array, named: { readonly name?: string }): R;
  /** Why `--strict` refuses a result; undefined where it does not. */
  lack(result: R): string | undefined;
}

/** Prints the result of every model; one that fails does not keep the others from being printed. */
export async function eachModel<R extends Findings>(
  models: readonly string[],
  command: ModelCommand<R>,
  io: Io,
): Promise<ExitCode> {
  const { format } = command;
  const codes: ExitCode[] = [];
  let printed = 0;
  for (const model of models) {
    const answered = await answerAndRender(model, command, io);
    if (typeof answered === "number") {
      codes.push(answered);
      continue;
    }
    await io.stdout.write((printed === 0 ? format.before : format.between) + answered.text);
    printed++;
    codes.push(await comment(answered.result, command, io));
  }
  await io.stdout.write((printed === 0 ? format.before : "") + format.after);
  return worstOf(codes);
}

interface Answered<R> {
  readonly result: R;
  readonly text: string;
}

/** A result and its text, or the exit code for what went wrong, which has been told. */
async function answerAndRender<R extends Findings>(
  model: string,
  command: ModelCommand<R>,
  io: Io,
): Promise<Answered<R> | ExitCode> {
  try {
    const result =
      model === "-"
        ? command.answer(await readAll(io.stdin), { name: "stdin" })
        : command.answer(model, {});
    return { result, text: command.format.render(result) };
  } catch (error) {
    return report(error, io, `ace ${command.name} ${model}`);
  }
}

/** What the format has no place for, and whether the result is good enough for `--strict`. */
async function comment<R extends Findings>(
  result: R,
  { flags, format, lack }: ModelCommand<R>,
  io: Io,
): Promise<ExitCode> {
  const { model, missing, warnings } = result;
  if (!format.tellsFindings && flags.quiet !== true) {
    for (const { reason } of missing) await io.stderr.write(MESSAGES.notKnown(model.name, reason));
    for (const { reason } of warnings) await io.stderr.write(MESSAGES.warning(model.name, reason));
  }
  const reason = flags.strict === true ? lack(result) : undefined;
  if (reason === undefined) return EXIT.fine;
  await io.stderr.write(reason);
  return EXIT.incomplete;
}
