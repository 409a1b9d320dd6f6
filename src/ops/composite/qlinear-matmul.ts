import { isFloat } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { subtract } from "../core/arithmetic.ts";
import { emitMatMul } from "./matmul.ts";
import { inType } from "./precision.ts";
import { quantizeEach } from "./quant.ts";
import { requantize } from "./requantize.ts";
import { alongAxis, subtractZeroPoint } from "./zero-point.ts";

/** Codes less their zero point: integers as i32, floats as f32. */
function centred(b: GraphBuilder, codes: TensorId, zeroPoint: TensorId, axis: number): TensorId {
  if (!isFloat(b.element(codes))) return subtractZeroPoint(b, codes, zeroPoint, axis);
  const zero = alongAxis(b, codes, inType(b, zeroPoint, "f32"), axis);
  return b.emit(subtract, [inType(b, codes, "f32"), zero], {});
}

/**
 * Matrix product of codes: i32 sums of (a - zero point) x (b - zero point), scaled by
 * a_scale x b_scale / y_scale, rounded to even, then the zero point. Codes of f8 are summed in f32.
 *
 * Inputs are codes, scale and zero point of both operands, then scale and zero point of the result.
 * A vector of them has one entry for each row of a, and for each column of b.
 *
 * Source: ONNX `QLinearMatMul`.
 */
export const qlinearMatMul = composite<object, 8>({
  name: "QLinearMatMul",
  arity: 8,
  scalars: quantizeEach,
  build(b, [lhs, lhsScale, lhsZero, rhs, rhsScale, rhsZero, scale, zeroPoint]) {
    const left = centred(b, lhs, lhsZero, Math.max(0, b.shape(lhs).length - 2));
    const right = centred(b, rhs, rhsZero, b.shape(rhs).length - 1);
    const sums = emitMatMul(b, left, right, b.element(left));
    const rank = b.shape(sums).length;
    const scales = [
      alongAxis(b, sums, lhsScale, rank - 2),
      alongAxis(b, sums, rhsScale, rank - 1),
    ] as const;
    return [requantize(b, sums, scales, { element: b.element(zeroPoint), scale, zeroPoint })];
  },
});
