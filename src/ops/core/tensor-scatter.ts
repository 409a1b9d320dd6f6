import { overwritten } from "../../domain/transfer/joining.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectOneElement, expectShape, normalizeAxis, refuse } from "../checks.ts";
import { expectIndices } from "../indexing.ts";
import { always } from "../nan-bits.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { stridesOf } from "../shapes.ts";
import { NO_WORK } from "../work.ts";

export interface TensorScatterAttributes {
  readonly axis: number;
  /** True: goes on at the start behind the end. */
  readonly circular: boolean;
}

/**
 * A cache with an update written along an axis, from an index on that each batch entry has its own.
 *
 * Source: ONNX `TensorScatter`.
 */
export const tensorScatter: PrimitiveOperator<TensorScatterAttributes, 3> = {
  kind: "core",
  name: "tensorScatter",
  arity: 3,
  steering: [2],
  keepsNans: always,
  infer([cache, update, starts], { axis }) {
    expectOneElement("tensorScatter", [cache, update]);
    expectIndices("tensorScatter", starts);
    const along = normalizeAxis("tensorScatter", axis, cache.shape.length);
    if (along === 0) refuse("invalid-attribute", "tensorScatter", "an axis behind the batch", "0");
    const length = Math.min(update.shape[along] ?? 0, cache.shape[along] as number);
    expectShape("tensorScatter", "an update", update, cache.shape.with(along, length));
    expectShape("tensorScatter", "write indices", starts, [cache.shape[0] as number]);
    return [cache];
  },
  work: () => NO_WORK,
  values: ([cache, update], { outputs }, solver) => [
    overwritten([cache, update], (outputs[0] as TensorType).element, solver),
  ],
  evaluate([cache, update, starts], { attributes }) {
    const { shape } = cache.type;
    const axis = normalizeAxis("tensorScatter", attributes.axis, shape.length);
    const [size, length] = [shape[axis] as number, update.type.shape[axis] as number];
    const inner = elementCount(shape.slice(axis + 1));
    const perBatch = (stridesOf(shape)[0] as number) / (size * inner);
    const data = cache.data.slice();
    for (let row = 0; row < update.data.length / inner; row++) {
      const outer = Math.floor(row / length);
      const place = Number(starts.data[Math.floor(outer / perBatch)]) + (row % length);
      const at = attributes.circular ? place % size : place;
      if (!(at >= 0 && at < size)) {
        refuse("malformed-tensor", "tensorScatter", `places from 0 to ${size - 1}`, `${at}`);
      }
      const part = update.data.subarray(row * inner, (row + 1) * inner);
      data.set(part as never, (outer * size + at) * inner);
    }
    return [{ type: cache.type, data }];
  },
};
