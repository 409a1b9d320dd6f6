import type { ChartInput, ChartPoint } from "../chart-input.ts";
import { type Drawable, drawablePoints } from "./drawable.ts";
import { textWidth } from "./font.ts";
import { type Corner, frontLine, stepBoxes } from "./front-line.ts";
import { distinct, grown } from "./geometry.ts";
import { type PlacedLabel, placeLabels } from "./label-placement.ts";
import { type Legend, legendOf } from "./legend.ts";
import { type Group, type Grouping, groupPoints, INKS, type Inks } from "./palette.ts";
import { plainLine } from "./plain-line.ts";
import { type DrawnPoint, type PointLabel, symbolBox, wantedLabels } from "./point-labels.ts";
import { hundredths } from "./rounding.ts";
import { accuracyAxis, type Scales, scalesOf } from "./scales.ts";
import { type ChartStyle, MEASURES, type Measures, OTHER_AREA } from "./style.ts";
import { shortened, wrapped } from "./text-fitting.ts";

/** All places and sizes of a chart, measured with the bundled font. */
export interface Layout {
  readonly measures: Measures;
  readonly inks: Inks;
  readonly plot: { readonly width: number; readonly height: number };
  readonly padding: Padding;
  /** Of the whole picture. */
  readonly size: { readonly width: number; readonly height: number };
  readonly scales: Scales;
  readonly titles: { readonly cost: readonly string[]; readonly accuracy: string };
  readonly points: readonly DrawnPoint[];
  readonly front: readonly Corner[];
  readonly labels: readonly PlacedLabel<PointLabel>[];
  readonly legend: Legend;
  readonly caption: readonly string[];
  readonly offsets: Offsets;
}

interface Padding {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Distances from the plot: of tick labels, of the title of the cost axis, of the caption. */
interface Offsets {
  readonly tick: number;
  readonly costTitle: number;
  readonly caption: number;
}

/** Distances of lines, in font sizes. */
export const CAPTION_LINE = 1.25;
export const TITLE_LINE = 1.2;

/**
 * Arranges a chart: legend above the plot, caption below it, labels where there is room.
 *
 * @throws {AceError} `wrong-usage` when there is nothing to draw, or a point has no place;
 *   `too-large` when there are too many points
 */
export function layOut(input: ChartInput, style: ChartStyle): Layout {
  const measures = MEASURES[style.size];
  const inks = INKS[style.theme];
  const { margin, tick, title, plotHeight } = measures;
  const drawable = drawablePoints(input);
  const accuracy = accuracyAxis(drawable.points, measures);
  const tickOffset = 0.6 * tick;
  const tickWidth = Math.max(...accuracy.ticks.map(({ label }) => textWidth(label, tick)));
  const left = hundredths(margin + 1.5 * title + tickWidth + tickOffset);
  const right = Math.max(margin, 0.5 * tick);
  const plot = { width: hundredths(measures.width - left - right), height: plotHeight };
  const scales = scalesOf(drawable.points, accuracy, plot, right, measures);
  const grouping = groupPoints(drawable.points, inks, measures.families, style.families);
  const points = drawnPoints(drawable.points, grouping, scales, measures);
  const front = frontLine(drawable.points, drawable.free, scales);
  const { labels, missing } = labelled(points, front, scales, measures, plot);
  const legend = legendOf(grouping.groups, plot.width, measures);
  const caption = captionLines(input, style, [...drawable.notes, ...missing], measures);
  const costTitle = tickOffset + 1.35 * tick;
  const titles = axisTitles(input, measures, plot);
  const captionAt = costTitle + (titles.cost.length * TITLE_LINE + 0.4) * title;
  const captionHeight = caption.length * CAPTION_LINE * measures.caption;
  const top = hundredths(margin + legend.height + 0.5 * tick);
  const bottom = hundredths(captionAt + captionHeight + margin);
  return {
    ...{ measures, inks, plot, scales, points, front, labels, legend, caption, titles },
    padding: { left, top, right, bottom },
    size: { width: measures.width, height: hundredths(top + plot.height + bottom) },
    offsets: { tick: tickOffset, costTitle, caption: captionAt },
  };
}

/** Faint points first, the user's last: what is drawn later lies on top. */
function drawnPoints(
  points: Drawable["points"],
  { groupOf }: Grouping,
  { place }: Scales,
  measures: Measures,
): readonly DrawnPoint[] {
  const rank = ({ own, onFront }: ChartPoint): number => (own ? 2 : onFront ? 1 : 0);
  return points
    .map((point) => {
      const group = groupOf(point);
      const radius = (symbolSide(group, measures) + measures.line) / 2;
      return { ...point, group, radius, at: place(point.cost, point.accuracy) };
    })
    .sort((a, b) => rank(a) - rank(b));
}

function symbolSide({ kind }: Group, { symbol, ownSymbol }: Measures): number {
  if (kind === "own") return ownSymbol;
  return kind === "other" ? symbol * Math.sqrt(OTHER_AREA) : symbol;
}

function labelled(
  points: readonly DrawnPoint[],
  front: readonly Corner[],
  scales: Scales,
  measures: Measures,
  plot: Layout["plot"],
): { readonly labels: Layout["labels"]; readonly missing: readonly string[] } {
  const bold = points.filter(({ own, onFront }) => own || onFront);
  const faint = points.filter(({ own, onFront }) => !own && !onFront);
  const edges = { left: 0, top: 0, right: plot.width, bottom: plot.height };
  const { placed, missing } = placeLabels(
    wantedLabels(points, measures, plot.width),
    {
      area: grown(edges, -measures.line),
      strong: distinct(bold.map(symbolBox)),
      faint: distinct(faint.map(symbolBox)),
      line: stepBoxes(front, scales, 2 * measures.line),
      symbols: points,
    },
    measures.otherLabels,
  );
  const count = missing.length;
  const note = `There was no room for ${count} ${count === 1 ? "name" : "names"}.`;
  return { labels: placed, missing: count === 0 ? [] : [note] };
}

function captionLines(
  { caption }: ChartInput,
  style: ChartStyle,
  notes: readonly string[],
  { width, margin, caption: size }: Measures,
): readonly string[] {
  if (style.caption === false) return [];
  const text = plainLine([...caption, ...notes].join(" "));
  return text === "" ? [] : wrapped(text, width - 2 * margin, size);
}

function axisTitles(
  { cost, accuracy }: ChartInput,
  { title }: Measures,
  plot: Layout["plot"],
): Layout["titles"] {
  const text = ({ label, unit }: { readonly label: string; readonly unit: string }): string =>
    plainLine(unit === "" ? label : `${label} (${unit})`);
  return {
    cost: wrapped(text(cost), plot.width, title),
    accuracy: shortened(text(accuracy), plot.height, title, 400),
  };
}
