import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { add } from "../core/arithmetic.ts";
import { concatenate } from "../core/concatenate.ts";
import { dotGeneral } from "../core/dot-general.ts";
import { reshape } from "../core/reshape.ts";
import { slice } from "../core/slice.ts";
import { joined } from "./attention.ts";
import { splitHeads } from "./attention-heads.ts";
import { byName } from "./by-name.ts";
import { attendTo, hidingBias, type Masking } from "./contrib-attention.ts";
import { matMulIntegerToFloat } from "./matmul-integer-to-float.ts";
import { partAlong } from "./part.ts";

/** What may follow the inputs of the projection, in this order. */
export const PROJECTED_EXTRAS = ["mask", "past", "scoreBias"] as const;
export type ProjectedExtra = (typeof PROJECTED_EXTRAS)[number];

export interface ProjectedAttributes extends Masking {
  /** Those that are there. */
  readonly extras: readonly ProjectedExtra[];
  readonly heads: number;
  /** Absent: 1 / root(size of a head). */
  readonly scale?: number;
  /** Columns of the weights that belong to query, key and value; absent: a third each. */
  readonly widths?: readonly number[];
  /** The projection has a bias. */
  readonly biased: boolean;
  /** Keys and values come out as well, for which they have to be of one size. */
  readonly keeps: boolean;
}

/**
 * Attention of [batch, length, features] with itself: query, key and value are one product with
 * weights [features, heads x sizes], and a bias. Then keys and values [2, batch, heads, length, size],
 * where they are asked for.
 *
 * The product with the weights is a dense row; then come both products of attention.
 *
 * Source: onnxruntime `com.microsoft.Attention`.
 */
export const projectedAttention = composite<ProjectedAttributes, number>({
  name: "ProjectedAttention",
  build(b, inputs, attributes) {
    const [x, weights, ...others] = inputs as readonly [TensorId, TensorId, ...TensorId[]];
    const product = b.emit(dotGeneral, [x, weights], {
      lhsBatch: [],
      rhsBatch: [],
      lhsContract: [2],
      rhsContract: [0],
      result: b.element(x),
      part: "projection",
    });
    const [bias, ...extras] = attributes.biased ? others : [undefined, ...others];
    const projected = bias === undefined ? product : b.emit(add, [product, bias], {});
    return attendToItself(b, projected, extras as readonly TensorId[], attributes);
  },
});

/**
 * The same on 8-bit codes: MatMulIntegerToFloat gives query, key and value.
 *
 * Inputs are those of MatMulIntegerToFloat, its bias included, then the optional ones.
 *
 * Source: onnxruntime `com.microsoft.QAttention`.
 */
export const qAttention = composite<ProjectedAttributes, number>({
  name: "QAttention",
  build(b, inputs, attributes) {
    const projected = b.emit(matMulIntegerToFloat, inputs.slice(0, 7), {});
    return attendToItself(b, projected, inputs.slice(7), attributes);
  },
});

/** Attention on [batch, length, sizes of query, key and value]; then what is kept for the next call. */
function attendToItself(
  b: GraphBuilder,
  projected: TensorId,
  others: readonly TensorId[],
  { extras, heads, scale, widths, keeps, ...masking }: ProjectedAttributes,
): readonly TensorId[] {
  const { mask, past, scoreBias } = byName(extras, others);
  const [queries, key, value] = columns(b, projected, widths).map((part) =>
    splitHeads(b, part, heads),
  ) as [TensorId, TensorId, TensorId];
  const keys = joined(b, past && half(b, past, 0), key);
  const values = joined(b, past && half(b, past, 1), value);
  const hiding = hidingBias(b, { queries, now: key, keys }, mask, masking);
  const { result } = attendTo(b, { queries, keys, values }, [scoreBias, hiding], scale);
  return keeps ? [result, both(b, keys, values)] : [result];
}

/** The tensor in pieces along its last axis. */
function columns(
  b: GraphBuilder,
  x: TensorId,
  widths: readonly number[] | undefined,
): readonly TensorId[] {
  const shape = b.shape(x);
  const third = (shape[2] as number) / 3;
  let start = 0;
  return (widths ?? [third, third, third]).map((width) => {
    const part = b.emit(slice, [x], {
      starts: [0, 0, start],
      sizes: shape.with(2, width),
      steps: [1, 1, 1],
    });
    start += width;
    return part;
  });
}

/** Keys (0) or values (1) of [2, batch, heads, length, size]. */
function half(b: GraphBuilder, past: TensorId, part: 0 | 1): TensorId {
  const own = partAlong(b, past, 0, { start: part, count: 1 });
  return b.emit(reshape, [own], { shape: b.shape(past).slice(1) });
}

/** Keys and values in one tensor. */
function both(b: GraphBuilder, keys: TensorId, values: TensorId): TensorId {
  const layer = (x: TensorId) => b.emit(reshape, [x], { shape: [1, ...b.shape(x)] });
  return b.emit(concatenate, [layer(keys), layer(values)], { axis: 0 });
}
