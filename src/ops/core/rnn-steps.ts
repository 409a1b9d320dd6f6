import { hull } from "../../domain/interval.ts";
import { rangeOf } from "../cell-functions.ts";
import { type CellFacts, recurrence } from "../recurrence.ts";
import type { RecurrenceAttributes } from "../recurrence-layout.ts";
import type { CellRun } from "../recurrence-run.ts";
import { preactivations, sumsOf } from "../recurrence-sums.ts";

function step(run: CellRun): void {
  const [f] = run.functions as [(x: number) => number];
  const sums = preactivations(run, run.fromState(run.seen, 0, 1), 0, 1);
  for (let i = 0; i < run.size; i++) run.hidden[i] = f(sums[i] as number);
}

export const RNN_CELL: CellFacts<RecurrenceAttributes> = {
  name: "rnnSteps",
  functions: 1,
  needs: [],
  hasCellState: false,
  gates: () => 1,
  scalars: (a) => ({ add: sumsOf(a, 1) }),
  applied: () => [0],
  clips: () => true,
  range: (functions) => functions.map(rangeOf).reduce(hull),
  step,
};

/** h' = f(x W + h R + Wb + Rb), step by step. Source: ONNX `RNN`. */
export const rnnSteps = recurrence(RNN_CELL);
