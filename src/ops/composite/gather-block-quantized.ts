import type { FloatType } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { normalizeAxis } from "../checks.ts";
import { dequantize } from "../core/dequantize.ts";
import { take } from "../core/take.ts";

export interface GatherBlockQuantizedAttributes {
  readonly gatherAxis: number;
  /** Along which neighbouring codes share a scale and a zero point. */
  readonly quantizeAxis: number;
  readonly blockSize: number;
}

/**
 * Slices of a table that is quantized in blocks, as real values.
 *
 * Inputs are the codes, the indices, the scales, and the zero points where there are any. Only what
 * was taken is dequantized, unless it is taken along the axis of the blocks.
 *
 * Source: onnxruntime `com.microsoft.GatherBlockQuantized`, which gives 0 for an index that is out of
 * range; here it is an error.
 */
export const gatherBlockQuantized = composite<GatherBlockQuantizedAttributes, number>({
  name: "GatherBlockQuantized",
  build(b, inputs, attributes) {
    const [codes, indices, ...parameters] = inputs as readonly [TensorId, TensorId, ...TensorId[]];
    const rank = b.shape(codes).length;
    const axis = normalizeAxis("GatherBlockQuantized", attributes.gatherAxis, rank);
    const along = normalizeAxis("GatherBlockQuantized", attributes.quantizeAxis, rank);
    const taken = (x: TensorId) => b.emit(take, [x, indices], { axis });
    const real = (all: readonly TensorId[], blockAxis: number) =>
      decoded(b, all, blockAxis, attributes.blockSize);
    if (axis === along) return [taken(real([codes, ...parameters], along))];
    const moved = along < axis ? along : along + b.shape(indices).length - 1;
    return [real([codes, ...parameters].map(taken), moved)];
  },
});

function decoded(
  b: GraphBuilder,
  inputs: readonly TensorId[],
  axis: number,
  blockSize: number,
): TensorId {
  const result = b.element(inputs[1] as TensorId) as FloatType;
  return b.emit(dequantize, inputs, { axis, blockSize, result });
}
