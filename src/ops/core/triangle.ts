import { besideZeros } from "../../domain/transfer/joining.ts";
import type { ValueSet } from "../../domain/value-set.ts";
import { zeros } from "../../graph/tensor.ts";
import { formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import { copyElements } from "../move.ts";
import { always } from "../nan-bits.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { NO_WORK } from "../work.ts";

export interface TriangleAttributes {
  readonly upper: boolean;
  /** Diagonal up to which elements are kept: 0 the main one, above it positive. */
  readonly diagonal: number;
}

/**
 * One triangle of each matrix on the last two axes; 0 elsewhere.
 *
 * Upper keeps column - row >= diagonal, lower column - row <= diagonal.
 *
 * Source: ONNX `Trilu`; numpy's `triu`, `tril`.
 */
export const triangle: PrimitiveOperator<TriangleAttributes, 1> = {
  kind: "core",
  name: "triangle",
  arity: 1,
  keepsNans: always,
  infer([x]) {
    if (x.shape.length < 2) {
      refuse("shape-mismatch", "triangle", "rank 2 or more", formatShape(x.shape));
    }
    return [x];
  },
  work: () => NO_WORK,
  values: ([x], site, solver) => [besideZeros(x as ValueSet, site, solver)],
  evaluate([x], { attributes: { upper, diagonal }, outputs }) {
    const result = zeros(outputs[0] as TensorType);
    const [rows, columns] = x.type.shape.slice(-2) as [number, number];
    const from = new Int32Array(x.data.length);
    for (let i = 0; i < from.length; i++) {
      const above = (i % columns) - (Math.floor(i / columns) % rows);
      from[i] = (upper ? above >= diagonal : above <= diagonal) ? i : -1;
    }
    copyElements(x.data, from, result.data);
    return [result];
  },
};
