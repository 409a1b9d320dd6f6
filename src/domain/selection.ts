import { type ElementType, isFloat } from "../graph/element-type.ts";
import { type Solver, uniform } from "./solver.ts";
import { joinedValues } from "./transfer.ts";
import type { ValueSet } from "./value-set.ts";

/** One of two tensors, element by element; two codes where each of them holds one known value. */
export function selectedValues(
  sets: readonly [ValueSet, ValueSet],
  at: readonly [number, number],
  solver: Solver,
): ValueSet {
  const { carrier } = sets[0];
  const known = at.map((input) => uniform(solver, input));
  return (
    twoCodes(known, carrier, `one of two values at ${solver.place}`) ?? joinedValues(sets, carrier)
  );
}

/** Two distinct finite floats as a grid; undefined where they are something else. */
export function twoCodes(
  values: readonly (number | undefined)[],
  carrier: ElementType,
  step: string,
): ValueSet | undefined {
  const ends = values.map((value) => value ?? Number.NaN);
  const lo = Math.min(...ends);
  const scale = Math.max(...ends) - lo;
  if (!isFloat(carrier) || !Number.isFinite(scale) || scale === 0) return undefined;
  return {
    carrier,
    grid: { lo: 0, hi: 1, scale, zero: -lo / scale },
    status: "proven",
    proof: { step },
  };
}
