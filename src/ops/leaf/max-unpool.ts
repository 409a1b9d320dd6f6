import { zeros } from "../../graph/tensor.ts";
import { elementCount, formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { expectShape, refuse } from "../checks.ts";
import { expectIndices, indexAt } from "../indexing.ts";
import { putElements } from "../move.ts";
import { always } from "../nan-bits.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { offsets, stridesOf } from "../shapes.ts";
import { NO_WORK } from "../work.ts";

export interface MaxUnpoolAttributes {
  /** Shape that the indices count through, row-major. */
  readonly pooled: readonly number[];
  /** Shape of the output; what lies past `pooled` is 0. */
  readonly shape: readonly number[];
}

const NAME = "maxUnpool";

/**
 * Zeros, with each element of x where its index says; of several with one index the last.
 *
 * Source: ONNX `MaxUnpool`; its reference puts the result of the window's own shape at the start of
 * a larger output.
 */
export const maxUnpool: PrimitiveOperator<MaxUnpoolAttributes, 2> = {
  kind: "leaf",
  name: NAME,
  arity: 2,
  keepsNans: always,
  infer([x, indices], { pooled, shape }) {
    expectIndices(NAME, indices);
    expectShape(NAME, "indices", indices, x.shape);
    const sizes = pooled.every((size, axis) => size >= 0 && size <= (shape[axis] as number));
    if (pooled.length !== x.shape.length || shape.length !== x.shape.length || !sizes) {
      refuse("invalid-attribute", NAME, `a shape of at least ${formatShape(pooled)}`, `${shape}`);
    }
    return [{ element: x.element, shape }];
  },
  work: () => NO_WORK,
  evaluate([x, indices], { attributes: { pooled, shape }, outputs }) {
    const result = zeros(outputs[0] as TensorType);
    const places = offsets(pooled, stridesOf(shape));
    const count = elementCount(pooled);
    const to = new Int32Array(x.data.length);
    for (let i = 0; i < to.length; i++) {
      to[i] = places[indexAt(NAME, indices, i, count)] as number;
    }
    putElements(x.data, to, result.data);
    return [result];
  },
};
