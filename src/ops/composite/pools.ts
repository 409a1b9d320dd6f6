import type { TensorId } from "../../graph/graph.ts";
import { type Tensor, zeros } from "../../graph/tensor.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { refuse } from "../checks.ts";
import { abs, divide, multiply, squareRoot } from "../core/arithmetic.ts";
import { power } from "../core/power.ts";
import { reduceSum } from "../core/reduce.ts";
import { reduceWindowSum } from "../core/reduce-window.ts";
import { stridesOf } from "../shapes.ts";
import { inferWindows, tapsBetween, type WindowAttributes } from "../windows.ts";
import { meanAlong } from "./mean.ts";
import { inType, inWideType, scalarLike } from "./precision.ts";

export interface AveragePoolAttributes extends WindowAttributes {
  /** Padding counts among the elements that the sum is divided by. */
  readonly countPadding: boolean;
  /** How far windows reach beyond the padding at the end; that part never counts. */
  readonly overhang: readonly number[];
}

/** The same windows with room for those that hang over the end. */
function padded(a: AveragePoolAttributes): WindowAttributes {
  const { window, strides, padLow, dilations } = a;
  const padHigh = a.padHigh.map((pad, axis) => pad + (a.overhang[axis] as number));
  return { window, strides, padLow, padHigh, dilations };
}

/** Positions along one axis that count in the window at an output position. */
function countedAlong(
  size: number,
  axis: number,
  output: number,
  a: AveragePoolAttributes,
): number {
  const least = a.countPadding ? -(a.padLow[axis] as number) : 0;
  const most = size + (a.countPadding ? (a.padHigh[axis] as number) : 0);
  const { first, end } = tapsBetween(axis, output, [least, most], a);
  return end - first;
}

/** More output positions along one axis than any image, volume or recording has. */
const MOST_POSITIONS = 2 ** 22;

/** What each sum is divided by: one scalar where it is the same everywhere. */
function divisors(b: GraphBuilder, x: TensorId, a: AveragePoolAttributes): TensorId {
  const input = b.shape(x);
  const output = inferWindows("AveragePool", b.type(x), padded(a)).shape;
  const longest = Math.max(...output.slice(2));
  if (longest > MOST_POSITIONS) {
    refuse("too-large", "AveragePool", `at most ${MOST_POSITIONS} positions`, `${longest}`);
  }
  const counts = input.map((size, axis) =>
    Array.from({ length: axis < 2 ? 1 : (output[axis] as number) }, (_, i) =>
      countedAlong(size, axis, i, a),
    ),
  );
  const uniform = counts.every((list) => list.every((count) => count === list[0]));
  if (uniform) return scalarLike(b, x, product(counts.map((list) => list[0] ?? 1)));
  const shape = output.map((size, axis) => (axis < 2 ? 1 : size));
  const type = b.graph.types.intern(b.element(x), shape);
  return b.graph.addConstant({ type, read: () => productsOf(type, counts) });
}

/** The product of one number of each list, row-major. */
function productsOf(type: TensorType, lists: readonly (readonly number[])[]): Tensor {
  const tensor = zeros(type);
  const steps = stridesOf(type.shape);
  for (let i = 0; i < tensor.data.length; i++) {
    const factors = lists.map(
      (list, axis) => list[Math.floor(i / (steps[axis] as number)) % list.length] as number,
    );
    tensor.data[i] = product(factors) as never;
  }
  return tensor;
}

function product(factors: readonly number[]): number {
  return factors.reduce((result, factor) => result * factor, 1);
}

/**
 * Sum over windows of [N, C, ...] divided by the number of elements that count.
 *
 * Floats narrower than f32 are summed and divided in f32 and rounded once.
 *
 * Source: ONNX `AveragePool`, opset 22; what hangs over the padding never counts, as in PyTorch.
 */
export const averagePool = composite<AveragePoolAttributes, 1>({
  name: "AveragePool",
  arity: 1,
  build(b, [x], attributes) {
    const wide = inWideType(b, "AveragePool", x);
    const sum = b.emit(reduceWindowSum, [wide], padded(attributes));
    const average = b.emit(divide, [sum, divisors(b, wide, attributes)], {});
    return [inType(b, average, b.element(x))];
  },
});

function spatialAxes(b: GraphBuilder, x: TensorId): readonly number[] {
  return b
    .shape(x)
    .map((_, axis) => axis)
    .slice(2);
}

/** Mean over all places of each channel. Source: ONNX `GlobalAveragePool`. */
export const globalAveragePool = composite<object, 1>({
  name: "GlobalAveragePool",
  arity: 1,
  build: (b, [x]) => [meanAlong(b, x, { axes: spatialAxes(b, x), keepAxes: true })],
});

/** (sum of |x|^p)^(1 / p), where `sum` says which sum; in f32 for narrower floats, rounded once. */
function norm(
  b: GraphBuilder,
  x: TensorId,
  p: number,
  sum: (powers: TensorId) => TensorId,
): TensorId {
  const wide = inWideType(b, "LpPool", x);
  const raised = (): TensorId => {
    if (p === 2) return b.emit(multiply, [wide, wide], {});
    const size = b.emit(abs, [wide], {});
    return p === 1 ? size : b.emit(power, [size, scalarLike(b, wide, p)], {});
  };
  const total = sum(raised());
  if (p === 1) return inType(b, total, b.element(x));
  const root =
    p === 2
      ? b.emit(squareRoot, [total], {})
      : b.emit(power, [total, scalarLike(b, wide, 1 / p)], {});
  return inType(b, root, b.element(x));
}

/** (sum of |x|^p)^(1 / p) over windows of [N, C, ...], padding as 0. Source: ONNX `LpPool`. */
export const lpPool = composite<WindowAttributes & { readonly p: number }, 1>({
  name: "LpPool",
  arity: 1,
  build(b, [x], { p, ...windows }) {
    return [norm(b, x, p, (powers) => b.emit(reduceWindowSum, [powers], windows))];
  },
});

/** (sum of |x|^p)^(1 / p) over all places of each channel. Source: ONNX `GlobalLpPool`. */
export const globalLpPool = composite<{ readonly p: number }, 1>({
  name: "GlobalLpPool",
  arity: 1,
  build(b, [x], { p }) {
    const reduction = { axes: spatialAxes(b, x), keepAxes: true };
    return [norm(b, x, p, (powers) => b.emit(reduceSum, [powers], reduction))];
  },
});
