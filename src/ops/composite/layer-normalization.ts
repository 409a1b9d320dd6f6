import type { FloatType } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { expectShape, normalizeAxis } from "../checks.ts";
import { add, divide, multiply, reciprocal, squareRoot } from "../core/arithmetic.ts";
import { meanAlong, momentsAlong } from "./mean.ts";
import { inType, scalarLike } from "./precision.ts";

export interface LayerNormalizationAttributes {
  /** First of the axes that are normalised together. */
  readonly axis: number;
  readonly epsilon: number;
  /** Type in which the statistics and the normalised elements are computed. */
  readonly stash: FloatType;
}

function axesFrom(name: string, axis: number, rank: number): readonly number[] {
  const first = normalizeAxis(name, axis, rank);
  return Array.from({ length: rank - first }, (_, i) => first + i);
}

/** root(variance + epsilon). */
export function deviationOf(b: GraphBuilder, variance: TensorId, epsilon: number): TensorId {
  const raised = b.emit(add, [variance, scalarLike(b, variance, epsilon)], {});
  return b.emit(squareRoot, [raised], {});
}

/**
 * (x - mean) x (1 / root(variance + epsilon)) x scale + bias; then the mean and 1 / root(...).
 *
 * Inputs are x, scale and, where it is there, the bias. The first product is rounded to the type of
 * x, what comes before to the stash type.
 *
 * Source: ONNX `LayerNormalization`, the equations of its text.
 */
export const layerNormalization = composite<LayerNormalizationAttributes, number>({
  name: "LayerNormalization",
  build(b, inputs, { axis, epsilon, stash }) {
    const [x, scale, bias] = inputs as readonly [TensorId, TensorId, TensorId?];
    const axes = axesFrom("LayerNormalization", axis, b.shape(x).length);
    const { mean, deviation, variance } = momentsAlong(b, inType(b, x, stash), axes);
    const inverse = b.emit(reciprocal, [deviationOf(b, variance, epsilon)], {});
    const normal = inType(b, b.emit(multiply, [deviation, inverse], {}), b.element(x));
    const scaled = b.emit(multiply, [normal, scale], {});
    const result = bias === undefined ? scaled : b.emit(add, [scaled, bias], {});
    expectShape("LayerNormalization", "parameters that give a result", b.type(result), b.shape(x));
    return [result, mean, inverse];
  },
});

/**
 * x / root(mean of squares + epsilon) x scale.
 *
 * The quotient is rounded to the type of x, what comes before to the stash type.
 *
 * Source: ONNX `RMSNormalization`.
 */
export const rmsNormalization = composite<LayerNormalizationAttributes, 2>({
  name: "RMSNormalization",
  arity: 2,
  build(b, [x, scale], { axis, epsilon, stash }) {
    const axes = axesFrom("RMSNormalization", axis, b.shape(x).length);
    const wide = inType(b, x, stash);
    const squares = b.emit(multiply, [wide, wide], {});
    const mean = meanAlong(b, squares, { axes, keepAxes: true });
    const normal = b.emit(divide, [wide, deviationOf(b, mean, epsilon)], {});
    const rounded = inType(b, inType(b, normal, b.element(x)), b.element(scale));
    const result = b.emit(multiply, [rounded, scale], {});
    expectShape("RMSNormalization", "a scale that gives a result", b.type(result), b.shape(x));
    return [result];
  },
});
