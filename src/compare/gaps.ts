import { align, alignmentSteps, type Sequences } from "./alignment.ts";
import { inOrder, type Pair, takenPlaces } from "./pair.ts";
import { type Features, likeness } from "./signature.ts";

/** So many steps are taken for the best alignment; beyond, near the diagonal only. */
const FULL_STEPS = 2 ** 20;
const REACH = 64;
/** A stretch that needs more steps even so is left to what comes after the alignment. */
const MOST_STEPS = 2 ** 25;

/** Places without a pair between the same neighbours. */
interface Stretch {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** What alignment needs to know of both sides. */
export type Sides = readonly [Features, Features];

/**
 * Pairs layers that `pairs` leaves alone, by structure, without crossing those of the pairs that
 * are in order.
 *
 * @param pairs - ascending in `before`
 */
export function alignBetween(sides: Sides, pairs: readonly Pair[]): readonly Pair[] {
  return stretches(sides, pairs).flatMap((stretch) => alignStretch(sides, stretch));
}

function stretches([a, b]: Sides, pairs: readonly Pair[]): readonly Stretch[] {
  const taken = takenPlaces(pairs);
  const found: Stretch[] = [];
  let from: Pair = { before: 0, after: 0 };
  const end = { before: a.signature.length, after: b.signature.length };
  for (const to of [...inOrder(pairs), end]) {
    found.push({
      before: freeBetween(from.before, to.before, taken.before),
      after: freeBetween(from.after, to.after, taken.after),
    });
    from = { before: to.before + 1, after: to.after + 1 };
  }
  return found.filter(({ before, after }) => before.length > 0 && after.length > 0);
}

function freeBetween(from: number, to: number, taken: ReadonlySet<number>): readonly number[] {
  const free: number[] = [];
  for (let i = from; i < to; i++) if (!taken.has(i)) free.push(i);
  return free;
}

function alignStretch(sides: Sides, stretch: Stretch): readonly Pair[] {
  const { head, rest, tail } = trimmed(sides, stretch);
  if (isSmall(rest)) return [...head, ...align(sequences(sides, rest)), ...tail];
  const anchors = inOrder(nthWithNth(sides, rest));
  const between = split(rest, anchors).flatMap((part) => alignPart(sides, part));
  return [...head, ...anchors, ...between, ...tail];
}

/** Equal layers at both ends need no alignment. */
function trimmed([a, b]: Sides, { before, after }: Stretch) {
  const equal = (i: number, j: number): boolean =>
    a.signature[before.at(i) as number] === b.signature[after.at(j) as number];
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && equal(first, first)) first++;
  let last = 0;
  while (last < shorter - first && equal(-1 - last, -1 - last)) last++;
  const ends = [before.length - last, after.length - last] as const;
  return {
    head: zipped(before.slice(0, first), after.slice(0, first)),
    rest: { before: before.slice(first, ends[0]), after: after.slice(first, ends[1]) },
    tail: zipped(before.slice(ends[0]), after.slice(ends[1])),
  };
}

function zipped(before: readonly number[], after: readonly number[]): readonly Pair[] {
  return before.map((place, i) => ({ before: place, after: after[i] as number }));
}

/** Equal layers, the first with the first, the second with the second, and so on. */
export function nthWithNth([a, b]: Sides, { before, after }: Stretch): readonly Pair[] {
  const waiting = new Map<number, number[]>();
  for (const place of after.toReversed()) {
    const signature = b.signature[place] as number;
    const places = waiting.get(signature);
    if (places === undefined) waiting.set(signature, [place]);
    else places.push(place);
  }
  return before.flatMap((place) => {
    const partner = waiting.get(a.signature[place] as number)?.pop();
    return partner === undefined ? [] : [{ before: place, after: partner }];
  });
}

function split({ before, after }: Stretch, anchors: readonly Pair[]): readonly Stretch[] {
  const found: Stretch[] = [];
  let [i, j] = [0, 0];
  const end = { before: Number.POSITIVE_INFINITY, after: Number.POSITIVE_INFINITY };
  for (const anchor of [...anchors, end]) {
    const [from, start] = [i, j];
    while (i < before.length && (before[i] as number) < anchor.before) i++;
    while (j < after.length && (after[j] as number) < anchor.after) j++;
    found.push({ before: before.slice(from, i), after: after.slice(start, j) });
    i++;
    j++;
  }
  return found.filter((part) => part.before.length > 0 && part.after.length > 0);
}

function alignPart(sides: Sides, part: Stretch): readonly Pair[] {
  if (isSmall(part)) return align(sequences(sides, part));
  const steps = alignmentSteps(part.before.length, part.after.length, REACH);
  return steps > MOST_STEPS ? [] : align(sequences(sides, part), REACH);
}

function isSmall({ before, after }: Stretch): boolean {
  return alignmentSteps(before.length, after.length, Number.POSITIVE_INFINITY) <= FULL_STEPS;
}

function sequences([a, b]: Sides, stretch: Stretch): Sequences {
  return { ...stretch, likeness: (i, j) => likeness(a, i, b, j) };
}
