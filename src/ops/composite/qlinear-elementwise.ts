import type { TensorId } from "../../graph/graph.ts";
import { composite } from "../builder.ts";
import { add, multiply } from "../core/arithmetic.ts";
import { select } from "../core/select.ts";
import { logistic } from "../core/transcendental.ts";
import { quantizedBinary, quantizedUnary } from "./quantized.ts";
import { leakyRelu } from "./rectifiers.ts";
import { dequantizeTensor, quantizeTensor } from "./requantize.ts";
import { type SoftmaxAttributes, softmax } from "./softmax.ts";

/**
 * Sum of two quantized tensors, in f32; the zero point is added before the rounding.
 *
 * Source: onnxruntime `com.microsoft.QLinearAdd`.
 */
export const qlinearAdd = quantizedBinary("QLinearAdd", add);

/**
 * Product of two quantized tensors, in f32; the zero point is added before the rounding.
 *
 * Source: onnxruntime `com.microsoft.QLinearMul`.
 */
export const qlinearMul = quantizedBinary("QLinearMul", multiply);

/**
 * Logistic function of a quantized tensor, in f32.
 *
 * Source: onnxruntime `com.microsoft.QLinearSigmoid`.
 */
export const qlinearSigmoid = quantizedUnary("QLinearSigmoid", (b, x) => b.emit(logistic, [x], {}));

/**
 * x where it is 0 or more, else alpha x, of a quantized tensor, in f32.
 *
 * Source: onnxruntime `com.microsoft.QLinearLeakyRelu`.
 */
export const qlinearLeakyRelu = quantizedUnary<{ readonly alpha: number }>(
  "QLinearLeakyRelu",
  (b, x, attributes) => b.emit(leakyRelu, [x], attributes),
);

/**
 * Softmax of a quantized tensor, in f32.
 *
 * Source: onnxruntime `com.microsoft.QLinearSoftmax`, whose own table is up to one code away.
 */
export const qlinearSoftmax = quantizedUnary<SoftmaxAttributes>(
  "QLinearSoftmax",
  (b, x, attributes) => b.emit(softmax, [x], attributes),
);

/**
 * Codes of one of two quantized tensors, each brought to the scale and zero point of the result.
 *
 * Inputs are the condition, codes, scale and zero point of both, then those of the result.
 *
 * Source: onnxruntime `com.microsoft.QLinearWhere`.
 */
export const qlinearWhere = composite<object, 9>({
  name: "QLinearWhere",
  arity: 9,
  build(b, [condition, x, xScale, xZero, y, yScale, yZero, scale, zeroPoint]) {
    const target = { element: b.element(zeroPoint), scale, zeroPoint };
    const yes = dequantizeTensor(b, { codes: x, scale: xScale, zeroPoint: xZero });
    const no = dequantizeTensor(b, { codes: y, scale: yScale, zeroPoint: yZero });
    const codes = [yes, no].map((values) => quantizeTensor(b, values, target));
    return [b.emit(select, [condition, codes[0] as TensorId, codes[1] as TensorId], {})];
  },
});
