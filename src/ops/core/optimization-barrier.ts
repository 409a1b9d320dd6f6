import { always } from "../nan-bits.ts";
import type { PrimitiveOperator, ResultType } from "../operator.ts";
import { NO_WORK } from "../work.ts";

/**
 * The inputs as they are, all of them computed before any of the outputs is used.
 *
 * So an output depends on every input: a constant that passes through is not folded any more.
 *
 * Source: StableHLO `optimization_barrier`.
 */
export const optimizationBarrier: PrimitiveOperator<object> = {
  kind: "core",
  name: "optimizationBarrier",
  keepsNans: always,
  infer: (inputs): readonly ResultType[] => inputs,
  work: () => NO_WORK,
  values: (inputs) => inputs,
  evaluate: (inputs) => inputs,
};
