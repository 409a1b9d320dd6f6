import type { TensorId } from "../../graph/graph.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { expectShape } from "../checks.ts";
import { add, divide, multiply, squareRoot, subtract } from "../core/arithmetic.ts";
import { reshape } from "../core/reshape.ts";
import { scalarWork } from "../work.ts";
import { inType, wideType } from "./precision.ts";

export interface BatchNormalizationAttributes {
  readonly epsilon: number;
  /** One parameter a channel; else one for each place in a sample. */
  readonly spatial: boolean;
}

/** A vector of one element a channel, so that it stretches over [N, C, ...]. */
export function alongChannels(b: GraphBuilder, vector: TensorId, rank: number): TensorId {
  const shape = [...b.shape(vector), ...new Array<number>(Math.max(0, rank - 2)).fill(1)];
  return rank <= 2 ? vector : b.emit(reshape, [vector], { shape });
}

/**
 * (x - mean) / root(variance + epsilon) x scale + bias, with given mean and variance.
 *
 * Inputs are x [N, C, ...], scale, bias, mean and variance [C]. Each operation is rounded to f32, or
 * to f64 where an input has it, and the result to the type of x. It counts as one multiply and one
 * add an element, as it runs where it is folded.
 *
 * Source: ONNX `BatchNormalization` in inference.
 */
export const batchNormalization = composite<BatchNormalizationAttributes, 5>({
  name: "BatchNormalization",
  arity: 5,
  scalars: (site) =>
    scalarWork(elementCount((site.outputs[0] as TensorType).shape), "multiply", "add").scalars,
  build(b, inputs, { epsilon, spatial }) {
    const [x, ...parameters] = inputs;
    const shape = b.shape(x);
    const wide = wideType(b, "BatchNormalization", inputs);
    const expected = spatial ? [shape.length < 2 ? 1 : (shape[1] as number)] : shape.slice(1);
    const [scale, bias, mean, variance] = parameters.map((parameter) => {
      expectShape("BatchNormalization", "parameters", b.type(parameter), expected);
      const converted = inType(b, parameter, wide);
      return spatial ? alongChannels(b, converted, shape.length) : converted;
    }) as [TensorId, TensorId, TensorId, TensorId];
    const centred = b.emit(subtract, [inType(b, x, wide), mean], {});
    const spread = b.emit(squareRoot, [b.emit(add, [variance, b.scalar(wide, epsilon)], {})], {});
    const normal = b.emit(multiply, [b.emit(divide, [centred, spread], {}), scale], {});
    return [inType(b, b.emit(add, [normal, bias], {}), b.element(x))];
  },
});
