import { type ElementType, isBigInteger, isFloat } from "../../graph/element-type.ts";
import { type Tensor, zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, expectOneElement, expectShape, isNumeric } from "../checks.ts";
import { roundingTo } from "../doubles.ts";
import { NORMAL_KINDS, normalNumbers } from "../normal-numbers.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { uniformNumbers } from "../philox.ts";
import { scalarWork } from "../work.ts";

export interface DrawAttributes {
  readonly shape: readonly number[];
  /** Equal seeds give equal numbers, in every run and on every machine. */
  readonly seed: number;
}

function inferDraw(
  name: string,
  inputs: readonly [TensorType, TensorType],
  shape: readonly number[],
  allowed: (element: ElementType) => boolean,
) {
  const element = expectOneElement(name, inputs);
  expectElement(name, inputs[0], allowed, allowed === isFloat ? "a float type" : "numbers");
  for (const input of inputs) expectShape(name, "scalars", input, []);
  return [{ element, shape }];
}

/**
 * Numbers from the first input up to the second one, without it: u x (b - a) + a for a uniform u of
 * 32 bits, each operation rounded; of integers the largest one not above it.
 *
 * The source leaves the numbers open: ours are those of `philox.ts`. The generator's own integer
 * arithmetic is not counted.
 *
 * Source: StableHLO `rng` with `UNIFORM`.
 */
export const rngUniform: PrimitiveOperator<DrawAttributes, 2> = {
  kind: "leaf",
  name: "rngUniform",
  arity: 2,
  draws: true,
  infer: (inputs, { shape }) => inferDraw("rngUniform", [inputs[0], inputs[1]], shape, isNumeric),
  work: ({ outputs }) =>
    scalarWork(elementCount((outputs[0] as TensorType).shape), "multiply", "add"),
  evaluate([a, b], { attributes: { seed }, outputs }) {
    const type = outputs[0] as TensorType;
    const uniform = uniformNumbers(seed);
    const result = zeros(type);
    const draw = drawBetween(a, b);
    for (let i = 0; i < result.data.length; i++) result.data[i] = draw(uniform(i)) as never;
    return [result];
  },
};

function drawBetween(a: Tensor, b: Tensor): (u: number) => number | bigint {
  const { element } = a.type;
  const [least, most] = [a.data[0], b.data[0]] as readonly [number | bigint, number | bigint];
  if (isBigInteger(element)) {
    const [from, range] = [BigInt(least), BigInt(most) - BigInt(least)];
    return (u) => from + ((BigInt(u * 2 ** 32) * range) >> 32n);
  }
  const [from, range] = [Number(least), Number(most) - Number(least)];
  if (!isFloat(element)) return (u) => from + Math.floor(u * range);
  const round = roundingTo(element);
  return (u) => round(round(u * round(range)) + from);
}

/**
 * Numbers of a normal distribution with the first input as its mean and the second one as its standard
 * deviation: mean + deviation x root(-2 ln(1 - u)) x cos(2 pi v), and with the sine for every second
 * one, in f64, rounded once.
 *
 * Source: StableHLO `rng` with `NORMAL`; Box and Muller (1958). The numbers are ours, as in
 * {@link rngUniform}.
 */
export const rngNormal: PrimitiveOperator<DrawAttributes, 2> = {
  kind: "leaf",
  name: "rngNormal",
  arity: 2,
  draws: true,
  infer: (inputs, { shape }) => inferDraw("rngNormal", [inputs[0], inputs[1]], shape, isFloat),
  work: ({ outputs }) =>
    scalarWork(elementCount((outputs[0] as TensorType).shape), ...NORMAL_KINDS),
  evaluate([mean, deviation], { attributes: { seed }, outputs }) {
    const type = outputs[0] as TensorType;
    const round = roundingTo(type.element);
    const normal = normalNumbers(seed, Number(mean.data[0]), Number(deviation.data[0]));
    const result = zeros(type);
    for (let i = 0; i < result.data.length; i++) result.data[i] = round(normal(i));
    return [result];
  },
};
