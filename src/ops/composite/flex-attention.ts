import type { FloatType } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { multiply } from "../core/arithmetic.ts";
import type { Tuple } from "../operator.ts";
import { inverseRoot } from "./attention.ts";
import { scoresOf, weightedSum } from "./attention-heads.ts";
import { inType } from "./precision.ts";
import { softmax } from "./softmax.ts";

export interface FlexAttentionAttributes {
  /** Absent: 1 / root(size of a head). */
  readonly scale?: number;
  /** Type in which softmax and weighted sum are computed. */
  readonly precision: FloatType;
}

/** What scores and shares become before they are used. */
export interface FlexModifiers {
  scores(x: TensorId): TensorId;
  shares(x: TensorId): TensorId;
}

const UNCHANGED: FlexModifiers = { scores: (x) => x, shares: (x) => x };

/** Appends the operators of {@link flexAttention}, with what changes scores and shares. */
export function emitFlexAttention(
  b: GraphBuilder,
  [query, key, value]: Tuple<TensorId, 3>,
  { scale, precision }: FlexAttentionAttributes,
  modifiers: FlexModifiers,
): TensorId {
  const element = b.element(query);
  const size = b.shape(query).at(-1) as number;
  const factor = b.scalar(element, Math.sqrt(scale ?? inverseRoot(size)));
  const scaled = (x: TensorId) => b.emit(multiply, [x, factor], {});
  const scores = inType(b, scoresOf(b, scaled(query), scaled(key)), precision);
  const shares = b.emit(softmax, [modifiers.scores(scores)], { axes: [3] });
  const wide = inType(b, value, precision);
  return inType(b, weightedSum(b, modifiers.shares(shares), wide), element);
}

/**
 * softmax(q x k' x scale) x v for each head, [batch, heads, length, size].
 *
 * Query and key are each multiplied by root(scale). Each operation is rounded, up to the scores to the
 * type of the query. Query heads share keys and values in groups of neighbours.
 *
 * Source: ONNX `FlexAttention` of ai.onnx.preview, its function body.
 */
export const flexAttention = composite<FlexAttentionAttributes, 3>({
  name: "FlexAttention",
  arity: 3,
  build: (b, inputs, attributes) => [emitFlexAttention(b, inputs, attributes, UNCHANGED)],
});
