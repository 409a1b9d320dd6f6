import { isFloat } from "../../graph/element-type.ts";
import { composite } from "../builder.ts";
import { add, multiply } from "../core/arithmetic.ts";
import { dotGeneral } from "../core/dot-general.ts";

export interface GemmAttributes {
  readonly alpha: number;
  readonly beta: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/**
 * alpha x A' x B' + beta x C, where C is there; factors of 1 are no work.
 *
 * Source: ONNX `Gemm`. Integer factors are truncated.
 */
export const gemm = composite<GemmAttributes, number>({
  name: "Gemm",
  build(b, inputs, { alpha, beta, transposeA, transposeB }) {
    const [lhs, rhs, bias] = inputs as readonly [number, number, number | undefined];
    const element = b.element(lhs);
    const times = (tensor: number, factor: number): number => {
      if (factor === 1) return tensor;
      const value = isFloat(element) ? factor : Math.trunc(factor);
      return b.emit(multiply, [tensor, b.scalar(element, value)], {});
    };
    const product = b.emit(dotGeneral, [lhs, rhs], {
      lhsBatch: [],
      rhsBatch: [],
      lhsContract: [transposeA ? 0 : 1],
      rhsContract: [transposeB ? 1 : 0],
      result: element,
    });
    const scaled = times(product, alpha);
    return [bias === undefined ? scaled : b.emit(add, [scaled, times(bias, beta)], {})];
  },
});
