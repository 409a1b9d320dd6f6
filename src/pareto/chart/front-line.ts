import type { ChartPoint } from "../chart-input.ts";
import { type Box, boxAround } from "./geometry.ts";
import type { Scales } from "./scales.ts";

export interface Corner {
  readonly cost: number;
  readonly accuracy: number;
}

/**
 * The best accuracy at each cost or less, as the corners of a step function that is constant after
 * each of them: up from the axis at the cheapest point of the front, on to the dear end.
 *
 * @param free - best accuracy at cost 0, where the line begins at the cheap end
 */
export function frontLine(
  points: readonly ChartPoint[],
  free: number | undefined,
  { cost, accuracy }: Scales,
): readonly Corner[] {
  const front = points
    .filter(({ onFront }) => onFront)
    .sort((a, b) => a.cost - b.cost || b.accuracy - a.accuracy);
  const [cheap, dear] = cost.domain;
  const low = accuracy.domain[0];
  const corners: Corner[] = [];
  if (free !== undefined) corners.push({ cost: cheap, accuracy: Math.max(free, low) });
  for (const point of front) {
    const best = corners.at(-1)?.accuracy;
    if (best === undefined) corners.push({ cost: point.cost, accuracy: low });
    if (best === undefined || point.accuracy > best) {
      corners.push({ cost: point.cost, accuracy: point.accuracy });
    }
  }
  const last = corners.at(-1);
  return last === undefined ? [] : [...corners, { cost: dear, accuracy: last.accuracy }];
}

/** The steps as boxes of the line's width. */
export function stepBoxes(corners: readonly Corner[], { place }: Scales, width: number): Box[] {
  return corners.slice(1).flatMap((corner, i) => {
    const before = corners[i] as Corner;
    const from = place(before.cost, before.accuracy);
    const to = place(corner.cost, corner.accuracy);
    const across = boxAround({ x: (from.x + to.x) / 2, y: from.y }, (to.x - from.x) / 2, width / 2);
    const up = boxAround({ x: to.x, y: (from.y + to.y) / 2 }, width / 2, (from.y - to.y) / 2);
    return [across, up];
  });
}
