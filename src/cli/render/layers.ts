import type { Layer } from "../../results/score-result.ts";
import { bitsCell, type Cell, lhsWidthOf } from "./bits.ts";
import { type Align, alignColumns, GAP, plain, widthsOf } from "./columns.ts";
import { compact, percent } from "./numbers.ts";
import type { Style } from "./style.ts";
import { bar, printable, shortenMiddle } from "./text.ts";

/** From more layers than this a terminal shows the dearest only. */
const MANY_LAYERS = 40;
const DEAREST_LAYERS = 30;

const BAR_WIDTH = 8;
const OPERATOR_WIDTH = 20;
/** A name keeps this many characters, if other columns have to go for it. */
const NAME_WIDTH = 24;
const LEAST_NAME_WIDTH = 8;

interface Column {
  readonly title: string;
  readonly align: Align;
  readonly cell: (layer: Layer, frame: Frame) => Cell;
}

/** What a cell needs to know beside its layer. */
interface Frame extends Style {
  readonly lhsWidth: number;
}

const NAME: Column = {
  title: "Layer",
  align: "left",
  cell: ({ name }) => plain(printable(name)),
};
const OPERATOR: Column = { title: "Operator", align: "left", cell: operatorCell };
const BAR: Column = { title: "", align: "left", cell: barCell };
const WEIGHTS: Column = {
  title: "Weights",
  align: "right",
  cell: ({ weightCount }) => plain(weightCount === 0n ? "-" : compact(weightCount)),
};
const COLUMNS: readonly Column[] = [
  NAME,
  OPERATOR,
  { title: "MACs", align: "right", cell: ({ macs }) => plain(compact(macs)) },
  { title: "Bits", align: "left", cell: bitsColumnCell },
  { title: "ACE", align: "right", cell: ({ ace }) => plain(compact(ace)) },
  { title: "Share", align: "right", cell: ({ share }) => plain(percent(share)) },
  BAR,
  WEIGHTS,
];

/** What a narrow terminal does without, first one first. */
const DISPENSABLE: readonly Column[] = [BAR, OPERATOR, WEIGHTS];

/** The table of layers, as many of them as the place that it goes to wants. */
export function renderLayers(layers: readonly Layer[], style: Style, all: boolean): string {
  if (layers.length === 0) return "no convolution, matrix product or other contraction";
  const shown = all || style.width === Number.POSITIVE_INFINITY ? layers : dearest(layers);
  const lines = fittedLines(shown, style);
  const rest = layers.length - shown.length;
  if (rest > 0) lines.push(style.colors.dim(restLine(rest, style)));
  return lines.join("\n");
}

/** The dearest layers in the order of the file. */
function dearest(layers: readonly Layer[]): readonly Layer[] {
  if (layers.length <= MANY_LAYERS) return layers;
  const byAce = layers.toSorted((a, b) => Number(b.ace > a.ace) - Number(b.ace < a.ace));
  const kept = new Set(byAce.slice(0, DEAREST_LAYERS));
  return layers.filter((layer) => kept.has(layer));
}

function restLine(count: number, { unicode }: Style): string {
  return `${unicode ? "…" : "..."} ${count} more layers that cost less (--all shows them)`;
}

function fittedLines(layers: readonly Layer[], style: Style): string[] {
  for (let dropped = 0; ; dropped++) {
    const columns = COLUMNS.filter((column) => !DISPENSABLE.slice(0, dropped).includes(column));
    const rows = rowsOf(layers, columns, { ...style, lhsWidth: lhsWidthOf(layers) });
    const [nameWidth = 0, ...others] = widthsOf(rows);
    const room = style.width - others.reduce((sum, width) => sum + width + GAP.length, 0);
    if (room < Math.min(nameWidth, NAME_WIDTH) && dropped < DISPENSABLE.length) continue;
    const width = Math.max(room, LEAST_NAME_WIDTH);
    const fitted = rows.map(([name, ...cells]) => [
      shortened(name as Cell, width, style.unicode),
      ...cells,
    ]);
    return [
      ...alignColumns(
        fitted,
        columns.map(({ align }) => align),
      ),
    ];
  }
}

function rowsOf(layers: readonly Layer[], columns: readonly Column[], frame: Frame): Cell[][] {
  const head = columns.map(({ title }) => ({ text: title, painted: frame.colors.bold(title) }));
  return [head, ...layers.map((layer) => columns.map(({ cell }) => cell(layer, frame)))];
}

function shortened(name: Cell, width: number, unicode: boolean): Cell {
  const text = shortenMiddle(name.text, width, unicode);
  return text === name.text ? name : plain(text);
}

function operatorCell({ operator, trips }: Layer, { colors, unicode }: Style): Cell {
  const text = shortenMiddle(printable(operator), OPERATOR_WIDTH, unicode);
  if (trips === 1n) return plain(text);
  const note = trips === 0n ? "not taken" : `${trips} times`;
  return { text: `${text}, ${note}`, painted: `${text}, ${colors.dim(note)}` };
}

function bitsColumnCell(layer: Layer, { colors, lhsWidth }: Frame): Cell {
  return bitsCell(layer, colors, lhsWidth);
}

function barCell({ share }: Layer, { colors, unicode }: Style): Cell {
  const text = bar(share, BAR_WIDTH, unicode);
  return { text, painted: colors.dim(text) };
}
