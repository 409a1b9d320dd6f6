import type { Layer } from "../../results/score-result.ts";
import { bitsCell, type Cell, lhsWidthOf } from "./bits.ts";
import { plain } from "./columns.ts";
import { type Column, fittedTable, type Layout } from "./fitted.ts";
import { compact, percent } from "./numbers.ts";
import type { Style } from "./style.ts";
import { bar, printable, shortenMiddle } from "./text.ts";

const BAR_WIDTH = 8;
const OPERATOR_WIDTH = 20;
const NAME_WIDTH = 24;

/** What a cell needs to know beside its layer. */
interface Frame extends Style {
  readonly lhsWidth: number;
}

type LayerColumn = Column<Layer, Frame>;

const NAME: LayerColumn = {
  title: "Layer",
  align: "left",
  cell: ({ name }) => plain(printable(name)),
};
const OPERATOR: LayerColumn = { title: "Operator", align: "left", cell: operatorCell };
const BAR: LayerColumn = { title: "", align: "left", cell: barCell };
const WEIGHTS: LayerColumn = {
  title: "Weights",
  align: "right",
  cell: ({ weightCount }) => plain(weightCount === 0n ? "-" : compact(weightCount)),
};
const LAYOUT: Layout<Layer, Frame> = {
  columns: [
    NAME,
    OPERATOR,
    { title: "MACs", align: "right", cell: ({ macs }) => plain(compact(macs)) },
    { title: "Bits", align: "left", cell: bitsColumnCell },
    { title: "ACE", align: "right", cell: ({ ace }) => plain(compact(ace)) },
    { title: "Share", align: "right", cell: ({ share }) => plain(percent(share)) },
    BAR,
    WEIGHTS,
  ],
  dispensable: [BAR, OPERATOR, WEIGHTS],
  flexible: NAME,
  keep: NAME_WIDTH,
};

/** The table of layers, as many of them as the place that it goes to wants. */
export function renderLayers(layers: readonly Layer[], style: Style, all: boolean): string {
  if (layers.length === 0) return "no convolution, matrix product or other contraction";
  return fittedTable(
    layers,
    LAYOUT,
    (shown) => ({ ...style, lhsWidth: lhsWidthOf(shown) }),
    all,
    (a, b) => Number(b.ace > a.ace) - Number(b.ace < a.ace),
    (count) => `${count} more layers that cost less`,
  );
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
