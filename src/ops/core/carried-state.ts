import { hull, type Interval } from "../../domain/interval.ts";
import { step } from "../../domain/solver.ts";
import { boundedValues } from "../../domain/value-set.ts";
import { always } from "../nan-bits.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { NO_WORK } from "../work.ts";

/**
 * A state that a recurrence carries: its elements are those that it starts with, its values all that
 * it can hold at any step.
 *
 * The second input is what the later states are computed from: the state depends on it as well.
 */
export const carriedState: PrimitiveOperator<{ readonly range: Interval }, 2> = {
  kind: "core",
  name: "carriedState",
  arity: 2,
  keepsNans: always,
  infer: ([initial]) => [initial],
  work: () => NO_WORK,
  values: ([initial], { attributes: { range } }, solver) => [
    boundedValues(
      initial.carrier,
      hull(initial.interval, range),
      step(solver, "bounds", "bounds of what the cell makes of its state"),
    ),
  ],
  evaluate: ([initial]) => [initial],
};
