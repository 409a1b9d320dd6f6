import { type Layout, TITLE_LINE } from "./layout.ts";
import { hundredths } from "./rounding.ts";
import type { Tick } from "./ticks.ts";

type Encoding = Readonly<Record<string, unknown>>;

/** Cost, on a logarithmic axis below the plot. */
export function axisX(layout: Layout): Encoding {
  const { scales, titles, offsets, plot } = layout;
  const { domain, ticks } = scales.cost;
  return {
    field: "cost",
    type: "quantitative",
    scale: { type: "log", domain, nice: false },
    axis: {
      ...axisStyle(layout, ticks),
      title: titles.cost,
      titleX: hundredths(plot.width / 2),
      titleY: hundredths(offsets.costTitle),
      titleBaseline: "top",
      titleLineHeight: hundredths(TITLE_LINE * layout.measures.title),
      domainColor: layout.inks.faint,
    },
  };
}

/** Accuracy, on a linear axis at the left. */
export function axisY(layout: Layout): Encoding {
  const { scales, titles, measures, padding, plot } = layout;
  const { domain, ticks } = scales.accuracy;
  return {
    field: "accuracy",
    type: "quantitative",
    scale: { domain, nice: false, zero: false },
    axis: {
      ...axisStyle(layout, ticks),
      title: titles.accuracy,
      titleX: hundredths(measures.margin - padding.left),
      titleY: hundredths(plot.height / 2),
      titleAngle: -90,
      titleBaseline: "top",
      domain: false,
      ticks: false,
    },
  };
}

function axisStyle(layout: Layout, ticks: readonly Tick[]): Encoding {
  const { measures, inks, offsets } = layout;
  const labelled = ticks.filter(({ label }) => label !== "").map(({ value }) => value);
  const test = `indexof(${JSON.stringify(labelled)}, datum.value) >= 0`;
  const labels = JSON.stringify(ticks.map(({ label }) => label));
  return {
    values: ticks.map(({ value }) => value),
    labelExpr: `${labels}[indexof(${JSON.stringify(ticks.map(({ value }) => value))}, datum.value)]`,
    labelFontSize: measures.tick,
    labelColor: inks.faint,
    labelPadding: hundredths(offsets.tick - 0.35 * measures.tick),
    tickRound: false,
    translate: 0,
    labelOverlap: false,
    labelFlush: false,
    labelLimit: 0,
    tickSize: {
      condition: { test, value: hundredths(0.35 * measures.tick) },
      value: hundredths(0.2 * measures.tick),
    },
    tickColor: inks.faint,
    tickWidth: hundredths(0.6 * measures.line),
    domainWidth: hundredths(0.6 * measures.line),
    gridColor: inks.grid,
    gridWidth: hundredths(0.6 * measures.line),
    gridOpacity: { condition: { test, value: 1 }, value: 0 },
    titleFontSize: measures.title,
    titleFontWeight: "normal",
    titleColor: inks.text,
    titleLimit: 0,
    titleAlign: "center",
  };
}
