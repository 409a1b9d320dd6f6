import { stringifyResult } from "../../results/json.ts";
import type { ParetoResult } from "../../results/pareto-result.ts";
import type { ScoreResult } from "../../results/score-result.ts";
import type { Api, ChartStyle, Context, ParetoOptions } from "../api.ts";
import { EXIT, type ExitCode, worstOf } from "../exit-codes.ts";
import { report } from "../failures.ts";
import { type Io, readAll } from "../io.ts";
import { MESSAGES } from "../messages.ts";
import { expandModels } from "../models.ts";
import { type Named, toRecord } from "../options.ts";
import { paretoCsv, paretoLatex, paretoLine, paretoMarkdown } from "../render/pareto-documents.ts";
import { renderPareto } from "../render/pareto-table.ts";
import { type Style, styleOf } from "../render/style.ts";
import { type AnalysisFlags, analysisOptions, type PrintFlags } from "../shared-options.ts";
import { chartFormat, writeChart } from "./pareto-chart.ts";

/** Options of `ace pareto`, as the command line has them. */
export interface ParetoFlags extends AnalysisFlags, PrintFlags {
  readonly points?: readonly string[];
  /** A file of `ace check --history`, which is drawn instead. */
  readonly history?: string;
  readonly accuracy?: Named<number>;
  readonly x: string;
  readonly family?: readonly string[];
  readonly binary?: boolean;
  readonly recollection?: boolean;
  readonly drafts?: boolean;
  readonly mixed?: boolean;
  readonly reference?: NonNullable<ParetoOptions["reference"]>;
  readonly out?: readonly string[];
  readonly theme: ChartStyle["theme"];
  readonly size?: ChartStyle["size"];
  readonly letters?: NonNullable<ChartStyle["letters"]>;
  readonly scale?: number;
  /** False where `--no-caption` is given. */
  readonly caption: boolean;
  readonly highlight?: readonly string[];
}

/** Places the published networks and the user's, prints the front, and draws it. */
export async function paretoCommand(
  names: readonly string[],
  flags: ParetoFlags,
  context: Context,
): Promise<ExitCode> {
  const { history } = flags;
  if (history !== undefined) {
    const { trendCommand } = await import("./trend.ts");
    return trendCommand(names, history, flags, context);
  }
  const { io, api } = context;
  const charts = (flags.out ?? []).map((path) => ({ path, format: chartFormat(path) }));
  const library = await api();
  const { results, codes } = await scoresOf(names, flags, library, io);
  const result = await library.pareto({ ...optionsOf(flags), results });
  await io.stdout.write(render(result, flags, styleOf(io, flags.color)));
  if (tellsNothing(flags)) await tellFindings(result, io);
  for (const { path, format } of charts) {
    await writeChart(result, path, format, flags, library);
    if (flags.quiet !== true) await io.stderr.write(MESSAGES.drawn(path));
  }
  codes.push(await lackOf(result, flags, io));
  return worstOf(codes);
}

/** Scores of all that is named; one that cannot be read does not keep the others out. */
async function scoresOf(
  names: readonly string[],
  flags: ParetoFlags,
  library: Api,
  io: Io,
): Promise<{ readonly results: readonly ScoreResult[]; readonly codes: ExitCode[] }> {
  const options = { ...analysisOptions(flags), convention: flags.convention };
  const results: ScoreResult[] = [];
  const codes: ExitCode[] = [];
  for (const name of names.length === 0 ? [] : expandModels(names, "pareto").models) {
    try {
      const input = name === "-" ? await readAll(io.stdin) : name;
      const named = name === "-" ? { name: "stdin" } : {};
      results.push(...library.scoresOf(input, { ...named, ...options }));
    } catch (error) {
      codes.push(await report(error, io, `ace pareto ${name}`));
    }
  }
  return { results, codes };
}

function optionsOf(flags: ParetoFlags): ParetoOptions {
  const { points, accuracy, family, reference } = flags;
  return {
    x: flags.x,
    convention: flags.convention,
    accuracies: toRecord(accuracy),
    binary: flags.binary === true,
    recollection: flags.recollection === true,
    drafts: flags.drafts === true,
    mixed: flags.mixed === true,
    ...(points === undefined ? {} : { points }),
    ...(family === undefined ? {} : { families: family }),
    ...(reference === undefined ? {} : { reference }),
  };
}

function render(result: ParetoResult, flags: ParetoFlags, style: Style): string {
  const all = flags.all === true;
  if (flags.json === true) return `${stringifyResult(result)}\n`;
  if (flags.csv === true) return paretoCsv(result);
  if (flags.md === true) return paretoMarkdown(result, all);
  if (flags.latex === true) return paretoLatex(result, all);
  return flags.quiet === true ? paretoLine(result) : renderPareto(result, style, all);
}

/** Formats that hold points only. */
function tellsNothing({ csv, latex, quiet }: ParetoFlags): boolean {
  return (csv === true || latex === true) && quiet !== true;
}

async function tellFindings({ absent, warnings }: ParetoResult, io: Io): Promise<void> {
  for (const { names, reason, option } of absent) {
    await io.stderr.write(MESSAGES.notPlaced(names.length, reason, option));
  }
  for (const { reason } of warnings) await io.stderr.write(MESSAGES.placing(reason));
}

async function lackOf({ absent }: ParetoResult, { strict }: ParetoFlags, io: Io) {
  const bounds = absent.find(({ own, code }) => own && code === "lower-bound");
  if (strict !== true || bounds === undefined) return EXIT.fine;
  for (const name of bounds.names) await io.stderr.write(MESSAGES.lowerBound(name));
  return EXIT.incomplete;
}
