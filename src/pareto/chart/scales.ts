import type { ChartPoint } from "../chart-input.ts";
import { textWidth } from "./font.ts";
import type { Place } from "./geometry.ts";
import type { Measures } from "./style.ts";
import { type Axis, linearAxis, logarithmicAxis, type Tick } from "./ticks.ts";

/** Where costs and accuracies lie in the plot. */
export interface Scales {
  readonly cost: Axis;
  readonly accuracy: Axis;
  readonly place: (cost: number, accuracy: number) => Place;
}

/** Height of an accuracy's label with the room around it, and width of a cost's, in font sizes. */
const TICK_HEIGHT = 3;
const TICK_WIDTH = 4.6;
/** Names beside which there is to be room at the cheap end, and the most of the width for it. */
const CHEAP_NAMES = 2;
const MOST_ROOM = 0.22;

export function accuracyAxis(points: readonly ChartPoint[], { plotHeight, tick }: Measures): Axis {
  const most = Math.floor(plotHeight / (TICK_HEIGHT * tick));
  return linearAxis(
    points.map(({ accuracy }) => accuracy),
    most,
  );
}

/**
 * The scales of a plot.
 *
 * @param right - room beside it, for half of a tick's label: one that is longer is left out
 */
export function scalesOf(
  points: readonly ChartPoint[],
  accuracy: Axis,
  plot: { readonly width: number; readonly height: number },
  right: number,
  measures: Measures,
): Scales {
  const costs = points.map((point) => point.cost);
  const most = Math.floor(plot.width / (TICK_WIDTH * measures.tick));
  const axis = logarithmicAxis(costs, most, roomForNames(points, plot.width, measures));
  const [first, last] = axis.domain.map(Math.log10) as [number, number];
  const along = (cost: number): number =>
    ((Math.log10(cost) - first) / (last - first)) * plot.width;
  const [low, high] = accuracy.domain;
  const shown = ({ value, label }: Tick): Tick => {
    const end = along(value) + textWidth(label, measures.tick) / 2;
    return { value, label: end > plot.width + right ? "" : label };
  };
  return {
    cost: { ...axis, ticks: axis.ticks.map(shown) },
    accuracy,
    place: (x, y) => ({ x: along(x), y: ((high - y) / (high - low)) * plot.height }),
  };
}

/** Room at the cheap end for the names of the points there that have one: their left is empty. */
function roomForNames(
  points: readonly ChartPoint[],
  width: number,
  { label, ownSymbol }: Measures,
): number {
  const named = points.filter(({ own, onFront }) => own || onFront);
  const first = [...named].sort((a, b) => a.cost - b.cost).slice(0, CHEAP_NAMES);
  const widths = first.map(({ name }) => textWidth(name, label, 700) + ownSymbol);
  const share = Math.min(Math.max(0, ...widths) / width, MOST_ROOM);
  return share / (1 - share);
}
