import type { LayerChanges, WidthSide } from "../results/compare-result.ts";
import type { Layer, Operand } from "../results/score-result.ts";

/** What is not the same of two layers, costs and names apart; only that has a key. */
export function layerChanges(before: Layer, after: Layer): LayerChanges {
  return {
    ...whereDifferent("lhsWidth", widthOf(before.lhs), widthOf(after.lhs), sameWidth),
    ...whereDifferent("rhsWidth", widthOf(before.rhs), widthOf(after.rhs), sameWidth),
    ...whereDifferent("kind", before.kind, after.kind),
    ...whereDifferent("operator", before.operator, after.operator),
    ...whereDifferent("lhsShape", before.lhs.shape, after.lhs.shape, sameShape),
    ...whereDifferent("rhsShape", before.rhs.shape, after.rhs.shape, sameShape),
    ...whereDifferent("output", before.output, after.output, sameShape),
    ...whereDifferent("stride", before.stride ?? null, after.stride ?? null, sameShape),
    ...whereDifferent("groups", before.groups ?? null, after.groups ?? null),
    ...whereDifferent("trips", before.trips, after.trips),
  };
}

/** True where nothing has a key. */
export function isUnchanged(changes: LayerChanges): boolean {
  return Object.keys(changes).length === 0;
}

function whereDifferent<K extends keyof LayerChanges, T>(
  key: K,
  before: T,
  after: T,
  same: (a: T, b: T) => boolean = Object.is,
): LayerChanges {
  return same(before, after) ? {} : { [key]: { before, after } };
}

function widthOf({ tensor, bits, float, type, status, proof }: Operand): WidthSide {
  return { bits, float, type, status, proof, tensor };
}

function sameWidth(a: WidthSide, b: WidthSide): boolean {
  return a.bits === b.bits && a.float === b.float;
}

type Shape = readonly number[] | null;

function sameShape(a: Shape, b: Shape): boolean {
  return a?.join() === b?.join();
}
