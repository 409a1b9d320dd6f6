import {
  type Box,
  boxAround,
  contains,
  crosses,
  crossesBox,
  type Disc,
  gapTo,
  grown,
  overlaps,
  type Segment,
} from "./geometry.ts";
import { type Candidate, candidatesOf, type Label } from "./label-candidates.ts";

/** What labels must keep away from. */
export interface Obstacles {
  /** Labels stay inside. */
  readonly area: Box;
  /** Symbols that no label may ever cover. */
  readonly strong: readonly Box[];
  /** Faint symbols, which a required label may cover where it would lie far away otherwise. */
  readonly faint: readonly Box[];
  /** The same of the front's line. */
  readonly line: readonly Box[];
  /** All symbols, those of the labels too: a text beside one reads as its name. */
  readonly symbols: readonly Disc[];
}

export interface PlacedLabel<L extends Label = Label> extends Candidate {
  readonly label: L;
  /** How far it is from where one would like it. */
  readonly badness: number;
}

export interface Placement<L extends Label = Label> {
  readonly placed: readonly PlacedLabel<L>[];
  /** Required ones for which there was no room. */
  readonly missing: readonly L[];
}

/** Free room around a text, as a share of its height. */
const ROOM = 0.1;
/** How much nearer a text without leader is to its own symbol than to any other, likewise. */
const NEARER = 0.35;
/** What counts as bad, in heights of the text: a leader is as bad as it is long, and this more. */
const LEADING = 1;
const COVERED_SYMBOL = 5;
const COVERED_LINE = 8;
const CROSSED_SYMBOL = 0.3;
const LATER_CHOICE = 0.05;
/** Worse than all leaders together. */
const MISSING = 10_000;
/** Orders of required labels that are tried, while these are not many. */
const SHUFFLES = 24;
const MANY = 40;

/**
 * Puts each label at its best free place. Required labels come first, in each of a few orders, of
 * which the least bad is taken; the others stand only where they cover nothing.
 *
 * @param mostOthers - labels that are placed beside the required ones
 */
export function placeLabels<L extends Label>(
  labels: readonly L[],
  obstacles: Obstacles,
  mostOthers: number,
): Placement<L> {
  const required = labels.filter((label) => label.required);
  const others = labels.filter((label) => !label.required);
  const known = new Map(required.map((label) => [label, choicesOf(label, obstacles)]));
  const choices = (label: L): readonly Choice[] => known.get(label) ?? choicesOf(label, obstacles);
  const best = ordersOf(required)
    .map((order) => placeInOrder(order, [], choices, order.length))
    .map((placed) => ({ placed, badness: badnessOf(placed, required) }))
    .reduce((a, b) => (b.badness < a.badness ? b : a)).placed;
  const named = new Set(best.map(({ label }) => label));
  return {
    placed: placeInOrder(others, best, choices, mostOthers),
    missing: required.filter((label) => !named.has(label)),
  };
}

/** As given, from left to right, by length, each also backwards; and where they are few, shuffled. */
function ordersOf<L extends Label>(labels: readonly L[]): readonly (readonly L[])[] {
  const leftFirst = [...labels].sort((a, b) => a.at.x - b.at.x);
  const longFirst = [...labels].sort((a, b) => b.width - a.width);
  const sorted = [labels, leftFirst, longFirst].flatMap((order) => [order, [...order].reverse()]);
  if (labels.length > MANY) return sorted.slice(0, 2);
  return [...sorted, ...Array.from({ length: SHUFFLES }, (_, i) => shuffled(labels, i + 1))];
}

/** The same shuffle everywhere, by a small linear congruential generator. */
function shuffled<T>(values: readonly T[], seed: number): readonly T[] {
  let state = seed;
  return values
    .map((value) => {
      state = (state * 48271) % 2147483647;
      return { value, key: state };
    })
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

function badnessOf(placed: readonly PlacedLabel[], wanted: readonly Label[]): number {
  const missing = wanted.length - placed.length;
  return placed.reduce((sum, { badness }) => sum + badness, missing * MISSING);
}

function placeInOrder<L extends Label>(
  labels: readonly L[],
  before: readonly PlacedLabel<L>[],
  choices: (label: L) => readonly Choice[],
  most: number,
): readonly PlacedLabel<L>[] {
  const placed = [...before];
  for (const label of labels) {
    if (placed.length === before.length + most) break;
    const taken = placed.map(({ box }) => grown(box, ROOM * label.height));
    const leaders = placed.flatMap(({ leader }) => leader ?? []);
    const choice = choices(label).find((one) => !hits(one, taken, label) && !touches(one, leaders));
    if (choice !== undefined) placed.push({ ...choice, label });
  }
  return placed;
}

type Choice = Omit<PlacedLabel, "label">;

/** Places that are free as long as there are no other labels, best first. */
function choicesOf(label: Label, obstacles: Obstacles): readonly Choice[] {
  const choices: Choice[] = [];
  let place = 0;
  for (const candidate of candidatesOf(label)) {
    const distance = distanceOf(candidate, label.height, place++);
    if (!contains(obstacles.area, candidate.box)) continue;
    if (hits(candidate, obstacles.strong, label)) continue;
    const badness = distance + disorder(candidate, obstacles);
    if (!label.required && badness >= COVERED_SYMBOL) continue;
    if (candidate.leader === undefined && misreads(candidate.box, label, obstacles)) continue;
    choices.push({ ...candidate, badness });
  }
  return choices.sort((a, b) => a.badness - b.badness);
}

/** Stands about as near to another symbol as to its own; not counting those at the same place. */
function misreads(box: Box, label: Label, { symbols }: Obstacles): boolean {
  const { at, height } = label;
  const least = gapTo(box, label) + NEARER * height;
  return symbols.some(
    (other) => (other.at.x !== at.x || other.at.y !== at.y) && gapTo(box, other) < least,
  );
}

function distanceOf({ leader }: Candidate, height: number, place: number): number {
  if (leader === undefined) return place * LATER_CHOICE;
  const { from, to } = leader;
  return LEADING + Math.sqrt((to.x - from.x) ** 2 + (to.y - from.y) ** 2) / height;
}

/** What it covers, and what its leader crosses. */
function disorder({ box, leader }: Candidate, { faint, line }: Obstacles): number {
  const count = (boxes: readonly Box[], holds: (other: Box) => boolean): number =>
    boxes.reduce((sum, other) => sum + (holds(other) ? 1 : 0), 0);
  const covered = (other: Box): boolean => overlaps(other, box);
  const crossed =
    leader === undefined ? 0 : count(faint, (other) => crossesBox(leader, other)) * CROSSED_SYMBOL;
  return count(faint, covered) * COVERED_SYMBOL + count(line, covered) * COVERED_LINE + crossed;
}

/** Covers one of the boxes, or leads through one: not counting those of symbols that lie on its own. */
function hits({ box, leader }: Candidate, boxes: readonly Box[], { at }: Label): boolean {
  const own = boxAround(at, 0);
  return boxes.some(
    (other) =>
      overlaps(other, box) ||
      (leader !== undefined && crossesBox(leader, other) && !contains(other, own)),
  );
}

function touches({ box, leader }: Candidate, leaders: readonly Segment[]): boolean {
  return leaders.some(
    (other) => crossesBox(other, box) || (leader !== undefined && crosses(leader, other)),
  );
}
