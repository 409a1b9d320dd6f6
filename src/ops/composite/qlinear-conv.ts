import type { TensorId } from "../../graph/graph.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { composite } from "../builder.ts";
import { add } from "../core/arithmetic.ts";
import { type ConvAttributes, conv } from "../core/conv.ts";
import { requantize } from "./requantize.ts";
import { alongAxis, subtractZeroPoint } from "./zero-point.ts";

type Id = TensorId;
type Inputs = readonly [Id, Id, Id, Id, Id, Id, Id, Id, Id | undefined];

/**
 * Convolution of codes: i32 sums of (x - zero point) x (w - zero point), plus an i32 bias, scaled by
 * x_scale x w_scale / y_scale in f32, rounded to even, then the zero point. Padding is x's zero point.
 *
 * Inputs are those of ONNX, in its order; weights may have a scale and zero point each per output
 * channel. One quantize an output element and one add where there is a bias.
 *
 * Source: ONNX `QLinearConv`; onnxruntime's `com.microsoft.QLinearConv`.
 */
export const qlinearConv = composite<ConvAttributes, number>({
  name: "QLinearConv",
  scalars(site) {
    const count = BigInt(elementCount((site.outputs[0] as TensorType).shape));
    return site.inputs.length > 8 ? { quantize: count, add: count } : { quantize: count };
  },
  build(b, inputs, attributes) {
    const [x, xScale, xZero, w, wScale, wZero, scale, zeroPoint, bias] = inputs as Inputs;
    const axis = attributes.output.feature;
    const operands = [
      subtractZeroPoint(b, x, xZero),
      subtractZeroPoint(b, w, wZero, attributes.kernel.output),
    ] as const;
    const product = b.emit(conv, operands, { ...attributes, result: "i32" });
    const sums =
      bias === undefined ? product : b.emit(add, [product, alongAxis(b, product, bias, axis)], {});
    const scales = [alongAxis(b, sums, xScale), alongAxis(b, sums, wScale, axis)] as const;
    return [requantize(b, sums, scales, { element: b.element(zeroPoint), scale, zeroPoint })];
  },
});
