import { textWidth } from "./font.ts";
import type { Place } from "./geometry.ts";
import type { Group } from "./palette.ts";
import type { Measures } from "./style.ts";
import { shortened } from "./text-fitting.ts";

/** One line of the legend: what it shows, and where its middle left is. */
export interface LegendItem {
  readonly name: string;
  readonly text: string;
  /** Missing for the line of the front. */
  readonly group?: Group;
  readonly at: Place;
  readonly width: number;
}

export interface Legend {
  readonly items: readonly LegendItem[];
  readonly rowHeight: number;
  readonly height: number;
}

/** Widths in font sizes: of a symbol with its gap, and of the room between columns. */
export const SWATCH = 1.6;
const COLUMN_GAP = 1.2;
const ROW_HEIGHT = 1.5;
/** Longest name, as a share of the room. */
const LONGEST = 0.4;

/** Names of the groups, row by row above the plot, in as many columns as there is room for. */
export function legendOf(groups: readonly Group[], room: number, { tick }: Measures): Legend {
  const entries = [
    ...groups.map((group) => ({ name: group.name, group })),
    { name: "Pareto front" },
  ].map((entry) => {
    const text = shortened(entry.name, LONGEST * room, tick, 400);
    return { ...entry, text, width: SWATCH * tick + textWidth(text, tick) };
  });
  const widths = columnWidths(entries, room, COLUMN_GAP * tick);
  const starts = widths.map((_, i) => sum(widths.slice(0, i)) + i * COLUMN_GAP * tick);
  const rowHeight = ROW_HEIGHT * tick;
  const height = Math.ceil(entries.length / widths.length) * rowHeight;
  const items = entries.map((entry, i) => ({
    ...entry,
    at: {
      x: starts[i % widths.length] as number,
      y: (Math.floor(i / widths.length) + 0.5) * rowHeight - height,
    },
  }));
  return { items, rowHeight, height };
}

function columnWidths(
  entries: readonly { readonly width: number }[],
  room: number,
  gap: number,
): readonly number[] {
  for (let columns = entries.length; columns > 1; columns--) {
    const widths = Array.from({ length: columns }, (_, column) =>
      Math.max(...entries.filter((_, i) => i % columns === column).map(({ width }) => width)),
    );
    if (sum(widths) + (columns - 1) * gap <= room) return widths;
  }
  return [Math.max(...entries.map(({ width }) => width))];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
