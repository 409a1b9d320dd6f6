import { composite } from "../builder.ts";
import { type ConvAttributes, conv } from "../core/conv.ts";
import { emitMatMul } from "./matmul.ts";
import { subtractZeroPoint } from "./zero-point.ts";

/** Operands, then the zero point of each as far as they are there. */
type Inputs = readonly [number, number, number | undefined, number | undefined];

/**
 * i32 sums of (A - zero point) x (B - zero point), over 8-bit codes.
 *
 * A vector of zero points has one entry for each row of A, and for each column of B.
 *
 * Zero points are no work of their own. Source: ONNX `MatMulInteger`.
 */
export const matMulInteger = composite<object, number>({
  name: "MatMulInteger",
  scalars: () => ({}),
  build(b, inputs) {
    const [lhs, rhs, lhsZero, rhsZero] = inputs as Inputs;
    const left = subtractZeroPoint(b, lhs, lhsZero, Math.max(0, b.shape(lhs).length - 2));
    const right = subtractZeroPoint(b, rhs, rhsZero, b.shape(rhs).length - 1);
    return [emitMatMul(b, left, right, "i32")];
  },
});

/**
 * i32 sums of (x - zero point) x (w - zero point), over 8-bit codes; padding is x's zero point.
 *
 * A vector of zero points of w has one entry for each output channel.
 *
 * Zero points are no work of their own. Source: ONNX `ConvInteger`.
 */
export const convInteger = composite<ConvAttributes, number>({
  name: "ConvInteger",
  scalars: () => ({}),
  build(b, inputs, attributes) {
    const [data, kernel, dataZero, kernelZero] = inputs as Inputs;
    const left = subtractZeroPoint(b, data, dataZero);
    const right = subtractZeroPoint(b, kernel, kernelZero, attributes.kernel.output);
    return [b.emit(conv, [left, right], { ...attributes, result: "i32" })];
  },
});
