import { composite } from "../builder.ts";
import { refuse } from "../checks.ts";
import { abs, add, divide, multiply, squareRoot } from "../core/arithmetic.ts";
import { equal } from "../core/comparison.ts";
import { reduceSum } from "../core/reduce.ts";
import { select } from "../core/select.ts";
import { momentsAlong } from "./mean.ts";
import { inType, inWideType, scalarLike } from "./precision.ts";

/**
 * x / norm along an axis, norm the sum of magnitudes (p = 1) or the root of the sum of squares
 * (p = 2); 0 where the norm is 0.
 *
 * Floats narrower than f32 are computed with in f32, rounded once.
 *
 * Source: ONNX `LpNormalization`, opset 22.
 */
export const lpNormalization = composite<{ readonly axis: number; readonly p: number }, 1>({
  name: "LpNormalization",
  arity: 1,
  build(b, [x], { axis, p }) {
    if (p !== 1 && p !== 2) refuse("invalid-attribute", "LpNormalization", "p of 1 or 2", `${p}`);
    const wide = inWideType(b, "LpNormalization", x);
    const powers = p === 1 ? b.emit(abs, [wide], {}) : b.emit(multiply, [wide, wide], {});
    const sum = b.emit(reduceSum, [powers], { axes: [axis], keepAxes: true });
    const norm = p === 1 ? sum : b.emit(squareRoot, [sum], {});
    const zero = scalarLike(b, wide, 0);
    const empty = b.emit(equal, [norm, zero], {});
    const quotient = b.emit(divide, [wide, norm], {});
    return [inType(b, b.emit(select, [empty, zero, quotient], {}), b.element(x))];
  },
});

/** What is added to the standard deviation. Source: the function body of the operator. */
const EPSILON = Math.fround(1e-9);

/**
 * (x - mean) / (root of the mean of (x - mean)^2 + 1e-9) along axes.
 *
 * Floats narrower than f32 are computed with in f32, rounded once.
 *
 * Source: ONNX `MeanVarianceNormalization`, the formula of its text.
 */
export const meanVarianceNormalization = composite<{ readonly axes: readonly number[] }, 1>({
  name: "MeanVarianceNormalization",
  arity: 1,
  build(b, [x], { axes }) {
    const wide = inWideType(b, "MeanVarianceNormalization", x);
    const { deviation, variance } = momentsAlong(b, wide, axes);
    const root = b.emit(squareRoot, [variance], {});
    const spread = b.emit(add, [root, scalarLike(b, root, EPSILON)], {});
    return [inType(b, b.emit(divide, [deviation, spread], {}), b.element(x))];
  },
});
