import type { TensorId } from "../../graph/graph.ts";
import { composite } from "../builder.ts";
import { concatenate } from "../core/concatenate.ts";
import { dequantizeTensor, quantizeTensor } from "./requantize.ts";

export interface QlinearConcatAttributes {
  readonly axis: number;
  /** For each operand, whether its scale and zero point are those of the result: it is copied. */
  readonly copied: readonly boolean[];
}

/**
 * Quantized tensors one after another, each brought to the scale and zero point of the result.
 *
 * Inputs are scale and zero point of the result, then codes, scale and zero point of each operand.
 *
 * Source: onnxruntime `com.microsoft.QLinearConcat`.
 */
export const qlinearConcat = composite<QlinearConcatAttributes, number>({
  name: "QLinearConcat",
  build(b, inputs, { axis, copied }) {
    const [scale, zeroPoint] = inputs as readonly [TensorId, TensorId];
    const target = { element: b.element(zeroPoint), scale, zeroPoint };
    const parts = copied.map((copy, i) => {
      const [codes, own, zero] = inputs.slice(2 + 3 * i) as [TensorId, TensorId, TensorId];
      if (copy) return codes;
      return quantizeTensor(b, dequantizeTensor(b, { codes, scale: own, zeroPoint: zero }), target);
    });
    return [b.emit(concatenate, parts, { axis })];
  },
});
