import { AceError, type ErrorCode } from "../../errors.ts";
import type { ChartInput, ChartPoint } from "../chart-input.ts";
import { plainLine } from "./plain-line.ts";

/** Powers of ten that a logarithmic axis can hold with room at its ends. */
const LEAST_COST = 1e-290;
const GREATEST_COST = 1e290;

/** Points whose names can be placed in a moment; more would be a blot anyway. */
const MOST_POINTS = 10_000;

/** Names or conventions that a sentence of the caption lists. */
const MOST_SAID = 8;

export interface Drawable {
  /** Those with a place on a logarithmic axis, with names that can be drawn. */
  readonly points: readonly ChartPoint[];
  /** Best accuracy at no cost at all: where the front begins. */
  readonly free: number | undefined;
  /** What has to be said of the points that are left out, or marked. */
  readonly notes: readonly string[];
}

/**
 * The points of a chart, checked.
 *
 * @throws {AceError} `wrong-usage` when there is no point to draw, or one without a finite place;
 *   `too-large` when there are too many
 */
export function drawablePoints({ points, cost }: ChartInput): Drawable {
  if (points.length > MOST_POINTS) {
    throw refusal("the chart", `up to ${MOST_POINTS} points`, `${points.length}`, "too-large");
  }
  for (const point of points) check(point);
  const named = points.map(plainPoint);
  const costly = named.filter((point) => point.cost > 0);
  if (costly.length === 0) {
    const got = points.length === 0 ? "none" : `${points.length} of cost 0`;
    throw refusal("the chart", "a point with a cost above 0", got);
  }
  const free = named.filter((point) => point.cost === 0);
  return {
    points: costly,
    free: free.length === 0 ? undefined : Math.max(...free.map(({ accuracy }) => accuracy)),
    notes: [...leftOut(free, cost.label), ...marked(costly)],
  };
}

function check({ name, accuracy, cost }: ChartPoint): void {
  const subject = `the point ${plainLine(name)}`;
  if (!(accuracy >= 0 && accuracy <= 100)) {
    throw refusal(subject, "an accuracy from 0 to 100 percent", `${accuracy}`);
  }
  if (cost !== 0 && !(cost >= LEAST_COST && cost <= GREATEST_COST)) {
    throw refusal(subject, `a cost of 0, or from ${LEAST_COST} to ${GREATEST_COST}`, `${cost}`);
  }
}

function refusal(
  subject: string,
  expected: string,
  got: string,
  code: ErrorCode = "wrong-usage",
): AceError {
  return new AceError(code, { action: "draw", subject, expected, got });
}

function plainPoint(point: ChartPoint): ChartPoint {
  const { name, family, source, otherConvention } = point;
  return {
    ...point,
    name: plainLine(name),
    family: plainLine(family),
    source: plainLine(source),
    ...(otherConvention === undefined ? {} : { otherConvention: plainLine(otherConvention) }),
  };
}

function leftOut(free: readonly ChartPoint[], label: string): string[] {
  if (free.length === 0) return [];
  const names = someOf(
    free.map(({ name }) => name),
    ", ",
  );
  return [`Not shown, for a logarithmic axis has no 0: ${names} (${label} = 0).`];
}

function marked(points: readonly ChartPoint[]): string[] {
  const others = new Set(points.flatMap(({ otherConvention }) => otherConvention ?? []));
  return others.size === 0 ? [] : [`† and open symbols: ${someOf([...others], "; ")}.`];
}

function someOf(texts: readonly string[], separator: string): string {
  const left = texts.length - MOST_SAID;
  return [...texts.slice(0, MOST_SAID), ...(left > 0 ? [`${left} more`] : [])].join(separator);
}
