import { type Align, alignColumns, headCells, plain } from "./columns.ts";
import type { Style } from "./style.ts";

/** A table for other programs: CSV, Markdown and LaTeX are written from it. */
export interface Table {
  readonly head: readonly string[];
  readonly aligns: readonly Align[];
  readonly rows: readonly (readonly string[])[];
}

/** The same for people, without borders. */
export function tableText({ head, aligns, rows }: Table, { colors }: Style): string {
  const lines = [headCells(head, colors), ...rows.map((cells) => cells.map(plain))];
  return alignColumns(lines, aligns).join("\n");
}
