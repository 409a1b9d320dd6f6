import type { TensorId } from "../../graph/graph.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { composite } from "../builder.ts";
import { add, multiply } from "../core/arithmetic.ts";
import { dynamicQuantizeLinear } from "./dynamic-quantize-linear.ts";
import { emitMatMul } from "./matmul.ts";
import { inType } from "./precision.ts";
import { alongAxis, subtractZeroPoint } from "./zero-point.ts";

/**
 * i32 sums of (A - zero point) x (B - zero point), times a_scale x b_scale, plus a bias.
 *
 * Inputs are the codes of both, the scales, the zero points, and the bias where there is one; B may
 * have a scale and zero point each per column. One dequantize an output element.
 *
 * Source: onnxruntime `com.microsoft.MatMulIntegerToFloat`.
 */
export const matMulIntegerToFloat = composite<object, number>({
  name: "MatMulIntegerToFloat",
  scalars({ inputs, outputs }) {
    const count = BigInt(elementCount((outputs[0] as TensorType).shape));
    return inputs.length > 6 ? { dequantize: count, add: count } : { dequantize: count };
  },
  build(b, inputs) {
    const [x, y, xScale, yScale, xZero, yZero, bias] = inputs as readonly [
      ...(readonly [TensorId, TensorId, TensorId, TensorId, TensorId, TensorId]),
      TensorId?,
    ];
    const left = subtractZeroPoint(b, x, xZero, Math.max(0, b.shape(x).length - 2));
    const right = subtractZeroPoint(b, y, yZero, b.shape(y).length - 1);
    const sums = inType(b, emitMatMul(b, left, right, "i32"), b.element(xScale));
    const rank = b.shape(sums).length;
    const scales = [
      alongAxis(b, sums, xScale, rank - 2),
      alongAxis(b, sums, yScale, rank - 1),
    ] as const;
    const values = b.emit(multiply, [sums, b.emit(multiply, scales, {})], {});
    return [bias === undefined ? values : b.emit(add, [values, bias], {})];
  },
});

/**
 * A quantized to u8 as it comes, times codes B: MatMulIntegerToFloat of DynamicQuantizeLinear(A).
 *
 * Inputs are A, the codes, scale and zero point of B, and the bias where there is one.
 *
 * Source: onnxruntime `com.microsoft.DynamicQuantizeMatMul`.
 */
export const dynamicQuantizeMatMul = composite<object, number>({
  name: "DynamicQuantizeMatMul",
  build(b, inputs) {
    const [x, y, yScale, yZero, ...bias] = inputs as readonly [
      ...(readonly [TensorId, TensorId, TensorId, TensorId]),
      ...TensorId[],
    ];
    const [codes, scale, zero] = b.emitAll(dynamicQuantizeLinear, [x], {}) as [
      number,
      number,
      number,
    ];
    return [b.emit(matMulIntegerToFloat, [codes, y, scale, yScale, zero, yZero, ...bias], {})];
  },
});
