import type { ScoreResult } from "../../results/score-result.ts";
import { type Cell, pairCell } from "./bits.ts";
import { alignColumns, GAP, headCells, plain, widthsOf } from "./columns.ts";
import { renderFindings } from "./findings.ts";
import { renderLayers } from "./layers.ts";
import { compact, percent, shareOf } from "./numbers.ts";
import { headLine } from "./score-context.ts";
import type { Style } from "./style.ts";
import { wrapWords } from "./text.ts";
import { totalLines } from "./totals.ts";

const LEAST_NOTE_WIDTH = 24;

/** A score for people: what the model is, its layers, its totals, and what is not known. */
export function renderScore(result: ScoreResult, style: Style, all: boolean): string {
  const parts = [
    headLine(result, style),
    renderLayers(result.layers, style, all),
    legend(result, style),
    totalsBlock(result, style),
    byBitsBlock(result, style),
    renderFindings(result, style),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function legend({ layers }: ScoreResult, { colors }: Style): string {
  if (layers.length === 0) return "";
  const operands = layers.flatMap(({ lhs, rhs }) => [lhs, rhs]);
  const lines = ["Bits: activation x weight, or left x right"];
  if (operands.some(({ float }) => float)) lines[0] += "; f32 is a 32-bit float";
  if (operands.some(({ status }) => status === "assumed")) {
    lines.push("? width assumed from the element type (--why LAYER says more)");
  }
  return colors.dim(lines.join("\n"));
}

function totalsBlock(result: ScoreResult, style: Style): string {
  const { colors } = style;
  const lines = totalLines(result);
  const cells = lines.map(({ label, value, exact }) => [
    plain(label),
    { text: value, painted: colors.bold(value) },
    plain(exact),
  ]);
  const room = style.width - widthsOf(cells).reduce((sum, width) => sum + width + GAP.length, 0);
  const rows = lines.flatMap(({ note }, i) =>
    wrapWords(note, Math.max(room, LEAST_NOTE_WIDTH), style.unicode).map((text, part) => [
      ...(part === 0 ? (cells[i] as Cell[]) : [plain(""), plain(""), plain("")]),
      { text, painted: colors.dim(text) },
    ]),
  );
  return alignColumns(rows, ["left", "right", "right", "left"]).join("\n");
}

function byBitsBlock({ byBits, totals }: ScoreResult, { colors }: Style): string {
  if (byBits.length === 0) return "";
  const rows = byBits.map((row) => [
    pairCell(row, colors),
    plain(compact(row.macs)),
    plain(percent(shareOf(row.macs, totals.macs))),
    plain(compact(row.ace)),
    plain(percent(shareOf(row.ace, totals.ace))),
  ]);
  const head = headCells(["By bits", "MACs", "Share", "ACE", "Share"], colors);
  return alignColumns([head, ...rows], ["left", "right", "right", "right", "right"]).join("\n");
}
