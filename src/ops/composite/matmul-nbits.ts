import type { FloatType } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import { composite } from "../builder.ts";
import { add } from "../core/arithmetic.ts";
import { dequantize } from "../core/dequantize.ts";
import { dotGeneral } from "../core/dot-general.ts";
import { reshape } from "../core/reshape.ts";

export interface MatMulNBitsAttributes {
  /** Neighbouring codes of one output that share a scale and a zero point. */
  readonly blockSize: number;
}

/**
 * A x W', where W [N, K] is quantized in blocks along K, plus a bias where there is one.
 *
 * Inputs are A, the codes of W as an integer type of their width, scales and zero points of
 * ceil(K / block) blocks for each of N outputs, then the bias. Weights are dequantized in the type
 * of A, one rounding each.
 *
 * Source: onnxruntime `com.microsoft.MatMulNBits`, whose `accuracy_level` 4 rounds A to 8 bits first.
 */
export const matMulNBits = composite<MatMulNBitsAttributes, number>({
  name: "MatMulNBits",
  build(b, inputs, { blockSize }) {
    const [x, codes, scales, zeroPoints, bias] = inputs as readonly [
      ...(readonly [TensorId, TensorId, TensorId, TensorId]),
      TensorId?,
    ];
    const [outputs, length] = b.shape(codes) as readonly [number, number];
    const shape = [outputs, Math.ceil(length / blockSize)];
    const inBlocks = (parameter: TensorId) =>
      b.shape(parameter).length === 0 ? parameter : b.emit(reshape, [parameter], { shape });
    const weights = b.emit(dequantize, [codes, inBlocks(scales), inBlocks(zeroPoints)], {
      axis: 1,
      blockSize,
      result: b.element(x) as FloatType,
    });
    const product = b.emit(dotGeneral, [x, weights], {
      lhsBatch: [],
      rhsBatch: [],
      lhsContract: [b.shape(x).length - 1],
      rhsContract: [1],
      result: b.element(x),
    });
    return [bias === undefined ? product : b.emit(add, [product, bias], {})];
  },
});
