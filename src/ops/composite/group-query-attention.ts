import type { TensorId } from "../../graph/graph.ts";
import { elementCount } from "../../graph/tensor-type.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { add, multiply, subtract } from "../core/arithmetic.ts";
import { broadcast } from "../core/broadcast.ts";
import { concatenate } from "../core/concatenate.ts";
import { pad } from "../core/pad.ts";
import { reshape } from "../core/reshape.ts";
import { slice } from "../core/slice.ts";
import { take } from "../core/take.ts";
import { tensorScatter } from "../core/tensor-scatter.ts";
import { bent, inverseRoot } from "./attention.ts";
import {
  allOf,
  countingUp,
  hiddenBias,
  overBatch,
  type Reach,
  withinLength,
  withinReach,
} from "./attention-bias.ts";
import { inShape, mergeHeads, scoresOf, splitHeads, weightedSum } from "./attention-heads.ts";
import { byName } from "./by-name.ts";
import type { Heads } from "./contrib-attention.ts";
import { partAlong } from "./part.ts";
import { inType, wideType } from "./precision.ts";
import { type Angles, turned } from "./rotary-embedding.ts";
import { softmax } from "./softmax.ts";

/** What may follow the query and the lengths among the inputs, in this order. */
export const GROUP_QUERY_EXTRAS = [
  "key",
  "value",
  "pastKey",
  "pastValue",
  "cosines",
  "sines",
  "places",
  "scoreBias",
  "sink",
] as const;
export type GroupQueryExtra = (typeof GROUP_QUERY_EXTRAS)[number];

export interface GroupQueryAttributes {
  /** Those that are there. */
  readonly extras: readonly GroupQueryExtra[];
  readonly heads: { readonly query: number; readonly key: number };
  /** Absent: 1 / root(size of a head). */
  readonly scale?: number;
  readonly softcap: number;
  readonly reach: Reach;
  /** Most keys that any batch entry has, those of this call included. */
  readonly total: number;
  /** Pairs that the angles turn are neighbours; see RotaryEmbedding. */
  readonly interleaved: boolean;
  /** Each softmax has one more score, 0, that belongs to no key. */
  readonly smooth: boolean;
  /** What the last output is. */
  readonly shows: "scores" | "shares";
}

type Given = Readonly<Partial<Record<GroupQueryExtra, TensorId>>>;

/**
 * softmax(q x k' x scale + bias) x v, where several query heads share a key head; then the caches of
 * keys and values, and scores or shares.
 *
 * Inputs are the query [batch, length, heads x size], in which key and value may be packed behind it,
 * and i32 lengths [batch], one less than the keys of each entry. Keys are written to the cache behind
 * those of earlier calls, all of them at 0 in the first one; scores are for `total` keys. Query and
 * key are turned first, where there are angles. Both products count for every query head.
 *
 * Source: onnxruntime `com.microsoft.GroupQueryAttention`.
 */
export const groupQueryAttention = composite<GroupQueryAttributes, number>({
  name: "GroupQueryAttention",
  build(b, inputs, attributes) {
    const [query, lengths, ...others] = inputs as readonly [TensorId, TensorId, ...TensorId[]];
    const given: Given = byName(attributes.extras, others);
    const [queries, key, value] = headsOf(b, query, given, attributes);
    const rows = b.shape(queries)[2] as number;
    const counts = b.emit(add, [lengths, b.scalar("i32", 1)], {});
    const before = startsOf(b, counts, rows, attributes.total);
    const angle = anglesOf(b, given, before, rows, attributes.total);
    const turn = (x: TensorId) => turnedBy(b, x, angle, attributes);
    const keys = cached(b, given.pastKey, turn(key), before, attributes.total);
    const values = cached(b, given.pastValue, value, before, attributes.total);
    const heads = {
      queries: turn(queries),
      keys: firstKeys(b, keys, attributes.total),
      values: firstKeys(b, values, attributes.total),
    };
    const bias = biasOf(b, given, { counts, before, rows }, attributes);
    const { result, ...shown } = attend(b, heads, bias, given.sink, attributes);
    return [result, keys, values, shown[attributes.shows]];
  },
});

/** Query, key and value [batch, heads, length, size]. */
function headsOf(
  b: GraphBuilder,
  query: TensorId,
  { key, value }: Given,
  { heads }: GroupQueryAttributes,
): readonly [TensorId, TensorId, TensorId] {
  if (key !== undefined && value !== undefined) {
    return [
      splitHeads(b, query, heads.query),
      splitHeads(b, key, heads.key),
      splitHeads(b, value, heads.key),
    ];
  }
  const all = splitHeads(b, query, heads.query + 2 * heads.key);
  const part = (start: number, count: number) => partAlong(b, all, 1, { start, count });
  return [
    part(0, heads.query),
    part(heads.query, heads.key),
    part(heads.query + heads.key, heads.key),
  ];
}

/** Keys before the first query of each batch entry: 0 in the first call. */
function startsOf(b: GraphBuilder, counts: TensorId, rows: number, total: number): TensorId {
  if (rows === total) return b.constant("i32", b.shape(counts), [0]);
  return b.emit(subtract, [counts, b.scalar("i32", rows)], {});
}

