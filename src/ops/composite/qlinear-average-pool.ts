import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { transpose } from "../core/transpose.ts";
import { type AveragePoolAttributes, averagePool } from "./pools.ts";
import { dequantizeTensor, quantizeTensor } from "./requantize.ts";

export interface QlinearAveragePoolAttributes extends AveragePoolAttributes {
  /** The data are [N, ..., C]; the windows are stated for [N, C, ...] all the same. */
  readonly channelsLast: boolean;
}

function transposed(b: GraphBuilder, x: TensorId, direction: "to first" | "to last"): TensorId {
  const rank = b.shape(x).length;
  const spatial = Array.from({ length: rank - 2 }, (_, i) => i + 1);
  const permutation =
    direction === "to first"
      ? [0, rank - 1, ...spatial]
      : [0, ...spatial.map((axis) => axis + 1), 1];
  return b.emit(transpose, [x], { permutation });
}

/**
 * Average over windows of a quantized tensor, in f32; the zero point is added before the rounding.
 *
 * Inputs are codes, scale and zero point, then scale and zero point of the result.
 *
 * Source: onnxruntime `com.microsoft.QLinearAveragePool`.
 */
export const qlinearAveragePool = composite<QlinearAveragePoolAttributes, 5>({
  name: "QLinearAveragePool",
  arity: 5,
  build(b, [codes, xScale, xZero, scale, zeroPoint], { channelsLast, ...windows }) {
    const values = dequantizeTensor(b, { codes, scale: xScale, zeroPoint: xZero });
    const data = channelsLast ? transposed(b, values, "to first") : values;
    const pooled = b.emit(averagePool, [data], windows);
    const means = channelsLast ? transposed(b, pooled, "to last") : pooled;
    const element = b.element(zeroPoint);
    return [quantizeTensor(b, means, { element, scale, zeroPoint, shiftsFirst: true })];
  },
});
