import type { FloatType } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { add, divide, multiply, subtract } from "../core/arithmetic.ts";
import { equal } from "../core/comparison.ts";
import { concatenate } from "../core/concatenate.ts";
import { pad } from "../core/pad.ts";
import { reduceMaximum } from "../core/reduce.ts";
import { select } from "../core/select.ts";
import { tanh } from "../core/transcendental.ts";
import {
  allOf,
  hiddenBias,
  overBatch,
  type Reach,
  withinLength,
  withinReach,
} from "./attention-bias.ts";
import { mergeHeads, scoresOf, splitHeads, weightedSum } from "./attention-heads.ts";
import { byName } from "./by-name.ts";
import { inType, scalarLike } from "./precision.ts";
import { softmax } from "./softmax.ts";

/** What may follow query, key and value among the inputs, in this order. */
export const ATTENTION_EXTRAS = ["mask", "pastKey", "pastValue", "lengths"] as const;
export type AttentionExtra = (typeof ATTENTION_EXTRAS)[number];

export interface AttentionAttributes {
  /** Those that are there. */
  readonly extras: readonly AttentionExtra[];
  /** Of inputs [batch, length, heads x size]; absent: they are [batch, heads, length, size]. */
  readonly heads?: { readonly query: number; readonly key: number };
  /** Absent: 1 / root(size of a head). */
  readonly scale?: number;
  /** Scores are bent to stay within this; 0: they are not. */
  readonly softcap: number;
  /** Keys that a query sees by their place. */
  readonly reach: Reach;
  /** A mask for fewer keys hides the others; else it has to stretch over all. */
  readonly padsMask: boolean;
  /** Type in which the softmax is computed. */
  readonly precision: FloatType;
  /** What the last output is. */
  readonly shows: "scores" | "capped" | "biased" | "shares";
}

/**
 * softmax(q x k' x scale + bias) x v for each head; then all keys, all values, and the scores.
 *
 * Query and key are each multiplied by root(scale), computed in f32. Each operation is rounded to the
 * type of the query, the softmax to its own. A query that sees no key gives zeros. Query heads share
 * keys and values in groups of neighbours; both products count for every query head, hidden or not.
 *
 * Source: ONNX `Attention`, opset 25, its function body.
 */
export const attention = composite<AttentionAttributes, number>({
  name: "Attention",
  build(b, inputs, attributes) {
    const { heads, extras } = attributes;
    const [query, key, value, ...others] = inputs as readonly [TensorId, TensorId, TensorId];
    const given: Given = byName(extras, others);
    const split = (x: TensorId, count?: number) =>
      count === undefined ? x : splitHeads(b, x, count);
    const queries = split(query, heads?.query);
    const keys = joined(b, given.pastKey, split(key, heads?.key));
    const values = joined(b, given.pastValue, split(value, heads?.key));
    const bias = biasOf(b, queries, keys, attributes, given);
    const steps = attend(b, { queries, keys, values, bias }, attributes);
    const result = heads === undefined ? steps.result : mergeHeads(b, steps.result);
    return [result, keys, values, steps[attributes.shows]];
  },
});

type Given = Readonly<Partial<Record<AttentionExtra, TensorId>>>;

/** What was kept of earlier steps, then what is new. */
export function joined(b: GraphBuilder, past: TensorId | undefined, now: TensorId): TensorId {
  return past === undefined ? now : b.emit(concatenate, [past, now], { axis: 2 });
}

