import type { CompareResult } from "../../results/compare-result.ts";
import { stringifyResult } from "../../results/json.ts";
import type { Convention } from "../../results/score-result.ts";
import type { Context } from "../api.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type Io, readAll } from "../io.ts";
import { MESSAGES, wrongUsage } from "../messages.ts";
import { compareCsv, compareLatex, compareLine } from "../render/compare-documents.ts";
import { compareMarkdown } from "../render/compare-markdown.ts";
import { renderCompare } from "../render/compare-table.ts";
import { type Style, styleOf } from "../render/style.ts";
import { type AnalysisFlags, analysisOptions, type PrintFlags } from "../shared-options.ts";

/** Options of `ace compare`, as the command line has them. */
export interface CompareFlags extends Omit<AnalysisFlags, "convention">, PrintFlags {
  /** Only where the user gave it. */
  readonly convention?: Convention;
}

/** Says what became of a network; a difference is no failure. */
export async function compareCommand(
  names: readonly [string, string],
  flags: CompareFlags,
  { io, api }: Context,
): Promise<ExitCode> {
  if (names[0] === "-" && names[1] === "-") {
    throw wrongUsage("read", "standard input", "one - for it", "several");
  }
  const { compare } = await api();
  const { convention } = flags;
  const result = compare(await inputOf(names[0], io), await inputOf(names[1], io), {
    ...analysisOptions(flags),
    ...(convention === undefined ? {} : { convention }),
    names: [stdinName(names[0]), stdinName(names[1])],
  });
  await io.stdout.write(render(result, flags, styleOf(io, flags.color)));
  return lackOf(result, flags, io);
}

async function inputOf(name: string, io: Io): Promise<string | Uint8Array> {
  return name === "-" ? await readAll(io.stdin) : name;
}

function stdinName(name: string): string | undefined {
  return name === "-" ? "stdin" : undefined;
}

function render(result: CompareResult, flags: CompareFlags, style: Style): string {
  const all = flags.all === true;
  if (flags.json === true) return `${stringifyResult(result)}\n`;
  if (flags.csv === true) return compareCsv(result);
  if (flags.md === true) return compareMarkdown(result, all);
  if (flags.latex === true) return compareLatex(result, all);
  return flags.quiet === true ? compareLine(result) : renderCompare(result, style, all);
}

/** With `--strict`, totals that are lower bounds are told and refused. */
async function lackOf(
  { before, after }: CompareResult,
  flags: CompareFlags,
  io: Io,
): Promise<ExitCode> {
  const lacking = [before, after].filter(({ complete }) => !complete);
  if (flags.strict !== true || lacking.length === 0) return EXIT.fine;
  for (const { model, atLeast } of lacking) {
    await io.stderr.write(MESSAGES.incomplete(model.name, atLeast));
  }
  return EXIT.incomplete;
}
