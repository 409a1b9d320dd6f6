import { stringifyResult } from "../../results/json.ts";
import type { Convention } from "../../results/score-result.ts";
import type { TrendResult } from "../../results/trend-result.ts";
import type { Context } from "../api.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { MESSAGES, wrongUsage } from "../messages.ts";
import { styleOf } from "../render/style.ts";
import { renderTrend, trendCsv, trendLatex, trendLine, trendMarkdown } from "../render/trend.ts";
import type { PrintFlags } from "../shared-options.ts";
import { chartFormat, chartStyle, type Look, writeDrawing } from "./pareto-chart.ts";

/** Options of `ace pareto` that count for a history. */
export interface TrendFlags extends PrintFlags, Look {
  readonly x: string;
  readonly convention: Convention;
  readonly out?: readonly string[];
}

/** `ace pareto --history`: how the cost of models went from commit to commit. */
export async function trendCommand(
  names: readonly string[],
  history: string,
  flags: TrendFlags,
  { io, api }: Context,
): Promise<ExitCode> {
  const [name] = names;
  if (name !== undefined) throw wrongUsage("draw", name, "no RESULT beside --history", name);
  const charts = (flags.out ?? []).map((path) => ({ path, format: chartFormat(path) }));
  const { trend, trendChart } = await api();
  const result = trend(history, { x: flags.x, convention: flags.convention });
  const render = RENDERERS.find(([flag]) => flags[flag] === true)?.[1];
  const style = styleOf(io, flags.color);
  await io.stdout.write(render === undefined ? renderTrend(result, style) : render(result));
  for (const { path, format } of charts) {
    const drawn = await trendChart(result, format, chartStyle(format, flags));
    writeDrawing(path, drawn);
    if (flags.quiet !== true) await io.stderr.write(MESSAGES.drawn(path));
  }
  return EXIT.fine;
}

const RENDERERS = [
  ["json", (result: TrendResult) => `${stringifyResult(result)}\n`],
  ["csv", trendCsv],
  ["md", trendMarkdown],
  ["latex", trendLatex],
  ["quiet", trendLine],
] as const;
