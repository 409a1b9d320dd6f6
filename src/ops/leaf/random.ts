import { step } from "../../domain/solver.ts";
import { boundedValues } from "../../domain/value-set.ts";
import { type ElementType, isBigInteger, isFloat } from "../../graph/element-type.ts";
import { type Tensor, zeros } from "../../graph/tensor.ts";
import { elementCount, formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, refuse } from "../checks.ts";
import { doublesOf, roundingTo } from "../doubles.ts";
import { exp } from "../math/exp.ts";
import { NORMAL_KINDS, normalNumbers } from "../normal-numbers.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { uniformNumbers } from "../philox.ts";
import { scalarWork } from "../work.ts";

interface Seeded {
  /** Equal seeds give equal numbers, in every run and on every machine. */
  readonly seed: number;
}

export interface RandomAttributes extends Seeded {
  readonly shape: readonly number[];
  readonly element: ElementType;
}
export interface UniformAttributes extends RandomAttributes {
  readonly low: number;
  readonly high: number;
}
export interface NormalAttributes extends RandomAttributes {
  readonly mean: number;
  readonly scale: number;
}
export interface MultinomialAttributes extends Seeded {
  readonly samples: number;
  readonly element: ElementType;
}

function drawn(type: TensorType, number: (i: number) => number): readonly Tensor[] {
  const result = zeros(type);
  const big = isBigInteger(type.element);
  for (let i = 0; i < result.data.length; i++) {
    const value = number(i);
    result.data[i] = (big ? BigInt(value) : value) as never;
  }
  return [result];
}

function inferFloats(name: string, { element, shape }: RandomAttributes) {
  if (!isFloat(element)) refuse("type-mismatch", name, "a float type", element);
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    refuse("invalid-attribute", name, "sizes of 0 and more", `${shape}`);
  }
  return [{ element, shape }];
}

/**
 * Numbers from `low` up to `high`: u x (high - low) + low, each rounded, for a uniform u of 32 bits.
 *
 * Inputs only say on what the numbers depend. The source leaves the numbers open: ours are those of
 * `philox.ts`. The generator's own integer arithmetic is not counted.
 *
 * Source: ONNX `RandomUniform`, `RandomUniformLike`.
 */
export const randomUniform: PrimitiveOperator<UniformAttributes> = {
  kind: "leaf",
  name: "randomUniform",
  draws: true,
  infer: (_inputs, attributes) => inferFloats("randomUniform", attributes),
  work: ({ outputs }) =>
    scalarWork(elementCount((outputs[0] as TensorType).shape), "multiply", "add"),
  values(_inputs, { attributes: { element, low, high } }, solver) {
    const round = roundingTo(element);
    const interval = { lo: round(Math.min(low, high)), hi: round(Math.max(low, high)) };
    return [boundedValues(element, interval, step(solver, "bounds", "bounds of random numbers"))];
  },
  evaluate(_inputs, { attributes: { seed, low, high }, outputs }) {
    const type = outputs[0] as TensorType;
    const [uniform, round] = [uniformNumbers(seed), roundingTo(type.element)];
    const range = high - low;
    return drawn(type, (i) => round(round(uniform(i) * range) + low));
  },
};

/**
 * Numbers of a normal distribution: mean + scale x root(-2 ln(1 - u)) x cos(2 pi v), and with the sine
 * for every second one, in f64, rounded once.
 *
 * Source: ONNX `RandomNormal`, `RandomNormalLike`; Box and Muller (1958). The numbers are ours, as in
 * {@link randomUniform}.
 */
export const randomNormal: PrimitiveOperator<NormalAttributes> = {
  kind: "leaf",
  name: "randomNormal",
  draws: true,
  infer: (_inputs, attributes) => inferFloats("randomNormal", attributes),
  work: ({ outputs }) =>
    scalarWork(elementCount((outputs[0] as TensorType).shape), ...NORMAL_KINDS),
  evaluate(_inputs, { attributes: { seed, mean, scale }, outputs }) {
    const type = outputs[0] as TensorType;
    const [normal, round] = [normalNumbers(seed, mean, scale), roundingTo(type.element)];
    return drawn(type, (i) => round(normal(i)));
  },
};

