import {
  type ElementType,
  type FloatType,
  integerRange,
  isBigInteger,
  isFloat,
} from "../graph/element-type.ts";
import { floatFormat } from "../graph/float-format.ts";
import { roundToFloat } from "../graph/small-float.ts";
import type { BigCarrier, NumberCarrier, Tensor } from "../graph/tensor.ts";
import { finisher } from "./elementwise.ts";
import type { ScalarKind } from "./work.ts";

/** How two values become one. */
export interface Combiner {
  readonly name: string;
  readonly kind: ScalarKind;
  /** What comes out of nothing; every other result starts from it too. */
  readonly neutral: (element: ElementType) => number | bigint;
  readonly float: (x: number, y: number) => number;
  readonly integer: (x: number, y: number) => number;
  readonly big: (x: bigint, y: bigint) => bigint;
  /** A run of {@link runReducer} in f32; the loop is spelled out so that engines inline it. */
  readonly single: (x: Float32Array, start: number, steps: Int32Array) => number;
}

const round = Math.fround;

export const SUM: Combiner = {
  name: "Sum",
  kind: "add",
  neutral: () => 0,
  float: (x, y) => x + y,
  integer: (x, y) => x + y,
  big: (x, y) => x + y,
  single(x, start, steps) {
    let sum = round(0);
    for (let i = 0; i < steps.length; i++) {
      sum = round(sum + (x[start + (steps[i] as number)] as number));
    }
    return sum;
  },
};

export const PRODUCT: Combiner = {
  name: "Product",
  kind: "multiply",
  neutral: () => 1,
  float: (x, y) => x * y,
  integer: Math.imul,
  big: (x, y) => x * y,
  single(x, start, steps) {
    let product = round(1);
    for (let i = 0; i < steps.length; i++) {
      product = round(product * (x[start + (steps[i] as number)] as number));
    }
    return product;
  },
};

export const MAXIMUM: Combiner = {
  name: "Maximum",
  kind: "compare",
  neutral: (element) => farEnd(element, -1),
  float: Math.max,
  integer: Math.max,
  big: (x, y) => (x > y ? x : y),
  single(x, start, steps) {
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < steps.length; i++) {
      most = Math.max(most, x[start + (steps[i] as number)] as number);
    }
    return most;
  },
};

export const MINIMUM: Combiner = {
  name: "Minimum",
  kind: "compare",
  neutral: (element) => farEnd(element, 1),
  float: Math.min,
  integer: Math.min,
  big: (x, y) => (x < y ? x : y),
  single(x, start, steps) {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < steps.length; i++) {
      least = Math.min(least, x[start + (steps[i] as number)] as number);
    }
    return least;
  },
};

/** The lowest (-1) or highest (1) value of a type; infinite for floats that have infinities. */
function farEnd(element: ElementType, sign: 1 | -1): number | bigint {
  if (isFloat(element)) {
    const { infinityCode, largest } = floatFormat(element);
    return sign * (infinityCode === null ? largest : Number.POSITIVE_INFINITY);
  }
  const [lowest, highest] = integerRange(element);
  return sign < 0 ? lowest : highest;
}

/** Reduces one run: the elements at `start + steps[i]`, i ascending. */
export type RunReducer = (start: number, steps: Int32Array) => number | bigint;

/**
 * Reduces runs of elements of `x` with one accumulator each.
 *
 * Floats up to 32 bits are combined in f32 and rounded once to the element type at the end, or
 * after every element where the run is stepwise; f64 in f64. Integers wrap.
 */
export function runReducer(combiner: Combiner, x: Tensor, stepwise = false): RunReducer {
  const { element } = x.type;
  if (isBigInteger(element)) return bigRun(combiner, element, x.data as BigCarrier);
  const { data } = x;
  if (stepwise && isFloat(element)) {
    return numberRun(inSteps(combiner, element), element, data as NumberCarrier);
  }
  const nothing = Number(combiner.neutral(element));
  const run =
    data instanceof Float32Array
      ? (start: number, steps: Int32Array) =>
          steps.length === 0 ? nothing : combiner.single(data, start, steps)
      : numberRun(combiner, element, data as NumberCarrier);
  const finish = finisher(element);
  return finish === undefined ? run : (start, steps) => finish(run(start, steps));
}

/** The combiner with its results rounded to a float type. */
function inSteps(combiner: Combiner, element: FloatType): Combiner {
  return { ...combiner, float: (x, y) => roundToFloat(element, combiner.float(x, y)) };
}

function numberRun(combiner: Combiner, element: ElementType, x: NumberCarrier) {
  const combine = isFloat(element) ? combiner.float : combiner.integer;
  const first = Number(combiner.neutral(element));
  return (start: number, steps: Int32Array): number => {
    let value = first;
    for (let i = 0; i < steps.length; i++) {
      value = combine(value, x[start + (steps[i] as number)] as number);
    }
    return value;
  };
}

function bigRun({ neutral, big }: Combiner, element: "i64" | "u64", x: BigCarrier): RunReducer {
  const wrap = element === "i64" ? BigInt.asIntN : BigInt.asUintN;
  const first = BigInt(neutral(element));
  return (start, steps) => {
    let value = first;
    for (let i = 0; i < steps.length; i++) {
      value = wrap(64, big(value, x[start + (steps[i] as number)] as bigint));
    }
    return value;
  };
}
