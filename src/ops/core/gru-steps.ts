import { EVERYTHING, encloses, hull, type Interval, widened } from "../../domain/interval.ts";
import { type CellFunction, rangeOf } from "../cell-functions.ts";
import { type CellFacts, recurrence } from "../recurrence.ts";
import type { RecurrenceAttributes } from "../recurrence-layout.ts";
import type { CellRun } from "../recurrence-run.ts";
import { biasGates, preactivations, sumsOf } from "../recurrence-sums.ts";

export interface GruAttributes extends RecurrenceAttributes {
  /** The reset gate is applied to the product of the state, bias and all, instead of the state. */
  readonly resetsProduct: boolean;
}

const GATES = 3;
const CANDIDATE = 2;
/** Relative error of a few roundings in the narrowest wide float, bf16. */
const ROUNDING = 2 ** -6;

function step(run: CellRun, { resetsProduct }: GruAttributes): void {
  const { size, hidden, round } = run;
  const [f, g] = run.functions as [(x: number) => number, (x: number) => number];
  const gates = preactivations(run, run.fromState(run.seen, 0, CANDIDATE), 0, GATES).map(f);
  const [update, reset] = [gates.subarray(0, size), gates.subarray(size)];
  const sums = resetsProduct ? productReset(run, reset) : stateReset(run, reset);
  for (let i = 0; i < size; i++) {
    const candidate = round(round(1 - (update[i] as number)) * g(sums[i] as number));
    hidden[i] = round(candidate + round((update[i] as number) * (hidden[i] as number)));
  }
}

/** x W + (r . h) R + Wb + Rb */
function stateReset(run: CellRun, reset: Float64Array): Float64Array {
  const kept = run.hidden.map((h, i) => run.round((reset[i] as number) * h));
  return preactivations(run, run.fromState(kept, CANDIDATE, 1), CANDIDATE, GATES);
}

/** x W + r . (h R + Rb) + Wb */
function productReset(run: CellRun, reset: Float64Array): Float64Array {
  const { size, fromInput, round } = run;
  const { ofInput, ofState } = biasGates(run, GATES);
  return run.fromState(run.hidden, CANDIDATE, 1).map((product, i) => {
    const biased = round(product + ofState(CANDIDATE, i));
    const kept = round((reset[i] as number) * biased);
    const sum = round((fromInput[CANDIDATE * size + i] as number) + kept);
    return round(sum + ofInput(CANDIDATE, i));
  });
}

/** A new state lies between the old one and the candidate, where the gate is no less than 0, no more than 1. */
function range(functions: readonly CellFunction[], initial: Interval): Interval {
  const gates = functions.filter((_, i) => i % 2 === 0).map(rangeOf);
  if (!gates.every((gate) => encloses({ lo: 0, hi: 1 }, gate))) return EVERYTHING;
  const candidates = functions.filter((_, i) => i % 2 === 1).map(rangeOf);
  return widened(candidates.reduce(hull, initial), ROUNDING);
}

export const GRU_CELL: CellFacts<GruAttributes> = {
  name: "gruSteps",
  functions: 2,
  needs: [],
  hasCellState: false,
  gates: () => GATES,
  scalars: (a) => ({ add: sumsOf(a, GATES) + 2, multiply: 3 }),
  applied: () => [0, 0, 1],
  clips: () => true,
  range,
  step,
};

/**
 * z, r = f(x W + h R + Wb + Rb), then the candidate c = g(...) with the reset state, then
 * h' = (1 - z) . c + z . h, step by step; gates in the order z, r, c.
 *
 * Source: ONNX `GRU`.
 */
export const gruSteps = recurrence(GRU_CELL);
