import type { Scene } from "vega";
import { type Box, grown } from "../../../src/pareto/chart/geometry.ts";

export interface TextBox extends Box {
  readonly text: string;
}

interface Bounds {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

interface Item {
  readonly x?: number;
  readonly y?: number;
  readonly text?: unknown;
  readonly strokeWidth?: number;
  readonly opacity?: number;
  readonly bounds: Bounds;
  readonly items?: readonly Item[];
  readonly marktype?: string;
}

/** Bounds of all texts of a scene graph, as Vega measured them, in the coordinates of the plot. */
export function textBoxes(root: Scene): readonly TextBox[] {
  return itemsOf(root, "text")
    .filter(({ text }) => text !== "" && text !== undefined)
    .map((item) => ({ ...item, text: String(item.text) }));
}

/**
 * Boxes of the symbols that are not faint. Vega's bounds take the whole outline as outside of the
 * shape's edge; half of it is inside.
 */
export function symbolBoxes(root: Scene): readonly Box[] {
  return itemsOf(root, "symbol")
    .filter(({ opacity }) => opacity === undefined || opacity === 1)
    .map((box) => grown(box, -(box.strokeWidth ?? 0) / 2));
}

type Found = Box & Pick<Item, "text" | "opacity" | "strokeWidth">;

function itemsOf(root: Scene, marktype: string): readonly Found[] {
  const found: Found[] = [];
  const visit = (node: Item, x: number, y: number, mark: string | undefined): void => {
    for (const item of node.items ?? []) {
      if (mark === marktype) found.push(boxOf(item, x, y));
      const isGroup = item.items !== undefined && item.marktype === undefined;
      const [dx, dy] = isGroup ? [item.x ?? 0, item.y ?? 0] : [0, 0];
      visit(item, x + dx, y + dy, item.marktype ?? mark);
    }
  };
  const top = root as unknown as Item;
  visit(top, 0, 0, top.marktype);
  return found;
}

function boxOf(item: Item, x: number, y: number): Found {
  const { x1, y1, x2, y2 } = item.bounds;
  return { ...item, left: x1 + x, top: y1 + y, right: x2 + x, bottom: y2 + y };
}
