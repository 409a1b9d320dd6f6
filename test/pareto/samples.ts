import type { Placing } from "../../src/pareto/metric.ts";
import { millionthsOf } from "../../src/pareto/millionths.ts";
import type { Placed } from "../../src/pareto/placed.ts";

export const ACE: Placing = {
  metric: { id: "ace", label: "ACE", unit: "" },
  convention: "pokebnn",
};

/** A published network of a whole cost. */
export function published(name: string, cost: bigint, accuracy: number): Placed {
  return {
    name,
    family: "Family",
    year: 2020,
    own: false,
    accuracy,
    cost: millionthsOf(cost),
    exact: true,
    accuracyStatus: "verified",
    costStatus: "computed",
    source: "a paper",
  };
}

/** One of the user's. */
export function own(name: string, cost: bigint, accuracy: number): Placed {
  const { year, ...rest } = published(name, cost, accuracy);
  return { ...rest, own: true, accuracyStatus: "given", costStatus: "given", source: "mine" };
}
