import type { BitsResult, KnownTensor } from "../../results/bits-result.ts";
import { widthCell } from "./bits.ts";
import { plain } from "./columns.ts";
import { renderFindings } from "./findings.ts";
import { type Column, fittedTable, type Layout } from "./fitted.ts";
import { headLine } from "./score-context.ts";
import type { Style } from "./style.ts";
import { widthSummary } from "./tensor-table.ts";
import { printable, shortenMiddle } from "./text.ts";

const NAME_WIDTH = 28;
const VALUES_WIDTH = 32;
const WHY_WIDTH = 24;

type TensorColumn = Column<KnownTensor, Style>;

const TYPE: TensorColumn = { title: "Type", align: "left", cell: ({ type }) => plain(type) };
const SHAPE: TensorColumn = {
  title: "Shape",
  align: "left",
  cell: ({ shape }) => plain(`[${shape.join(", ")}]`),
};
const WHY: TensorColumn = {
  title: "Why",
  align: "left",
  cell: ({ proof }, { colors }) => {
    const text = printable(proof);
    return { text, painted: colors.dim(text) };
  },
};
const LAYOUT: Layout<KnownTensor, Style> = {
  columns: [
    { title: "Tensor", align: "left", cell: ({ name }, style) => cut(name, NAME_WIDTH, style) },
    TYPE,
    SHAPE,
    { title: "Bits", align: "left", cell: (tensor, { colors }) => widthCell(tensor, colors) },
    { title: "Values", align: "left", cell: ({ set }, style) => cut(set, VALUES_WIDTH, style) },
    WHY,
  ],
  dispensable: [TYPE, SHAPE],
  flexible: WHY,
  keep: WHY_WIDTH,
};

/** What the tensors of a model can hold, for people. */
export function renderBits(result: BitsResult, style: Style, all: boolean): string {
  const { tensors } = result;
  const table = fittedTable(
    tensors,
    LAYOUT,
    () => style,
    all,
    (a, b) => elements(b) - elements(a),
    (count) => `${count} more tensors of fewer elements`,
  );
  const parts = [
    headLine(result, style),
    table,
    legend(tensors, style),
    renderFindings(result, style),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function elements({ shape }: KnownTensor): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** A text that has its own bound on a terminal, whatever the others need. */
function cut(text: string, most: number, { width, unicode }: Style) {
  const shown = unicode ? text : text.replaceAll("…", "...").replaceAll("×", "x");
  const room = width === Number.POSITIVE_INFINITY ? width : most;
  return plain(shortenMiddle(printable(shown), room, unicode));
}

function legend(tensors: readonly KnownTensor[], { colors }: Style): string {
  const lines = [widthSummary(tensors)];
  if (tensors.some(({ status }) => status === "assumed")) {
    lines.push("? width assumed from the element type");
  }
  return colors.dim(lines.join("\n"));
}
