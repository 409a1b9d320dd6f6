import type { Cell } from "./bits.ts";
import { type Align, alignColumns, GAP, headCells, plain, widthsOf } from "./columns.ts";
import type { Style } from "./style.ts";
import { shortenMiddle } from "./text.ts";

/** From more rows than this a terminal shows the greatest only. */
const MANY_ROWS = 40;
const GREATEST_ROWS = 30;
const LEAST_WIDTH = 8;

/** A column of a table; `F` is what a cell needs to know beside its item. */
export interface Column<T, F extends Style> {
  readonly title: string;
  readonly align: Align;
  readonly cell: (item: T, frame: F) => Cell;
}

/** The columns of a table, and what becomes of them in a narrow terminal. */
export interface Layout<T, F extends Style> {
  readonly columns: readonly Column<T, F>[];
  /** What a narrow terminal does without, first one first. */
  readonly dispensable: readonly Column<T, F>[];
  /** The column that is shortened to the room that is left. */
  readonly flexible: Column<T, F>;
  /** It keeps this many characters, if other columns have to go for it. */
  readonly keep: number;
}

/**
 * A table of items, as many of them as the place that it goes to wants.
 *
 * @param greater - negative where the first item is more worth showing
 * @param rest - what is said of those that are left out
 */
export function fittedTable<T, F extends Style>(
  items: readonly T[],
  layout: Layout<T, F>,
  frameOf: (shown: readonly T[]) => F,
  all: boolean,
  greater: (a: T, b: T) => number,
  rest: (count: number) => string,
): string {
  const style = frameOf(items);
  const shown = all || style.width === Number.POSITIVE_INFINITY ? items : greatest(items, greater);
  const lines = fittedLines(shown, layout, frameOf(shown));
  const left = items.length - shown.length;
  const mark = style.unicode ? "…" : "...";
  if (left > 0) lines.push(style.colors.dim(`${mark} ${rest(left)} (--all shows them)`));
  return lines.join("\n");
}

/** The greatest items in their own order. */
function greatest<T>(items: readonly T[], greater: (a: T, b: T) => number): readonly T[] {
  if (items.length <= MANY_ROWS) return items;
  const kept = new Set(items.toSorted(greater).slice(0, GREATEST_ROWS));
  return items.filter((item) => kept.has(item));
}

function fittedLines<T, F extends Style>(
  items: readonly T[],
  { columns: all, dispensable, flexible, keep }: Layout<T, F>,
  frame: F,
): string[] {
  for (let dropped = 0; ; dropped++) {
    const columns = all.filter((column) => !dispensable.slice(0, dropped).includes(column));
    const rows = rowsOf(items, columns, frame);
    const at = columns.indexOf(flexible);
    const widths = widthsOf(rows);
    const wanted = widths[at] as number;
    const total = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
    const room = frame.width - (total - wanted);
    if (room < Math.min(wanted, keep) && dropped < dispensable.length) continue;
    const width = Math.max(room, LEAST_WIDTH);
    const fitted = rows.map((row) => row.with(at, shortened(row[at] as Cell, width, frame)));
    const aligns = columns.map(({ align }) => align);
    return [...alignColumns(fitted, aligns)];
  }
}

function rowsOf<T, F extends Style>(
  items: readonly T[],
  columns: readonly Column<T, F>[],
  frame: F,
): Cell[][] {
  const head = headCells(
    columns.map(({ title }) => title),
    frame.colors,
  );
  return [head, ...items.map((item) => columns.map(({ cell }) => cell(item, frame)))];
}

function shortened(cell: Cell, width: number, { unicode }: Style): Cell {
  const text = shortenMiddle(cell.text, width, unicode);
  return text === cell.text ? cell : plain(text);
}
