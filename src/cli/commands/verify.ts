import { stringifyResult } from "../../results/json.ts";
import type { VerifyResult } from "../../results/verify-result.ts";
import type { Context, VerifyOptions } from "../api.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { MESSAGES } from "../messages.ts";
import { expandModels } from "../models.ts";
import { type Progress, verifyProgress } from "../progress.ts";
import { styleOf } from "../render/style.ts";
import { verifyCsv, verifyLatex, verifyMarkdown } from "../render/verify-documents.ts";
import { renderVerify, verifyLine } from "../render/verify-table.ts";
import type { PrintFlags } from "../shared-options.ts";

/** Options of `ace verify`, as the command line has them. */
export interface VerifyFlags extends PrintFlags {
  readonly inputs?: readonly string[];
  readonly expect?: readonly string[];
  readonly weights?: string;
  readonly rtol?: number;
  readonly atol?: number;
  readonly ulps?: number;
  readonly peak?: number;
  readonly strict?: boolean;
}

/** Executes models and compares what comes out. */
export async function verifyCommand(
  names: readonly string[],
  flags: VerifyFlags,
  { io, api }: Context,
): Promise<ExitCode> {
  const { verify } = await api();
  const progress = verifyProgress(io, flags.quiet);
  const { models } = expandModels(names, "verify");
  const result = ended(progress, () =>
    verify(models, {
      ...optionsOf(flags),
      ...(progress === undefined ? {} : { onCase: progress.onCase }),
    }),
  );
  const style = styleOf(io, flags.color);
  const render = RENDERERS.find(([flag]) => flags[flag] === true)?.[1];
  await io.stdout.write(render === undefined ? renderVerify(result, style) : render(result));
  const code = codeOf(result, flags);
  if (code === EXIT.unreadable) await io.stderr.write(MESSAGES.noCase);
  if (code === EXIT.incomplete) {
    await io.stderr.write(MESSAGES.unsupported(result.counts.unsupported));
  }
  return code;
}

function ended<T>(progress: Progress | undefined, body: () => T): T {
  try {
    return body();
  } finally {
    progress?.end();
  }
}

const RENDERERS = [
  ["json", (result: VerifyResult) => `${stringifyResult(result)}\n`],
  ["csv", verifyCsv],
  ["md", verifyMarkdown],
  ["latex", verifyLatex],
  ["quiet", verifyLine],
] as const;

function optionsOf(flags: VerifyFlags): VerifyOptions {
  const { inputs, expect, weights, rtol, atol, ulps, peak } = flags;
  return {
    ...(inputs === undefined ? {} : { inputs }),
    ...(expect === undefined ? {} : { expect }),
    ...(weights === undefined ? {} : { weights }),
    ...(rtol === undefined ? {} : { rtol }),
    ...(atol === undefined ? {} : { atol }),
    ...(ulps === undefined ? {} : { ulps }),
    ...(peak === undefined ? {} : { peak }),
  };
}

function codeOf({ equal, counts }: VerifyResult, { strict }: VerifyFlags): ExitCode {
  const ran = counts.equal + counts.close + counts.different;
  if (ran === 0) return EXIT.unreadable;
  if (!equal) return EXIT.notEqual;
  return strict === true && counts.unsupported > 0 ? EXIT.incomplete : EXIT.fine;
}
