import type { Layer } from "../results/score-result.ts";
import { alignBetween, nthWithNth, type Sides } from "./gaps.ts";
import { inOrder, type Pair, takenPlaces } from "./pair.ts";
import { featuresOf, signatureOf } from "./signature.ts";

/** A pair, and whether its place among the others differs. */
export interface Match extends Pair {
  readonly moved: boolean;
}

type Layers = readonly Layer[];

/**
 * Which layers belong together, ascending in `before`; those of no match were removed or inserted.
 *
 * By name first, then what is left by structure: in order, then in any order. Where names are mere
 * numbers that an insertion has shifted, structure comes first. The same pairs come out whichever
 * side is called before.
 */
export function matchLayers(before: Layers, after: Layers): readonly Match[] {
  if (!isFirst(before, after)) return flipped(matched(after, before));
  return matched(before, after);
}

/** An order of the two sides that does not depend on which of them is before. */
function isFirst(before: Layers, after: Layers): boolean {
  if (before.length !== after.length) return before.length < after.length;
  for (let i = 0; i < before.length; i++) {
    const [a, b] = [keyOf(before[i] as Layer), keyOf(after[i] as Layer)];
    if (a !== b) return a < b;
  }
  return true;
}

function keyOf(layer: Layer): string {
  return `${layer.name}\n${signatureOf(layer)}`;
}

function flipped(matches: readonly Match[]): readonly Match[] {
  return matches
    .map(({ before, after, moved }) => ({ before: after, after: before, moved }))
    .toSorted(byPlace);
}

function byPlace(a: Pair, b: Pair): number {
  return a.before - b.before;
}

function matched(before: Layers, after: Layers): readonly Match[] {
  const sides = featuresOf(before, after);
  const named = pairNames(before, after, []);
  const byName = namesFirst(before, after, sides, named);
  const doubtful = effort(byName, before, after, sides);
  if (doubtful === 0 || named.length === 0) return withMoves(byName);
  const byStructure = structureFirst(before, after, sides);
  const better = RELIABLE * effort(byStructure, before, after, sides) < doubtful;
  return withMoves(better ? byStructure : byName);
}

/** Names are believed unless structure explains the difference with less than half the effort. */
const RELIABLE = 2;

/** How much the pairs leave to explain: layers without one, changed ones, and new names a little. */
function effort(pairs: readonly Pair[], before: Layers, after: Layers, [a, b]: Sides): number {
  const alone = before.length + after.length - 2 * pairs.length;
  return pairs.reduce((sum, pair) => {
    const changed = a.signature[pair.before] === b.signature[pair.after] ? 0 : 1;
    const renamed = before[pair.before]?.name === after[pair.after]?.name ? 0 : 0.25;
    return sum + changed + renamed;
  }, alone);
}

function namesFirst(
  before: Layers,
  after: Layers,
  sides: Sides,
  named: readonly Pair[],
): readonly Pair[] {
  const pairs = joined(named, alignBetween(sides, named));
  return equalAnywhere(before, after, sides, pairs);
}

function structureFirst(before: Layers, after: Layers, sides: Sides): readonly Pair[] {
  const aligned = alignBetween(sides, []);
  const pairs = joined(aligned, pairNames(before, after, aligned));
  return equalAnywhere(before, after, sides, pairs);
}

function joined(a: readonly Pair[], b: readonly Pair[]): readonly Pair[] {
  return [...a, ...b].toSorted(byPlace);
}

function pairNames(before: Layers, after: Layers, pairs: readonly Pair[]): readonly Pair[] {
  const free = freePlaces(before, after, pairs);
  const places = new Map<string, number>();
  for (const place of free.after.toReversed()) places.set((after[place] as Layer).name, place);
  return free.before.flatMap((place) => {
    const { name } = before[place] as Layer;
    const partner = places.get(name);
    places.delete(name);
    return partner === undefined ? [] : [{ before: place, after: partner }];
  });
}

/** Pairs equal layers at any places; a pair that is only alike gives way to that. */
function equalAnywhere(
  before: Layers,
  after: Layers,
  sides: Sides,
  pairs: readonly Pair[],
): readonly Pair[] {
  const [a, b] = sides;
  const isFirm = (pair: Pair): boolean =>
    a.signature[pair.before] === b.signature[pair.after] ||
    before[pair.before]?.name === after[pair.after]?.name;
  const firm = pairs.filter(isFirm);
  const settled = joined(firm, nthWithNth(sides, freePlaces(before, after, firm)));
  const taken = takenPlaces(settled);
  const alike = pairs.filter(
    (pair) => !taken.before.has(pair.before) && !taken.after.has(pair.after),
  );
  return joined(settled, alike);
}

function freePlaces(before: Layers, after: Layers, pairs: readonly Pair[]) {
  const taken = takenPlaces(pairs);
  return {
    before: [...before.keys()].filter((place) => !taken.before.has(place)),
    after: [...after.keys()].filter((place) => !taken.after.has(place)),
  };
}

function withMoves(pairs: readonly Pair[]): readonly Match[] {
  const kept = new Set(inOrder(pairs));
  return pairs.map((pair) => ({ ...pair, moved: !kept.has(pair) }));
}
