import type { Convention } from "../results/score-result.ts";

/** The cost that networks are placed by: a single number of a score. */
export interface CostMetric {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
}

/** How networks are placed. */
export interface Placing {
  readonly metric: CostMetric;
  readonly convention: Convention;
}

/** A cost whose rule for floats is the convention's. */
export function followsConvention({ id }: CostMetric): boolean {
  return id === "ace";
}
