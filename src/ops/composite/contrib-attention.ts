import type { TensorId } from "../../graph/graph.ts";
import { formatShape } from "../../graph/tensor-type.ts";
import type { GraphBuilder } from "../builder.ts";
import { refuse } from "../checks.ts";
import { add, multiply } from "../core/arithmetic.ts";
import { greater, greaterOrEqual, less } from "../core/comparison.ts";
import { reshape } from "../core/reshape.ts";
import { select } from "../core/select.ts";
import { inverseRoot } from "./attention.ts";
import { allOf, combined, countingUp, overBatch, withinReach } from "./attention-bias.ts";
import { mergeHeads, scoresOf, weightedSum } from "./attention-heads.ts";
import { partAlong } from "./part.ts";
import { inType, wideType } from "./precision.ts";
import { softmax } from "./softmax.ts";

/** Softmax of scores that are hidden by this becomes 0, unless all are. */
const LOWEST = -3.4028234663852886e38;

/** Queries, keys and values [batch, heads, length, size]. */
export interface Heads {
  readonly queries: TensorId;
  readonly keys: TensorId;
  readonly values: TensorId;
}

export interface Masking {
  /** What a padded key's score is raised by. */
  readonly filter: number;
  /** Queries see no keys behind their own place. */
  readonly causal: boolean;
}

/** Queries, new keys, and all keys with those of earlier calls before them. */
interface Sight {
  readonly queries: TensorId;
  readonly now: TensorId;
  readonly keys: TensorId;
}

/**
 * softmax(q x k' x scale + bias) x v, and the biased scores.
 *
 * Scores and softmax are in f32 (f64 for f64), rounded to the type of the queries before the second
 * product.
 */
export function attendTo(
  b: GraphBuilder,
  { queries, keys, values }: Heads,
  biases: readonly (TensorId | undefined)[],
  scale?: number,
): { readonly result: TensorId; readonly scores: TensorId } {
  const element = b.element(queries);
  const wide = wideType(b, "attention", [queries]);
  const factor = b.scalar(wide, scale ?? inverseRoot(b.shape(queries)[3] as number));
  const scaled = b.emit(multiply, [scoresOf(b, queries, keys, wide), factor], {});
  const bias = combined(
    b,
    add,
    biases.map((one) => one && inType(b, one, wide)),
  );
  const scores = bias === undefined ? scaled : b.emit(add, [scaled, bias], {});
  const shares = inType(b, b.emit(softmax, [scores], { axes: [3] }), element);
  return {
    result: mergeHeads(b, weightedSum(b, shares, values)),
    scores: inType(b, scores, element),
  };
}

/**
 * What padding and causality add to f32 scores: 0, or `filter` where a key is padding; where it comes
 * after the query, the lowest number instead.
 */
export function hidingBias(
  b: GraphBuilder,
  { queries, now, keys }: Sight,
  mask: TensorId | undefined,
  { filter, causal }: Masking,
): TensorId | undefined {
  const [rows, count] = [b.shape(queries)[2] as number, b.shape(keys)[2] as number];
  const zero = b.scalar("f32", 0);
  const valid = mask && validKeys(b, mask, b.shape(queries)[0] as number, count);
  const padding = valid && b.emit(select, [valid, zero, b.scalar("f32", filter)], {});
  if (!causal || rows <= 1) return padding;
  const before = count - (b.shape(now)[2] as number);
  const places = { queries: rows, keys: count, offset: b.scalar("i32", before) };
  const seen = withinReach(b, places, { left: -1, right: 0 }) as TensorId;
  return b.emit(select, [seen, padding ?? zero, b.scalar("f32", LOWEST)], {});
}

/**
 * Which keys are no padding, stretching over [batch, heads, queries, keys].
 *
 * The mask is 1 for those, [batch, keys] or [batch, queries, keys]; or it has the number of keys of
 * each batch entry, [batch]; or also, behind those numbers, the first key of each, [2 x batch].
 */
function validKeys(b: GraphBuilder, mask: TensorId, batch: number, keys: number): TensorId {
  const shape = b.shape(mask);
  if (shape.length === 1 && (shape[0] === batch || shape[0] === 2 * batch)) {
    const at = countingUp(b, [1, keys]);
    const part = (start: number) => overBatch(b, partAlong(b, mask, 0, { start, count: batch }));
    const first = shape[0] === batch ? undefined : b.emit(greaterOrEqual, [at, part(batch)], {});
    return allOf(b, [b.emit(less, [at, part(0)], {}), first]) as TensorId;
  }
  const [entries, rows] = shape.length === 3 ? shape : [shape[0], 1];
  if (shape.length < 2 || shape.length > 3 || entries !== batch || shape.at(-1) !== keys) {
    const expected = `a mask of ${batch} lengths, or for ${batch} x ${keys} keys`;
    refuse("shape-mismatch", "attention", expected, formatShape(shape));
  }
  const each = b.emit(reshape, [mask], { shape: [batch, 1, rows as number, keys] });
  return b.emit(greater, [each, b.scalar(b.element(mask), 0)], {});
}