/** What is added to the scores: 0 or a mask of floats, minus infinity where a key is hidden. */
function biasOf(
  b: GraphBuilder,
  queries: TensorId,
  keys: TensorId,
  { reach, padsMask }: AttentionAttributes,
  given: Given,
): TensorId | undefined {
  const count = b.shape(keys)[2] as number;
  const rows = b.shape(queries)[2] as number;
  const element = b.element(queries);
  const mask = given.mask && (padsMask ? paddedMask(b, given.mask, count) : given.mask);
  const [hiding, added] =
    mask !== undefined && b.element(mask) === "bool" ? [mask] : [undefined, mask];
  const lengths = given.lengths && inType(b, given.lengths, "i32");
  const offset = offsetOf(b, rows, given.pastKey, lengths);
  const seen = allOf(b, [
    withinReach(b, { queries: rows, keys: count, offset }, reach),
    lengths && withinLength(b, lengths, count),
    hiding,
  ]);
  const floats = added && inType(b, added, element);
  if (seen === undefined) return floats;
  const bias = hiddenBias(b, seen, element);
  return floats === undefined ? bias : b.emit(add, [floats, bias], {});
}

/** Keys before the first query: those of earlier steps, or of a cache but for the queries' own. */
function offsetOf(
  b: GraphBuilder,
  queries: number,
  past: TensorId | undefined,
  lengths: TensorId | undefined,
): TensorId {
  if (past !== undefined) return b.scalar("i32", b.shape(past)[2] as number);
  if (lengths === undefined) return b.scalar("i32", 0);
  return overBatch(b, b.emit(subtract, [lengths, b.scalar("i32", queries)], {}));
}

/** The mask for all keys: those that it does not speak of are hidden. */
function paddedMask(b: GraphBuilder, mask: TensorId, keys: number): TensorId {
  const shape = b.shape(mask);
  const missing = keys - (shape.at(-1) ?? keys);
  if (missing <= 0) return mask;
  const element = b.element(mask);
  const hidden = b.scalar(element, element === "bool" ? 0 : -Infinity);
  const none = shape.map(() => 0);
  return b.emit(pad, [mask, hidden], { low: none, high: none.with(-1, missing), interior: none });
}

interface Operands {
  readonly queries: TensorId;
  readonly keys: TensorId;
  readonly values: TensorId;
  readonly bias: TensorId | undefined;
}

function attend(
  b: GraphBuilder,
  { queries, keys, values, bias }: Operands,
  { scale, softcap, precision, ...attributes }: AttentionAttributes,
) {
  const element = b.element(queries);
  const factor = b.scalar(element, Math.sqrt(scale ?? inverseRoot(b.shape(queries)[3] as number)));
  const scaled = (x: TensorId) => b.emit(multiply, [x, factor], {});
  const scores = scoresOf(b, scaled(queries), scaled(keys));
  const capped = softcap === 0 ? scores : bent(b, scores, softcap);
  const biased = bias === undefined ? capped : b.emit(add, [capped, bias], {});
  const exact = b.emit(softmax, [inType(b, biased, precision)], { axes: [3] });
  const all = inType(b, exact, element);
  const shares = bias !== undefined && mayHideAll(attributes) ? zeroWhereHidden(b, all, bias) : all;
  return { scores, capped, biased, shares, result: weightedSum(b, shares, values) };
}

/** 1 / root(size), each step in f32. */
export function inverseRoot(size: number): number {
  return Math.fround(1 / Math.fround(Math.sqrt(size)));
}

/** cap x tanh(x / cap). */
export function bent(b: GraphBuilder, x: TensorId, cap: number): TensorId {
  const factor = scalarLike(b, x, cap);
  return b.emit(multiply, [b.emit(tanh, [b.emit(divide, [x, factor], {})], {}), factor], {});
}

/** False: the first key is seen by every query, whatever the inputs are. */
function mayHideAll({ reach, extras }: Pick<AttentionAttributes, "reach" | "extras">): boolean {
  return reach.left >= 0 || extras.includes("mask") || extras.includes("lengths");
}

/** Softmax gives NaN where every key is hidden. */
function zeroWhereHidden(b: GraphBuilder, shares: TensorId, bias: TensorId): TensorId {
  const best = b.emit(reduceMaximum, [bias], { axes: [-1], keepAxes: true });
  const hidden = b.emit(equal, [best, scalarLike(b, best, -Infinity)], {});
  return b.emit(select, [hidden, scalarLike(b, shares, 0), shares], {});
}
