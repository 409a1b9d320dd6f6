import { EVERYTHING, type Interval } from "../domain/interval.ts";
import { exp, expm1 } from "./math/exp.ts";
import { tanh } from "./math/hyperbolic.ts";
import { log1p } from "./math/log.ts";
import { sigmoid } from "./math/logistic.ts";
import type { ScalarKind } from "./work.ts";

/** A function of a recurrent cell, with its parameters; those that it does not take are 0. */
export interface CellFunction {
  readonly name: CellFunctionName;
  readonly alpha: number;
  readonly beta: number;
}

interface Facts {
  /** Default parameters, as the source has them, f32: alpha, then beta. */
  readonly defaults: readonly number[];
  readonly kinds: readonly ScalarKind[];
  of(x: number, alpha: number, beta: number): number;
  /** What the results never leave. */
  range?(alpha: number, beta: number): Interval;
}

const POSITIVE = { lo: 0, hi: Number.POSITIVE_INFINITY };
const UNIT = { lo: -1, hi: 1 };

/**
 * The functions of recurrent cells, computed in f64.
 *
 * Source: ONNX `LSTM`, `GRU`, `RNN`; Affine and ScaledTanh have no default there: alpha 1, beta 0 and 1.
 */
const FUNCTIONS = {
  Relu: { defaults: [], kinds: ["compare"], of: (x) => Math.max(x, 0), range: () => POSITIVE },
  Tanh: { defaults: [], kinds: ["transcendental"], of: tanh, range: () => UNIT },
  Sigmoid: {
    defaults: [],
    kinds: ["transcendental"],
    of: sigmoid,
    range: () => ({ lo: 0, hi: 1 }),
  },
  Affine: {
    defaults: [1, 0],
    kinds: ["multiply", "add"],
    of: (x, alpha, beta) => alpha * x + beta,
  },
  LeakyRelu: {
    defaults: [0.01],
    kinds: ["compare", "multiply"],
    of: (x, alpha) => (x >= 0 ? x : alpha * x),
  },
  ThresholdedRelu: {
    defaults: [1],
    kinds: ["compare"],
    of: (x, alpha) => (x > alpha ? x : 0),
  },
  ScaledTanh: {
    defaults: [1, 1],
    kinds: ["multiply", "transcendental", "multiply"],
    of: (x, alpha, beta) => alpha * tanh(beta * x),
    range: (alpha) => ({ lo: -Math.abs(alpha), hi: Math.abs(alpha) }),
  },
  HardSigmoid: {
    defaults: [0.2, 0.5],
    kinds: ["multiply", "add", "compare", "compare"],
    of: (x, alpha, beta) => Math.min(Math.max(alpha * x + beta, 0), 1),
    range: () => ({ lo: 0, hi: 1 }),
  },
  Elu: {
    defaults: [1],
    kinds: ["compare", "transcendental", "multiply"],
    of: (x, alpha) => (x >= 0 ? x : alpha * expm1(x)),
  },
  Softsign: {
    defaults: [],
    kinds: ["add", "divide"],
    of: (x) => x / (1 + Math.abs(x)),
    range: () => UNIT,
  },
  Softplus: {
    defaults: [],
    kinds: ["transcendental", "add", "transcendental"],
    of: (x) => Math.max(x, 0) + log1p(exp(-Math.abs(x))),
    range: () => POSITIVE,
  },
} as const satisfies Readonly<Record<string, Facts>>;

export type CellFunctionName = keyof typeof FUNCTIONS;
export const CELL_FUNCTIONS = Object.keys(FUNCTIONS) as readonly CellFunctionName[];

function factsOf({ name }: Pick<CellFunction, "name">): Facts {
  return FUNCTIONS[name];
}

/** Default parameters of a function, as many as it takes. */
export function defaultParameters(name: CellFunctionName): readonly number[] {
  return factsOf({ name }).defaults.map(Math.fround);
}

/** Scalar operations of one application. */
export function kindsOf(cell: CellFunction): readonly ScalarKind[] {
  return factsOf(cell).kinds;
}

/** What the results of a function never leave. */
export function rangeOf(cell: CellFunction): Interval {
  return factsOf(cell).range?.(cell.alpha, cell.beta) ?? EVERYTHING;
}

/** The function of doubles; the result is to be rounded once. */
export function scalarOf(cell: CellFunction): (x: number) => number {
  const { of } = factsOf(cell);
  const { alpha, beta } = cell;
  return (x) => of(x, alpha, beta);
}
