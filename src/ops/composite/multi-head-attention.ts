import type { TensorId } from "../../graph/graph.ts";
import { formatShape } from "../../graph/tensor-type.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { refuse } from "../checks.ts";
import { add } from "../core/arithmetic.ts";
import { reshape } from "../core/reshape.ts";
import { slice } from "../core/slice.ts";
import { joined } from "./attention.ts";
import { splitHeads } from "./attention-heads.ts";
import { byName } from "./by-name.ts";
import { attendTo, type Heads, hidingBias, type Masking } from "./contrib-attention.ts";
import { partAlong } from "./part.ts";

/** What may follow the query among the inputs, in this order. */
export const MULTI_HEAD_EXTRAS = [
  "key",
  "value",
  "bias",
  "mask",
  "scoreBias",
  "pastKey",
  "pastValue",
] as const;
export type MultiHeadExtra = (typeof MULTI_HEAD_EXTRAS)[number];

export interface MultiHeadAttributes extends Masking {
  /** Those that are there. */
  readonly extras: readonly MultiHeadExtra[];
  readonly heads: number;
  /** Absent: 1 / root(size of a head). */
  readonly scale?: number;
}

type Given = Readonly<Partial<Record<MultiHeadExtra, TensorId>>>;

/**
 * softmax(q x k' x scale + bias) x v for each head; then all keys, all values, and the biased scores.
 *
 * Query, key and value are [batch, length, heads x size]; or packed into the query, [batch, length,
 * heads, 3, size], key and value into the key, [..., 2, size]; or key and value are already [batch,
 * heads, length, size]. What a projection still has to add to them comes as one bias.
 *
 * Source: onnxruntime `com.microsoft.MultiHeadAttention`, whose CPU kernel lets the last causal query
 * see all keys, also where there are more new ones than queries; here it sees none behind its place.
 */
export const multiHeadAttention = composite<MultiHeadAttributes, number>({
  name: "MultiHeadAttention",
  build(b, [query, ...others], attributes) {
    const given: Given = byName(attributes.extras, others);
    const now = headsOf(b, query as TensorId, given, attributes.heads);
    const keys = joined(b, given.pastKey, now.keys);
    const values = joined(b, given.pastValue, now.values);
    const sight = { queries: now.queries, now: now.keys, keys };
    const hiding = hidingBias(b, sight, given.mask, attributes);
    const biases = [given.scoreBias, hiding];
    const { result, scores } = attendTo(b, { ...now, keys, values }, biases, attributes.scale);
    return [result, keys, values, scores];
  },
});

/** Queries, keys and values of this call, each with its part of the bias. */
function headsOf(b: GraphBuilder, query: TensorId, given: Given, heads: number): Heads {
  let start = 0;
  const [queries, keys, values] = partsOf(b, query, given).map((part) => {
    if (b.shape(part).length === 4) return part;
    const whole = given.bias === undefined ? part : biased(b, part, given.bias, start);
    start += b.shape(part).at(-1) as number;
    return splitHeads(b, whole, heads);
  }) as [TensorId, TensorId, TensorId];
  return { queries, keys, values };
}

function partsOf(b: GraphBuilder, query: TensorId, { key, value }: Given): readonly TensorId[] {
  if (key === undefined) return [0, 1, 2].map((i) => unpacked(b, query, i));
  if (value === undefined) return [query, unpacked(b, key, 0), unpacked(b, key, 1)];
  return [query, key, value];
}

/** One of the parts of [batch, length, heads, parts, size] as [batch, length, heads x size]. */
function unpacked(b: GraphBuilder, x: TensorId, part: number): TensorId {
  const shape = b.shape(x);
  if (shape.length !== 5) {
    const expected = "packed parts of shape [batch, length, heads, parts, size]";
    refuse("shape-mismatch", "MultiHeadAttention", expected, formatShape(shape));
  }
  const [batch, length, heads, , size] = shape as readonly [number, number, number, number, number];
  const own = partAlong(b, x, 3, { start: part, count: 1 });
  return b.emit(reshape, [own], { shape: [batch, length, heads * size] });
}

/** The tensor and the elements of the bias that belong to it, from `start` on. */
function biased(b: GraphBuilder, x: TensorId, bias: TensorId, start: number): TensorId {
  const sizes = [b.shape(x).at(-1) as number];
  return b.emit(add, [x, b.emit(slice, [bias], { starts: [start], sizes, steps: [1] })], {});
}
