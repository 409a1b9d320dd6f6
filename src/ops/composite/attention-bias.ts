import type { ElementType } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import { elementCount } from "../../graph/tensor-type.ts";
import type { GraphBuilder } from "../builder.ts";
import { add } from "../core/arithmetic.ts";
import { less, lessOrEqual } from "../core/comparison.ts";
import { and } from "../core/logic.ts";
import { reshape } from "../core/reshape.ts";
import { select } from "../core/select.ts";
import type { PrimitiveOperator } from "../operator.ts";

/** Where queries and keys stand in the sequence. */
export interface Places {
  readonly queries: number;
  readonly keys: number;
  /** Keys before the first query, i32, stretching over [batch, 1, queries, keys]. */
  readonly offset: TensorId;
}

/** How far from its own place a query looks to either side; -1: as far as there are keys. */
export interface Reach {
  readonly left: number;
  readonly right: number;
}

/** first, first + 1, ... as i32 along one axis of a shape whose other sizes are 1. */
export function countingUp(b: GraphBuilder, shape: readonly number[], first = 0): TensorId {
  const values = Array.from({ length: elementCount(shape) }, (_, i) => first + i);
  return b.constant("i32", shape, values);
}

/** Those that are there, one after the other from the left; undefined where there are none. */
export function combined(
  b: GraphBuilder,
  operator: PrimitiveOperator<object, 2>,
  terms: readonly (TensorId | undefined)[],
): TensorId | undefined {
  const [first, ...others] = terms.filter((term) => term !== undefined);
  return others.reduce<TensorId | undefined>(
    (all, next) => b.emit(operator, [all as TensorId, next], {}),
    first,
  );
}

/** All conditions at once; undefined where there are none. */
export function allOf(
  b: GraphBuilder,
  conditions: readonly (TensorId | undefined)[],
): TensorId | undefined {
  return combined(b, and, conditions);
}

/** Places of the queries, moved by some. */
function queryPlaces(b: GraphBuilder, { queries, offset }: Places, by: number): TensorId {
  return b.emit(add, [countingUp(b, [queries, 1], by), offset], {});
}

/** Whether each query reaches each key; undefined where it reaches all. */
export function withinReach(b: GraphBuilder, places: Places, reach: Reach): TensorId | undefined {
  const keys = countingUp(b, [1, places.keys]);
  const first = () => queryPlaces(b, places, -reach.left);
  const last = () => queryPlaces(b, places, reach.right);
  return allOf(b, [
    reach.left < 0 ? undefined : b.emit(lessOrEqual, [first(), keys], {}),
    reach.right < 0 ? undefined : b.emit(lessOrEqual, [keys, last()], {}),
  ]);
}

/** Whether each key is among the first of its batch entry: i32 [batch] as [batch, 1, 1, keys]. */
export function withinLength(b: GraphBuilder, lengths: TensorId, keys: number): TensorId {
  return b.emit(less, [countingUp(b, [1, keys]), overBatch(b, lengths)], {});
}

/** What hides keys when it is added to scores: 0 where a key is seen, else minus infinity. */
export function hiddenBias(b: GraphBuilder, seen: TensorId, element: ElementType): TensorId {
  const bounds = [b.scalar(element, 0), b.scalar(element, -Infinity)] as const;
  return b.emit(select, [seen, ...bounds], {});
}

/** A number of each batch entry, so that it stretches over [batch, heads, queries, keys]. */
export function overBatch(b: GraphBuilder, numbers: TensorId): TensorId {
  return b.emit(reshape, [numbers], { shape: [elementCount(b.shape(numbers)), 1, 1, 1] });
}
