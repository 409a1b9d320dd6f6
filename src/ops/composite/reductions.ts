import { isFloat } from "../../graph/element-type.ts";
import { composite } from "../builder.ts";
import { abs, add, multiply, squareRoot, subtract } from "../core/arithmetic.ts";
import { isInfinite } from "../core/classification.ts";
import { type ReduceAttributes, reduceMaximum, reduceSum } from "../core/reduce.ts";
import { reshape } from "../core/reshape.ts";
import { select } from "../core/select.ts";
import { exp, log } from "../core/transcendental.ts";
import { meanAlong } from "./mean.ts";
import { inType, scalarLike } from "./precision.ts";

/** Mean along axes. Source: ONNX `ReduceMean`; integers truncate. */
export const reduceMean = composite<ReduceAttributes, 1>({
  name: "ReduceMean",
  arity: 1,
  build: (b, [x], attributes) => [meanAlong(b, x, attributes)],
});

/** Sum of magnitudes along axes. Source: ONNX `ReduceL1`. */
export const reduceL1 = composite<ReduceAttributes, 1>({
  name: "ReduceL1",
  arity: 1,
  build: (b, [x], attributes) => [b.emit(reduceSum, [b.emit(abs, [x], {})], attributes)],
});

/** Sum of squares along axes. Source: ONNX `ReduceSumSquare`. */
export const reduceSumSquare = composite<ReduceAttributes, 1>({
  name: "ReduceSumSquare",
  arity: 1,
  build: (b, [x], attributes) => [b.emit(reduceSum, [b.emit(multiply, [x, x], {})], attributes)],
});

/**
 * Root of the sum of squares along axes, rounded to the type after the squares, the sum and the
 * root; the root of integers is taken in f64 and truncated.
 *
 * Source: ONNX `ReduceL2`.
 */
export const reduceL2 = composite<ReduceAttributes, 1>({
  name: "ReduceL2",
  arity: 1,
  build(b, [x], attributes) {
    const element = b.element(x);
    const sum = b.emit(reduceSum, [b.emit(multiply, [x, x], {})], attributes);
    const root = b.emit(squareRoot, [inType(b, sum, isFloat(element) ? element : "f64")], {});
    return [inType(b, root, element)];
  },
});

/** Logarithm of the sum along axes. Source: ONNX `ReduceLogSum`. */
export const reduceLogSum = composite<ReduceAttributes, 1>({
  name: "ReduceLogSum",
  arity: 1,
  build: (b, [x], attributes) => [b.emit(log, [b.emit(reduceSum, [x], attributes)], {})],
});

/**
 * max + ln(sum of e^(x - max)) along axes, in f64, rounded once; an infinite max is not subtracted.
 *
 * Source: ONNX `ReduceLogSumExp`, whose function body is in f64 too, but may overflow.
 */
export const reduceLogSumExp = composite<ReduceAttributes, 1>({
  name: "ReduceLogSumExp",
  arity: 1,
  build(b, [x], { axes, keepAxes }) {
    const kept = { axes, keepAxes: true };
    const wide = inType(b, x, "f64");
    const most = b.emit(reduceMaximum, [wide], kept);
    const infinite = b.emit(isInfinite, [most], { negative: true, positive: true });
    const shift = b.emit(select, [infinite, scalarLike(b, wide, 0), most], {});
    const powers = b.emit(exp, [b.emit(subtract, [wide, shift], {})], {});
    const sum = b.emit(log, [b.emit(reduceSum, [powers], kept)], {});
    const result = inType(b, b.emit(add, [sum, shift], {}), b.element(x));
    if (keepAxes) return [result];
    const reduced = axes.map((axis) => (axis < 0 ? axis + b.shape(x).length : axis));
    const shape = b.shape(x).filter((_, axis) => !reduced.includes(axis));
    return [b.emit(reshape, [result], { shape })];
  },
});
