import type { ElementType } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { composite } from "../builder.ts";
import { add, multiply } from "../core/arithmetic.ts";
import { dotGeneral } from "../core/dot-general.ts";
import { inType } from "./precision.ts";
import { requantize } from "./requantize.ts";
import { alongAxis, subtractZeroPoint } from "./zero-point.ts";

export interface QgemmAttributes {
  readonly alpha: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** An i32 bias follows the operands. */
  readonly biased: boolean;
  /** Element type of the codes of the result; absent: the result is f32. */
  readonly codes?: ElementType;
}

type Operands = readonly [TensorId, TensorId, TensorId, TensorId, TensorId, TensorId];

/**
 * alpha x a_scale x b_scale x (A' B' + C) of codes, summed in i32, as f32 or quantized again.
 *
 * Inputs are codes, scale and zero point of A and B, those of B also per column, then the bias and
 * the result's scale and zero point where they are there. C has the scale of the product.
 *
 * Source: onnxruntime `com.microsoft.QGemm`.
 */
export const qgemm = composite<QgemmAttributes, number>({
  name: "QGemm",
  scalars({ attributes, outputs }) {
    const count = BigInt(elementCount((outputs[0] as TensorType).shape));
    const step = attributes.codes === undefined ? { dequantize: count } : { quantize: count };
    return attributes.biased ? { ...step, add: count } : step;
  },
  build(b, inputs, { alpha, transposeA, transposeB, biased, codes }) {
    const [lhs, lhsScale, lhsZero, rhs, rhsScale, rhsZero] = inputs as unknown as Operands;
    const bias = biased ? inputs[6] : undefined;
    const [scale, zeroPoint] = inputs.slice(biased ? 7 : 6);
    const columns = transposeB ? 0 : 1;
    const operands = [
      subtractZeroPoint(b, lhs, lhsZero),
      subtractZeroPoint(b, rhs, rhsZero, columns),
    ] as const;
    const product = b.emit(dotGeneral, operands, {
      lhsBatch: [],
      rhsBatch: [],
      lhsContract: [transposeA ? 0 : 1],
      rhsContract: [1 - columns],
      result: "i32",
    });
    const sums = bias === undefined ? product : b.emit(add, [product, bias], {});
    const left = b.emit(multiply, [b.scalar("f32", alpha), alongAxis(b, sums, lhsScale)], {});
    const right = alongAxis(b, sums, rhsScale, 1);
    if (codes !== undefined && scale !== undefined) {
      return [requantize(b, sums, [left, right], { element: codes, scale, zeroPoint })];
    }
    return [b.emit(multiply, [inType(b, sums, "f32"), b.emit(multiply, [left, right], {})], {})];
  },
});
