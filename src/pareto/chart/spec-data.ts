import { grouped } from "../../results/grouped.ts";
import type { ChartInput } from "../chart-input.ts";
import { CAPTION_LINE, type Layout } from "./layout.ts";
import { SWATCH } from "./legend.ts";
import { standingOf } from "./point-labels.ts";
import { hundredths } from "./rounding.ts";

type Rows = readonly Readonly<Record<string, unknown>>[];

/** The data sets of a chart: what is measured, and where the texts stand. */
export interface ChartData {
  readonly points: Rows;
  readonly front: Rows;
  readonly labels: Rows;
  readonly leaders: Rows;
  readonly legend: Rows;
  readonly caption: Rows;
}

export function chartData(layout: Layout, input: ChartInput): ChartData {
  return {
    points: pointRows(layout, input),
    front: layout.front.map(({ cost, accuracy }) => ({ cost, accuracy })),
    labels: labelRows(layout),
    leaders: leaderRows(layout),
    legend: legendRows(layout),
    caption: captionRows(layout),
  };
}

function pointRows({ points }: Layout, { cost }: ChartInput): Rows {
  return points.map((point) => ({
    name: point.name,
    family: point.family,
    group: point.group.name,
    kind: point.group.kind,
    accuracy: point.accuracy,
    cost: point.cost,
    costText: `${grouped(point.cost)} ${cost.unit}`.trim(),
    year: point.year === undefined ? "" : `${point.year}`,
    counted: point.otherConvention ?? "",
    open: point.otherConvention !== undefined,
    standing: standingOf(point),
    source: point.source,
  }));
}

function labelRows({ labels }: Layout): Rows {
  return labels.map(({ box, label }) => ({
    text: label.text,
    left: hundredths(box.left),
    middle: hundredths((box.top + box.bottom) / 2),
    group: label.point.group.name,
    standing: standingOf(label.point),
  }));
}

function leaderRows({ labels }: Layout): Rows {
  return labels.flatMap(({ leader }) => {
    if (leader === undefined) return [];
    const { from, to } = leader;
    return [
      {
        ...{ x: hundredths(from.x), y: hundredths(from.y) },
        ...{ x2: hundredths(to.x), y2: hundredths(to.y) },
      },
    ];
  });
}

function legendRows({ legend, measures }: Layout): Rows {
  const swatch = SWATCH * measures.tick;
  return legend.items.map(({ text, group, at, width }) => ({
    text,
    group: group?.name ?? "",
    kind: group?.kind ?? "front",
    ...{ x: hundredths(at.x), y: hundredths(at.y), right: hundredths(at.x + width) },
    ...{ symbol: hundredths(at.x + 0.3 * swatch), text_x: hundredths(at.x + swatch) },
    lineEnd: hundredths(at.x + 0.75 * swatch),
    top: hundredths(at.y - legend.rowHeight / 2),
    bottom: hundredths(at.y + legend.rowHeight / 2),
  }));
}

function captionRows({ caption, plot, offsets, measures, padding }: Layout): Rows {
  return caption.map((text, i) => ({
    text,
    x: hundredths(measures.margin - padding.left),
    y: hundredths(plot.height + offsets.caption + (i + 0.5) * CAPTION_LINE * measures.caption),
  }));
}
