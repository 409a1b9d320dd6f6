import type { CheckResult, Verdict } from "../../results/check-result.ts";
import { stringifyResult } from "../../results/json.ts";
import type { CheckOptions, Context } from "../api.ts";
import { EXIT, type ExitCode, worstOf } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { MESSAGES } from "../messages.ts";
import { checkCsv, checkLatex, checkMarkdown } from "../render/check-documents.ts";
import { renderCheck } from "../render/check-table.ts";
import { checkLine } from "../render/check-words.ts";
import { styleOf } from "../render/style.ts";
import type { PrintFlags } from "../shared-options.ts";
import { type CheckOutputs, commitOf, writeOutputs } from "./check-outputs.ts";

/** Options of `ace check`, as the command line has them. */
export interface CheckFlags extends CheckOutputs, PrintFlags {
  readonly config?: string;
  readonly update?: boolean;
  readonly against?: string;
  readonly history?: string;
  readonly strict?: boolean;
}

/** Holds the models of the configuration against their budgets, or takes their cost for the baseline. */
export async function checkCommand(flags: CheckFlags, { io, api }: Context): Promise<ExitCode> {
  const { check, updateBaselines } = await api();
  if (flags.update === true) {
    const { config } = flags;
    for (const written of updateBaselines(config === undefined ? {} : { config })) {
      if (flags.quiet !== true) await io.stderr.write(MESSAGES.baseline(written));
    }
    return EXIT.fine;
  }
  const result = check(optionsOf(flags, io));
  const style = styleOf(io, flags.color);
  const render = RENDERERS.find(([flag]) => flags[flag] === true)?.[1];
  await io.stdout.write(render === undefined ? renderCheck(result, style) : render(result));
  await tellFailures(result, flags, io);
  await writeOutputs(result, flags, io);
  return worstOf(codesOf(result, flags));
}

const RENDERERS = [
  ["json", (result: CheckResult) => `${stringifyResult(result)}\n`],
  ["csv", checkCsv],
  ["md", checkMarkdown],
  ["latex", checkLatex],
  ["quiet", checkLine],
] as const;

function optionsOf({ config, against, history }: CheckFlags, io: Io): CheckOptions {
  const commit = commitOf(io);
  return {
    ...(config === undefined ? {} : { config }),
    ...(against === undefined ? {} : { against }),
    ...(history === undefined ? {} : { history }),
    ...(commit === undefined ? {} : { commit }),
  };
}

/** The table and Markdown tell them; the others have no place for them. */
async function tellFailures(result: CheckResult, flags: CheckFlags, io: Io): Promise<void> {
  for (const { name, failure, complete } of result.models) {
    if (failure !== undefined && (flags.quiet === true || flags.latex === true)) {
      await io.stderr.write(MESSAGES.notChecked(name, failure.message));
    }
    if (flags.strict === true && failure === undefined && !complete) {
      await io.stderr.write(MESSAGES.lowerBound(name));
    }
  }
}

function codesOf({ models }: CheckResult, { strict }: CheckFlags): readonly ExitCode[] {
  return models.flatMap(({ verdicts, failure, complete }): ExitCode[] => {
    if (failure !== undefined) {
      return [failure.code === "wrong-usage" ? EXIT.wrongUsage : EXIT.unreadable];
    }
    const failing = verdicts.filter(({ status }) => status === "error");
    const isOver = ({ kind }: Verdict) => kind !== "missing" || strict !== true;
    return [
      ...(failing.some(isOver) ? [EXIT.overBudget] : []),
      ...(strict === true && (!complete || failing.length > 0) ? [EXIT.incomplete] : []),
    ];
  });
}
