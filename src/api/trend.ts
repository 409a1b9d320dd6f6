import { readHistory } from "../budget/history.ts";
import type { ListedMetric } from "../budget/metric.ts";
import { trendOf } from "../budget/trend.ts";
import { AceError } from "../errors.ts";
import { METRICS } from "../metrics/metrics.ts";
import type { ChartFormat, ChartStyle } from "../pareto/chart/index.ts";
import { oneOf } from "../results/names.ts";
import type { Convention } from "../results/score-result.ts";
import type { TrendResult } from "../results/trend-result.ts";
import { readText } from "./text-file.ts";

export interface TrendOptions {
  /** Id of the metric; `ace` where it is absent. */
  readonly x?: string;
  /** `pokebnn` where it is absent. */
  readonly convention?: Convention;
}

/**
 * How a metric went along a file that `check()` with `history` writes.
 *
 * @throws {AceError} `wrong-usage` for what is no history, no metric, or has no line of it
 */
export function trend(file: string, options: TrendOptions = {}): TrendResult {
  const { x = "ace", convention = "pokebnn" } = options;
  const result = trendOf(readHistory(file, readText(file)), metricOf(x), convention);
  if (result.models.length > 0) return result;
  const expected = `a line of ${x} under the convention ${convention}`;
  const reason = { action: "draw", subject: file, expected, got: "none" };
  throw new AceError("wrong-usage", reason, { hint: `ace check --history ${file}` });
}

/** A chart of a trend: bytes for `png`, else text; the same on every machine. */
export async function trendChart(
  result: TrendResult,
  format: ChartFormat,
  style: ChartStyle,
): Promise<string | Uint8Array> {
  const { drawTrend } = await import("../pareto/chart/trend.ts");
  return await drawTrend(result, format, style);
}

/** Energies have no sum over process nodes. */
function metricOf(id: string): ListedMetric {
  const metrics = METRICS.filter((one) => one.id !== "energyPj");
  const metric = metrics.find((one) => one.id === id);
  if (metric !== undefined) return metric;
  const ids = metrics.map((one) => one.id);
  const reason = { action: "choose", subject: "a metric", expected: oneOf(ids, id), got: id };
  throw new AceError("wrong-usage", reason);
}
