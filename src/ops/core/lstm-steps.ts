import { corners, hull } from "../../domain/interval.ts";
import { type CellFunction, rangeOf } from "../cell-functions.ts";
import { type CellFacts, recurrence } from "../recurrence.ts";
import type { RecurrenceAttributes } from "../recurrence-layout.ts";
import type { CellRun } from "../recurrence-run.ts";
import { biasGates, sumsOf } from "../recurrence-sums.ts";

export interface LstmAttributes extends RecurrenceAttributes {
  /** The forget gate is 1 - the input gate, and has no weights. */
  readonly coupled: boolean;
}

type Scalar = (x: number) => number;

/** Places of the gates among those that have weights. */
function places(coupled: boolean) {
  return coupled
    ? { input: 0, output: 1, forget: -1, candidate: 2, count: 3 }
    : { input: 0, output: 1, forget: 2, candidate: 3, count: 4 };
}

function step(run: CellRun, { coupled }: LstmAttributes): void {
  const { size, fromInput, cell, hidden, peepholes, round } = run;
  const [f, g, h] = run.functions as [Scalar, Scalar, Scalar];
  const at = places(coupled);
  const fromState = run.fromState(run.seen, 0, at.count);
  const { ofInput, ofState } = biasGates(run, at.count);
  const sum = (gate: number, i: number, seen: number | undefined): number => {
    const place = gate * size + i;
    let total = round((fromInput[place] as number) + (fromState[place] as number));
    if (peepholes !== undefined && seen !== undefined) {
      total = round(total + round((peepholes[place] as number) * seen));
    }
    return run.bias === undefined
      ? total
      : round(round(total + ofInput(gate, i)) + ofState(gate, i));
  };
  for (let i = 0; i < size; i++) {
    const before = cell[i] as number;
    const input = f(sum(at.input, i, before));
    const forget = coupled ? round(1 - input) : f(sum(at.forget, i, before));
    const candidate = g(sum(at.candidate, i, undefined));
    const after = round(round(forget * before) + round(input * candidate));
    const output = f(sum(at.output, i, after));
    cell[i] = after;
    hidden[i] = round(output * h(after));
  }
}

function scalars(a: LstmAttributes) {
  const { count } = places(a.coupled);
  const peepholes = a.parts.includes("peepholes") ? count - 1 : 0;
  return {
    add: sumsOf(a, count) + peepholes + (a.coupled ? 2 : 1),
    multiply: 3 + peepholes,
  };
}

export const LSTM_CELL: CellFacts<LstmAttributes> = {
  name: "lstmSteps",
  functions: 3,
  needs: ["cell"],
  hasCellState: true,
  gates: ({ coupled }) => places(coupled).count,
  scalars,
  applied: ({ coupled }) => (coupled ? [0, 0, 1, 2] : [0, 0, 0, 1, 2]),
  clips: (at) => at < 2,
  range(functions) {
    return functions
      .filter((_, i) => i % 3 === 0)
      .map((gate, d) =>
        corners(rangeOf(gate), rangeOf(functions[3 * d + 2] as CellFunction), times),
      )
      .reduce(hull);
  },
  step,
};

function times(x: number, y: number): number {
  return x === 0 || y === 0 ? 0 : x * y;
}

/**
 * i, f = f(x W + h R + P . c + Wb + Rb), g = g(x W + h R + Wb + Rb), c' = f . c + i . g, then
 * o = f(x W + h R + P . c' + Wb + Rb) and h' = o . h(c'), step by step; gates in the order i, o, f, g.
 *
 * What goes into h is not clipped: the text of ONNX leaves that open, and onnxruntime does not.
 *
 * Source: ONNX `LSTM`.
 */
export const lstmSteps = recurrence(LSTM_CELL);
