import type { Cell } from "./bits.ts";
import type { Colors } from "./style.ts";
import { displayWidth } from "./text.ts";

export type Align = "left" | "right";

/** Between two columns. */
export const GAP = "  ";

/** A cell without colours. */
export function plain(text: string): Cell {
  return { text, painted: text };
}

/** The head of a table. */
export function headCells(titles: readonly string[], { bold }: Colors): Cell[] {
  return titles.map((title) => ({ text: title, painted: bold(title) }));
}

/** Columns of a table, each as wide as its widest cell. */
export function widthsOf(rows: readonly (readonly Cell[])[]): readonly number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach(({ text }, column) => {
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(text));
    });
  }
  return widths;
}

/** Lines of a table without borders; no line ends in spaces. */
export function alignColumns(
  rows: readonly (readonly Cell[])[],
  aligns: readonly Align[],
): readonly string[] {
  const widths = widthsOf(rows);
  return rows.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] as number, aligns[column] ?? "left"))
      .join(GAP)
      .trimEnd(),
  );
}

function padded({ text, painted }: Cell, width: number, align: Align): string {
  const space = " ".repeat(width - displayWidth(text));
  if (text === "") return space;
  return align === "left" ? painted + space : space + painted;
}
