import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { expectShape } from "../checks.ts";
import { add } from "../core/arithmetic.ts";
import { layerNormalization, rmsNormalization } from "./layer-normalization.ts";
import { inType, inWideType, wideType } from "./precision.ts";

export interface SkipNormalizationAttributes {
  readonly epsilon: number;
  /** The last input is a bias of the sum. */
  readonly biased: boolean;
}

/** x + skip + bias, each sum in f32 (f64 for f64). */
function sumOf(b: GraphBuilder, name: string, terms: readonly TensorId[]): TensorId {
  const [first, ...others] = terms.map((term) => inWideType(b, name, term));
  const sum = others.reduce((all, next) => b.emit(add, [all, next], {}), first as TensorId);
  expectShape(name, "terms that give a sum", b.type(sum), b.shape(terms[0] as TensorId));
  return sum;
}

/**
 * LayerNormalization of x + skip + bias over the last axis; then mean, 1 / deviation, and the sum.
 *
 * Inputs are x, skip, scale, the shift where there is one, then the bias of the sum. Narrow floats are
 * computed with in f32, rounded at the end.
 *
 * Source: onnxruntime `com.microsoft.SkipLayerNormalization`.
 */
export const skipLayerNormalization = composite<SkipNormalizationAttributes, number>({
  name: "SkipLayerNormalization",
  build(b, inputs, { epsilon, biased }) {
    const name = "SkipLayerNormalization";
    const [x, skip, ...others] = inputs as readonly [TensorId, TensorId, ...TensorId[]];
    const bias = biased ? others.slice(-1) : [];
    const parameters = biased ? others.slice(0, -1) : others;
    const sum = sumOf(b, name, [x, skip, ...bias]);
    const stash = wideType(b, name, [x]);
    const wide = parameters.map((one) => inType(b, one, stash));
    const normal = b.emitAll(layerNormalization, [sum, ...wide], { axis: -1, epsilon, stash });
    const [result, mean, inverse] = normal as readonly [TensorId, TensorId, TensorId];
    const element = b.element(x);
    return [inType(b, result, element), mean, inverse, inType(b, sum, element)];
  },
});

/**
 * RMSNormalization of x + skip + bias over the last axis; then the sum.
 *
 * Inputs are x, skip, scale, then the bias where there is one. Narrow floats are computed with in f32,
 * rounded at the end.
 *
 * Source: onnxruntime `com.microsoft.SkipSimplifiedLayerNormalization`.
 */
export const skipRmsNormalization = composite<SkipNormalizationAttributes, number>({
  name: "SkipSimplifiedLayerNormalization",
  build(b, inputs, { epsilon, biased }) {
    const name = "SkipSimplifiedLayerNormalization";
    const [x, skip, scale, bias] = inputs as readonly [TensorId, TensorId, TensorId, TensorId?];
    const sum = sumOf(b, name, biased ? [x, skip, bias as TensorId] : [x, skip]);
    const stash = wideType(b, name, [x]);
    const parameters = [sum, inType(b, scale, stash)] as const;
    const normal = b.emit(rmsNormalization, parameters, { axis: -1, epsilon, stash });
    const element = b.element(x);
    return [inType(b, normal, element), inType(b, sum, element)];
  },
});
