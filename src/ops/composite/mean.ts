import { isFloat } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import { elementCount } from "../../graph/tensor-type.ts";
import type { GraphBuilder } from "../builder.ts";
import { divide, multiply, subtract } from "../core/arithmetic.ts";
import { type ReduceAttributes, reduceSum } from "../core/reduce.ts";
import { inType, inWideType, scalarLike } from "./precision.ts";

/**
 * Mean along axes: the sum divided by the number of elements.
 *
 * Floats narrower than f32 are summed and divided in f32 and rounded once; integers truncate.
 */
export function meanAlong(b: GraphBuilder, x: TensorId, attributes: ReduceAttributes): TensorId {
  const element = b.element(x);
  const wide = isFloat(element) ? inWideType(b, "mean", x) : x;
  const sum = b.emit(reduceSum, [wide], attributes);
  const shape = b.shape(x);
  const count = elementCount(attributes.axes.map((axis) => shape.at(axis) as number));
  const mean = b.emit(divide, [sum, scalarLike(b, sum, count)], {});
  return inType(b, mean, element);
}

/** x less its mean along axes, and the mean of the squares of that. */
export interface Moments {
  readonly mean: TensorId;
  readonly deviation: TensorId;
  readonly variance: TensorId;
}

/** Mean and variance in two passes, each step rounded; reduced axes stay as size 1. */
export function momentsAlong(b: GraphBuilder, x: TensorId, axes: readonly number[]): Moments {
  const attributes = { axes, keepAxes: true };
  const mean = meanAlong(b, x, attributes);
  const deviation = b.emit(subtract, [x, mean], {});
  const squares = b.emit(multiply, [deviation, deviation], {});
  return { mean, deviation, variance: meanAlong(b, squares, attributes) };
}
