import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { composite } from "../builder.ts";
import { divide, multiply } from "../core/arithmetic.ts";
import { reduceSum } from "../core/reduce.ts";
import { inType } from "./precision.ts";
import { quantizeTensor } from "./requantize.ts";
import { alongAxis, subtractZeroPoint } from "./zero-point.ts";

/**
 * Mean over the spatial axes of codes: an i32 sum times x_scale / (y_scale x positions) in f32.
 *
 * Inputs are codes, scale and zero point, then scale and zero point of the result. One add a sum's
 * element and one quantize a mean.
 *
 * Source: onnxruntime `com.microsoft.QLinearGlobalAveragePool`.
 */
export const qlinearGlobalAveragePool = composite<{ readonly axes: readonly number[] }, 5>({
  name: "QLinearGlobalAveragePool",
  arity: 5,
  scalars({ inputs, outputs }) {
    const count = BigInt(elementCount((outputs[0] as TensorType).shape));
    return {
      add: BigInt(elementCount((inputs[0] as TensorType).shape)) - count,
      quantize: count,
    };
  },
  build(b, [x, xScale, xZero, scale, zeroPoint], { axes }) {
    const positions = elementCount(axes.map((axis) => b.shape(x)[axis] as number));
    const sum = b.emit(reduceSum, [subtractZeroPoint(b, x, xZero)], { axes, keepAxes: true });
    const [from, to] = [xScale, scale].map((parameter) => alongAxis(b, sum, parameter)) as [
      number,
      number,
    ];
    const divisor = b.emit(multiply, [to, b.scalar("f32", positions)], {});
    const mean = b.emit(multiply, [inType(b, sum, "f32"), b.emit(divide, [from, divisor], {})], {});
    const element = b.element(zeroPoint);
    return [quantizeTensor(b, mean, { element, scale: b.scalar("f32", 1), zeroPoint })];
  },
});
