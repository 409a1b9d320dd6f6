import type { TrendResult } from "../../results/trend-result.ts";
import { FONT_FAMILY } from "./font.ts";
import { INKS } from "./palette.ts";
import { plainLine } from "./plain-line.ts";
import type { Spec } from "./spec.ts";
import { type ChartStyle, MEASURES } from "./style.ts";

/** As much of a commit's name as is shown. */
const SHORT = 7;

export interface TrendChart {
  readonly spec: Spec;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** One sentence for those who do not see the chart. */
  readonly description: string;
}

/** The cost of each model from commit to commit as a chart: a line a model. */
export function trendChart(trend: TrendResult, { theme, size }: ChartStyle): TrendChart {
  const measures = MEASURES[size];
  const inks = INKS[theme];
  const { tick, title, width, plotHeight: height, line, symbol } = measures;
  const padding = { left: tick * 5 + title * 2, right: tick * 2, top: title * 3, bottom: tick * 7 };
  const { id, label, unit } = trend.metric;
  const isSize = unit === "bit" || unit === "byte";
  const axisTitle = isSize ? `${label} (bytes)` : unit === "" ? label : `${label} (${unit})`;
  const names = trend.models.map(({ name }) => plainLine(name));
  const plot = width - padding.left - padding.right;
  const ink = { labelColor: inks.text, titleColor: inks.text, domainColor: inks.faint };
  const sized = { ...ink, labelFontSize: tick, titleFontSize: title, tickColor: inks.faint };
  const spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    background: inks.background,
    autosize: { type: "none", contains: "content" },
    width: plot,
    height,
    padding,
    data: { values: valuesOf(trend) },
    mark: { type: "line", strokeWidth: line * 1.5, point: { size: symbol * symbol * 2 } },
    encoding: {
      x: {
        field: "commit",
        type: "ordinal",
        scale: { domain: commitsOf(trend), padding: 0.5 },
        axis: { ...sized, title: "Commit", labelAngle: -45, labelOverlap: true, grid: false },
      },
      y: {
        field: "cost",
        type: "quantitative",
        scale: { zero: false, nice: true, padding: tick },
        axis: { ...sized, title: axisTitle, format: "~s", tickCount: 5, gridColor: inks.grid },
      },
      color: {
        field: "model",
        type: "nominal",
        scale: {
          domain: names,
          range: names.map((_, i) => inks.families[i % inks.families.length]),
        },
        legend: {
          ...{ title: null, orient: "top", direction: "horizontal", labelLimit: plot },
          ...{ labelFontSize: tick, labelColor: inks.text },
          ...{ offset: tick, padding: 0, symbolSize: symbol * symbol * 2 },
        },
      },
    },
    config: { font: FONT_FAMILY, aria: false, view: { stroke: null, fill: null } },
  };
  return {
    spec,
    width: plot + padding.left + padding.right,
    height: height + padding.top + padding.bottom,
    title: `${label} from commit to commit`,
    description: `${id} of ${names.join(", ")} at ${commitsOf(trend).length} commits.`,
  };
}

function valuesOf({ models, metric }: TrendResult) {
  const divisor = metric.unit === "bit" ? 8 : 1;
  return models.flatMap(({ name, points }) =>
    points.map(({ commit, cost }) => ({
      model: plainLine(name),
      commit: shortened(commit),
      cost: Number(cost) / divisor,
    })),
  );
}

/** Two that begin alike share a place. */
function commitsOf({ commits }: TrendResult): readonly string[] {
  return [...new Set(commits.map(shortened))];
}

function shortened(commit: string): string {
  return plainLine(commit).slice(0, SHORT);
}
