import { AceError, formatWhere } from "../../errors.ts";
import type { FailureLine } from "../../results/failure.ts";
import { stringifyResult } from "../../results/json.ts";
import type { ScoreResult } from "../../results/score-result.ts";
import type { Context } from "../api.ts";
import { EXIT, type ExitCode, exitCodeOf, worstOf } from "../exit-codes.ts";
import { report } from "../failures.ts";
import { readLines } from "../io.ts";
import { wrongUsage } from "../messages.ts";
import { parseRequest } from "./request.ts";
import { optionsOf, type ScoreFlags } from "./score-options.ts";

/**
 * `ace score --jsonl`: one result a line for each line of standard input, as soon as it is there.
 *
 * A line that cannot be scored gives its error in its place, and the exit code tells of it.
 */
export async function scoreLines(
  names: readonly string[],
  flags: ScoreFlags,
  { io, api }: Context,
): Promise<ExitCode> {
  if (names.length > 0) {
    throw wrongUsage("read", "models", "them on standard input (--jsonl)", names.join(" "));
  }
  const { score } = await api();
  const codes: ExitCode[] = [];
  for await (const line of readLines(io.stdin)) {
    const answer = await answerTo(line);
    codes.push(codeOf(answer, flags));
    await io.stdout.write(`${stringifyResult(answer, 0)}\n`);
  }
  return worstOf(codes);

  async function answerTo(line: string): Promise<ScoreResult | FailureLine> {
    try {
      const { model, options } = parseRequest(line, optionsOf(flags));
      return score(model, options);
    } catch (error) {
      if (exitCodeOf(error) === EXIT.bug) await report(error, io, `ace score --jsonl, ${line}`);
      return failureLine(error);
    }
  }
}

function codeOf(answer: ScoreResult | FailureLine, { strict }: ScoreFlags): ExitCode {
  if ("error" in answer) return answer.error.code === "internal" ? EXIT.bug : EXIT.unreadable;
  return strict === true && !answer.complete ? EXIT.incomplete : EXIT.fine;
}

function failureLine(error: unknown): FailureLine {
  if (!(error instanceof AceError)) return { error: { code: "internal", message: String(error) } };
  const where = formatWhere(error.where);
  return {
    error: {
      code: error.code,
      message: error.message,
      ...(where === "" ? {} : { where }),
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    },
  };
}
