import type { FloatType } from "../../graph/element-type.ts";
import { composite } from "../builder.ts";
import { dequantize } from "../core/dequantize.ts";
import { dotGeneral } from "../core/dot-general.ts";
import { lookUp } from "../core/look-up.ts";
import { reshape } from "../core/reshape.ts";

/** What the 4-bit codes stand for, before they are scaled. */
const TABLES = {
  // Sign, then 0, 1/192, 2/3, 1, 1/3, 1/2, 1/6, 1/4.
  fp4: [1, -1].flatMap((sign) =>
    [0, 0.00520833333, 0.66666667, 1, 0.33333333, 0.5, 0.16666667, 0.25].map((x) => sign * x),
  ),
  // Quantiles of the normal distribution, 0 among them.
  nf4: [
    -1, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635,
    -0.18477343022823334, -0.09105003625154495, 0, 0.07958029955625534, 0.16093020141124725,
    0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941,
    0.7229568362236023, 1,
  ],
} as const;

export interface MatMulBnb4Attributes {
  readonly table: keyof typeof TABLES;
  /** Shape of W. */
  readonly outputs: number;
  readonly length: number;
  /** Neighbouring codes, counted through all of W, that share a scale. */
  readonly blockSize: number;
}

/**
 * A x W', where the 4-bit codes of W [N, K] stand for entries of a table, scaled in blocks.
 *
 * Inputs are A, the codes as one row of u4, and the scales. Entries are rounded to the type of A, and
 * once more when they are scaled.
 *
 * Source: onnxruntime `com.microsoft.MatMulBnb4`, whose tables are those of bitsandbytes.
 */
export const matMulBnb4 = composite<MatMulBnb4Attributes, 3>({
  name: "MatMulBnb4",
  arity: 3,
  build(b, [x, codes, scales], { table, outputs, length, blockSize }) {
    const element = b.element(x) as FloatType;
    const entries = b.constant(element, [16], TABLES[table]);
    const units = b.emit(lookUp, [codes, entries], {});
    const blocks = { axis: 0, blockSize, result: element };
    const weights = b.emit(dequantize, [units, scales], blocks);
    const matrix = b.emit(reshape, [weights], { shape: [outputs, length] });
    const product = b.emit(dotGeneral, [x, matrix], {
      lhsBatch: [],
      rhsBatch: [],
      lhsContract: [b.shape(x).length - 1],
      rhsContract: [1],
      result: element,
    });
    return [product];
  },
});
