import { withoutGrid } from "../domain/grid.ts";
import type { Proof } from "../domain/proof.ts";
import { eitherOf } from "../domain/transfer/either.ts";
import type { ValueSet } from "../domain/value-set.ts";
import type { ElementType } from "../graph/element-type.ts";
import { COMPUTED, COUNTED, type Dependence, INDEXED, type TensorFacts } from "./facts.ts";
import { distinct } from "./sources.ts";

/** What is known of one of two tensors, whichever it is. */
export function eitherFacts(
  a: TensorFacts,
  b: TensorFacts,
  choice: Dependence,
  element: ElementType,
  proof: (from: Proof) => Proof,
): TensorFacts {
  const picked: Dependence = choice <= COUNTED ? choice : INDEXED;
  const dependence = Math.max(a.dependence, b.dependence, picked) as Dependence;
  return {
    values:
      a.values === b.values
        ? a.values
        : eitherOf(a.values, b.values, element, proof(a.values.proof)),
    dependence,
    sources: dependence === COMPUTED ? [] : distinct([...a.sources, ...b.sources]),
  };
}

/**
 * What of a set holds on every trip: numbers that may differ from trip to trip are not numbers
 * outside, and what a rule knows of the tensor behind it holds for that one only.
 */
export function onEveryTrip(set: ValueSet): ValueSet {
  const { root: _, clipped: __, ...kept } = set;
  const { factor, shift, opaque } = set.grid ?? {};
  const varies = factor !== undefined || shift !== undefined || opaque !== undefined;
  return varies ? withoutGrid(kept) : kept;
}

/** The values of either trip, or those of the first where the other brings nothing new. */
export function joinedTrips(
  before: ValueSet,
  after: ValueSet,
  element: ElementType,
  proof: Proof,
): ValueSet {
  const joined = eitherOf(before, onEveryTrip(after), element, proof);
  return sameValues(joined, before) ? before : joined;
}

/** True where two sets say the same, whatever the reason. */
export function sameValues(a: ValueSet, b: ValueSet): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf({ proof: _, status: __, precision: ___, ...set }: ValueSet): string {
  const parts = Object.entries(set).toSorted(([x], [y]) => (x < y ? -1 : 1));
  return JSON.stringify(parts, (__, value) =>
    typeof value === "number" && !Number.isFinite(value) ? `${value}` : value,
  );
}
