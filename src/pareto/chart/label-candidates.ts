import { type Box, boxAround, nearestIn, type Place, type Segment } from "./geometry.ts";

/** A symbol, and the text that wants to stand beside it. */
export interface Label {
  readonly text: string;
  readonly width: number;
  readonly height: number;
  readonly at: Place;
  /** Of the symbol, with its outline. */
  readonly radius: number;
  /** Where it looks for room first: the front's labels above it, the others' below. */
  readonly side: "above" | "below";
  /** May stand far away, at the end of a line that leads to it. */
  readonly leads: boolean;
  /** May cover faint symbols and the line of the front. */
  readonly required: boolean;
}

export interface Candidate {
  readonly box: Box;
  readonly leader?: Segment;
}

/** Distance of a text from its symbol, as a share of its height. */
const GAP = 0.16;
/** Shares of the text to the left of the symbol, for texts above or below it. */
const SHIFTS = [0.5, 0.3, 0.7, 0.1, 0.9] as const;
/** Lengths of leaders, as multiples of the text's height. */
const LENGTHS = [0.7, 1.2, 1.8, 2.4, 3.1, 3.8, 4.6, 5.5, 6.5, 8, 10, 12, 15] as const;
const DIAGONAL = Math.SQRT1_2;
/** Directions of leaders upwards, the preferred ones first; not of unit length. */
const UPWARDS = [
  ...[
    [-1, -1],
    [-2, -1],
    [-1, -2],
    [0, -1],
    [-1, 0],
    [1, -2],
    [1, -1],
    [2, -1],
  ],
  ...[
    [-3, -2],
    [-2, -3],
    [-3, -1],
    [-1, -3],
    [1, -3],
    [2, -3],
    [3, -2],
    [3, -1],
  ],
] as const;

/** Where a text may stand, best first. */
export function* candidatesOf(label: Label): Generator<Candidate> {
  yield* adjacent(label);
  if (label.leads) yield* distant(label);
}

function* adjacent({ at, width, height, radius, side }: Label): Generator<Candidate> {
  const gap = radius + GAP * height;
  const dy = gap + height / 2;
  const dx = gap + width / 2;
  const corner = DIAGONAL * radius + GAP * height * 0.5;
  const up = side === "above" ? -1 : 1;
  const placed = (x: number, y: number): Candidate => ({
    box: boxAround({ x: at.x + x, y: at.y + y }, width / 2, height / 2),
  });
  const diagonal = (sx: number, sy: number): Candidate =>
    placed(sx * (corner + width / 2), sy * (corner + height / 2));
  yield diagonal(up, up);
  yield placed(up * dx, 0);
  for (const shift of SHIFTS) yield placed((0.5 - shift) * width, up * dy);
  yield diagonal(-up, up);
  yield placed(-up * dx, 0);
  yield diagonal(-up, -up);
  yield diagonal(up, -up);
  for (const shift of SHIFTS) yield placed((0.5 - shift) * width, -up * dy);
}

function* distant(label: Label): Generator<Candidate> {
  for (const length of LENGTHS) {
    for (const direction of directions(label.side)) yield led(label, direction, length);
  }
}

/** Unit vectors, from the preferred side around. */
function directions(side: Label["side"]): readonly Place[] {
  const sign = side === "above" ? 1 : -1;
  const first = UPWARDS.map(([x, y]) => {
    const length = sign * Math.sqrt((x as number) ** 2 + (y as number) ** 2);
    return { x: (x as number) / length, y: (y as number) / length };
  });
  return [...first, ...first.map(({ x, y }) => ({ x: -x, y: -y }))];
}

function led({ at, radius, width, height }: Label, { x, y }: Place, length: number): Candidate {
  const reach = radius + length * height;
  const end = { x: at.x + x * reach, y: at.y + y * reach };
  const center = {
    x: end.x + (Math.sign(x) * width * Math.abs(x)) / 2,
    y: end.y + (y * height) / 2,
  };
  const box = boxAround(center, width / 2, height / 2);
  const to = nearestIn(box, at);
  const distance = Math.sqrt((to.x - at.x) ** 2 + (to.y - at.y) ** 2);
  const start = Math.min(1, radius / distance);
  const from = { x: at.x + (to.x - at.x) * start, y: at.y + (to.y - at.y) * start };
  return { box, leader: { from, to } };
}