/**
 * 1 with the probability that x says, else 0. Further inputs only say on what the numbers depend.
 *
 * Source: ONNX `Bernoulli`. The numbers are ours, as in {@link randomUniform}.
 */
export const bernoulli: PrimitiveOperator<Seeded & { readonly element: ElementType }> = {
  kind: "leaf",
  name: "bernoulli",
  draws: true,
  infer(inputs, { element }) {
    const x = inputs[0] as TensorType;
    expectElement("bernoulli", x, isFloat, "probabilities of a float type");
    return [{ element, shape: x.shape }];
  },
  work: ({ outputs }) => scalarWork(elementCount((outputs[0] as TensorType).shape), "compare"),
  evaluate(inputs, { attributes: { seed }, outputs }) {
    const [uniform, probabilities] = [uniformNumbers(seed), doublesOf(inputs[0] as Tensor)];
    const type = outputs[0] as TensorType;
    return drawn(type, (i) => (uniform(i) < (probabilities[i] as number) ? 1 : 0));
  },
};

/**
 * Classes drawn for each row of x [N, C], which holds logarithms of probabilities up to a factor;
 * output [N, samples]. Further inputs only say on what the numbers depend.
 *
 * Source: ONNX `Multinomial`. The numbers are ours, as in {@link randomUniform}.
 */
export const multinomial: PrimitiveOperator<MultinomialAttributes> = {
  kind: "leaf",
  name: "multinomial",
  draws: true,
  infer(inputs, { samples, element }) {
    const x = inputs[0] as TensorType;
    expectElement("multinomial", x, isFloat, "a float type");
    if (x.shape.length !== 2 || x.shape[1] === 0 || (element !== "i32" && element !== "i64")) {
      const expected = "[N, C] with classes, and a result of i32 or i64";
      refuse("shape-mismatch", "multinomial", expected, `${formatShape(x.shape)}, ${element}`);
    }
    if (!(samples >= 0)) {
      refuse("invalid-attribute", "multinomial", "0 or more samples", `${samples}`);
    }
    return [{ element, shape: [x.shape[0] as number, samples] }];
  },
  work({ attributes: { samples }, inputs }) {
    const [rows, classes] = (inputs[0] as TensorType).shape as readonly [number, number];
    const count = rows * classes;
    const { scalars } = scalarWork(count, "compare", "add", "transcendental", "add");
    return {
      contractions: [],
      scalars: {
        ...scalars,
        compare: BigInt(count) * BigInt(1 + samples),
        multiply: BigInt(rows * samples),
      },
    };
  },
  evaluate(inputs, { attributes: { seed, samples }, outputs }) {
    const x = inputs[0] as Tensor;
    const uniform = uniformNumbers(seed);
    const data = doublesOf(x);
    const classes = x.type.shape[1] as number;
    const sums = cumulated(data, classes);
    return drawn(outputs[0] as TensorType, (i) => {
      const row = sums.subarray(Math.floor(i / samples) * classes).subarray(0, classes);
      const limit = uniform(i) * (row[classes - 1] as number);
      const found = row.findIndex((sum) => limit < sum);
      return found < 0 ? classes - 1 : found;
    });
  },
};

/** Running sums of e^(x - largest) in each row. */
function cumulated(data: Float64Array, classes: number): Float64Array {
  const sums = new Float64Array(data.length);
  for (let start = 0; start < data.length; start += classes) {
    const row = data.subarray(start, start + classes);
    const most = row.reduce((a, b) => Math.max(a, b));
    let sum = 0;
    row.forEach((value, i) => {
      sum += exp(value - most);
      sums[start + i] = sum;
    });
  }
  return sums;
}
