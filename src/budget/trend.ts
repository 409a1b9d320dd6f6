import type { HistoryLine } from "../results/history.ts";
import type { Convention } from "../results/score-result.ts";
import type { TrendPoint, TrendResult } from "../results/trend-result.ts";
import { decimal } from "./amounts.ts";
import { type ListedMetric, sumOf } from "./metric.ts";

/** How one metric of each model went along a history; models in the order in which they appear. */
export function trendOf(
  history: readonly HistoryLine[],
  { id, label, unit }: ListedMetric,
  convention: Convention,
): TrendResult {
  const models = new Map<string, TrendPoint[]>();
  const commits = new Set<string>();
  for (const line of history) {
    const cost = sumOf(line.totals[id]);
    if (line.convention !== convention || cost === undefined) continue;
    const { commit, date, name, atLeast } = line;
    const points = models.get(name) ?? [];
    models.set(name, points);
    commits.add(commit);
    points.push({
      commit,
      ...(date === undefined ? {} : { date }),
      cost: decimal(cost),
      ...(atLeast.includes(id) ? { atLeast: true as const } : {}),
    });
  }
  return {
    schema: "acemeter/trend@1",
    metric: { id, label, unit },
    convention,
    commits: [...commits],
    models: [...models].map(([name, points]) => ({ name, points })),
  };
}