/** Angles of this call [batch, 1, length, size / 2]; in the first one, places count up from the first. */
function anglesOf(
  b: GraphBuilder,
  given: Given,
  before: TensorId,
  rows: number,
  total: number,
): Angles | undefined {
  const { cosines, sines } = given;
  if (cosines === undefined || sines === undefined) return undefined;
  const places = placesOf(b, given.places, before, rows, total);
  const along = (table: TensorId) => {
    const angles = b.emit(take, [table, places], { axis: 0 });
    return inShape(b, angles, b.shape(angles).toSpliced(1, 0, 1));
  };
  return { cosines: along(cosines), sines: along(sines) };
}

function placesOf(
  b: GraphBuilder,
  stated: TensorId | undefined,
  before: TensorId,
  rows: number,
  total: number,
): TensorId {
  if (stated !== undefined && rows !== total) return stated;
  const origin =
    stated === undefined
      ? b.emit(reshape, [before], { shape: [elementCount(b.shape(before)), 1] })
      : firstOf(b, stated);
  return b.emit(add, [inType(b, origin, "i32"), countingUp(b, [1, rows])], {});
}

function firstOf(b: GraphBuilder, places: TensorId): TensorId {
  const ones = b.shape(places).map(() => 1);
  return b.emit(slice, [places], { starts: ones.map(() => 0), sizes: ones, steps: ones });
}

function turnedBy(
  b: GraphBuilder,
  x: TensorId,
  angles: Angles | undefined,
  { interleaved }: GroupQueryAttributes,
): TensorId {
  if (angles === undefined) return x;
  return turned(b, x, angles, { size: 2 * (b.shape(angles.cosines)[3] as number), interleaved });
}

/** The cache after this call: what is new lies behind what was there of each batch entry. */
function cached(
  b: GraphBuilder,
  past: TensorId | undefined,
  now: TensorId,
  before: TensorId,
  total: number,
): TensorId {
  const held = past === undefined ? 0 : (b.shape(past)[2] as number);
  if (past === undefined || held === 0) return now;
  const none = [0, 0, 0, 0];
  const padding = { low: none, high: none.with(2, Math.max(0, total - held)), interior: none };
  const roomy = b.emit(pad, [past, b.scalar(b.element(past), 0)], padding);
  return b.emit(tensorScatter, [roomy, now, before], { axis: 2, circular: false });
}

function firstKeys(b: GraphBuilder, cache: TensorId, total: number): TensorId {
  if ((b.shape(cache)[2] as number) <= total) return cache;
  return partAlong(b, cache, 2, { start: 0, count: total });
}

/** What each batch entry has: keys in all, keys before this call; and the queries of this call. */
interface Extent {
  readonly counts: TensorId;
  readonly before: TensorId;
  readonly rows: number;
}

/** f32 biases of the scores. Where no query looks behind its own place, padding is out of sight. */
function biasOf(
  b: GraphBuilder,
  { scoreBias }: Given,
  { counts, before, rows }: Extent,
  { reach, total }: GroupQueryAttributes,
): readonly TensorId[] {
  const places = { queries: rows, keys: total, offset: overBatch(b, before) };
  const seen = allOf(b, [
    withinReach(b, places, reach),
    reach.right < 0 ? withinLength(b, counts, total) : undefined,
  ]);
  const hiding = seen === undefined ? [] : [hiddenBias(b, seen, "f32")];
  return scoreBias === undefined ? hiding : [inType(b, scoreBias, "f32"), ...hiding];
}

/** Scores and softmax are in f32, rounded to the type of the queries before the second product. */
function attend(
  b: GraphBuilder,
  { queries, keys, values }: Heads,
  biases: readonly TensorId[],
  sink: TensorId | undefined,
  { scale, softcap, smooth }: GroupQueryAttributes,
) {
  const element = b.element(queries);
  const wide = wideType(b, "GroupQueryAttention", [queries]);
  const factor = b.scalar(wide, scale ?? inverseRoot(b.shape(queries)[3] as number));
  const scaled = b.emit(multiply, [scoresOf(b, queries, keys, wide), factor], {});
  const capped = softcap === 0 ? scaled : bent(b, scaled, softcap);
  const scores = biases.reduce((sum, bias) => b.emit(add, [sum, bias], {}), capped);
  const extra =
    sink ?? (smooth ? b.constant(wide, [b.shape(scores)[1] as number], [0]) : undefined);
  const exact =
    extra === undefined
      ? b.emit(softmax, [scores], { axes: [3] })
      : softmaxBeside(b, scores, inType(b, extra, wide));
  const shares = inType(b, exact, element);
  const result = mergeHeads(b, weightedSum(b, shares, values));
  return { result, scores: inType(b, scores, element), shares };
}

/** Softmax with one more score in each line, that of its head. */
function softmaxBeside(b: GraphBuilder, scores: TensorId, extra: TensorId): TensorId {
  const shape = b.shape(scores);
  const [, heads, , keys] = shape as readonly [number, number, number, number];
  const column = b.emit(broadcast, [inShape(b, extra, [1, heads, 1, 1])], {
    shape: shape.with(3, 1),
  });
  const all = b.emit(concatenate, [scores, column], { axis: 3 });
  const shares = b.emit(softmax, [all], { axes: [3] });
  return partAlong(b, shares, 3, { start: 0, count: keys });
}
