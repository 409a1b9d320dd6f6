import type { ElementType } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import { equalShapes, formatShape } from "../../graph/tensor-type.ts";
import type { GraphBuilder } from "../builder.ts";
import { refuse } from "../checks.ts";
import { dotGeneral } from "../core/dot-general.ts";
import { reshape } from "../core/reshape.ts";
import { transpose } from "../core/transpose.ts";

const HEADS_FIRST = { permutation: [0, 2, 1, 3] };

/** The tensor in another shape; itself where it has that one. */
export function inShape(b: GraphBuilder, x: TensorId, shape: readonly number[]): TensorId {
  return equalShapes(b.shape(x), shape) ? x : b.emit(reshape, [x], { shape });
}

/** [batch, length, heads x size] as [batch, length, heads, size]. */
export function headsBehind(b: GraphBuilder, x: TensorId, heads: number): TensorId {
  const [batch, length, width] = b.shape(x) as readonly [number, number, number];
  if (b.shape(x).length !== 3 || !Number.isInteger(width / heads)) {
    const expected = `[batch, length, ${heads} heads x their size]`;
    refuse("shape-mismatch", "attention", expected, formatShape(b.shape(x)));
  }
  return b.emit(reshape, [x], { shape: [batch, length, heads, width / heads] });
}

/** [batch, length, heads x size] as [batch, heads, length, size]. */
export function splitHeads(b: GraphBuilder, x: TensorId, heads: number): TensorId {
  return b.emit(transpose, [headsBehind(b, x, heads)], HEADS_FIRST);
}

/** [batch, heads, length, size] as [batch, length, heads x size]. */
export function mergeHeads(b: GraphBuilder, x: TensorId): TensorId {
  const [batch, heads, length, size] = b.shape(x) as readonly [number, number, number, number];
  const behind = b.emit(transpose, [x], HEADS_FIRST);
  return b.emit(reshape, [behind], { shape: [batch, length, heads * size] });
}

/** How a product for each query head is computed. */
interface HeadProduct {
  /** Axis of the keys or values that is summed over. */
  readonly contract: 2 | 3;
  readonly result: ElementType;
  readonly part: string;
}

/**
 * A product for each query head, [batch, heads, rows, ...], with the keys or values that it shares
 * with its neighbours, [batch, groups, ...]: nothing is repeated, and every query head counts.
 */
function headProduct(
  b: GraphBuilder,
  queries: TensorId,
  shared: TensorId,
  { contract, result, part }: HeadProduct,
): TensorId {
  const [batch, heads, ...rest] = b.shape(queries) as readonly [number, number, ...number[]];
  const groups = b.shape(shared)[1] as number;
  const members = heads / groups;
  if (b.shape(shared).length !== 4 || rest.length !== 2 || !Number.isInteger(members)) {
    const got = `${formatShape(b.shape(queries))} and ${formatShape(b.shape(shared))}`;
    refuse("shape-mismatch", "attention", "query heads in groups that share keys", got);
  }
  const lhs = members === 1 ? [batch, heads, ...rest] : [batch, groups, members, ...rest];
  const product = b.emit(dotGeneral, [inShape(b, queries, lhs), shared], {
    lhsBatch: [0, 1],
    rhsBatch: [0, 1],
    lhsContract: [lhs.length - 1],
    rhsContract: [contract],
    result,
    kind: "attention",
    part,
  });
  return inShape(b, product, [batch, heads, rest[0] as number, b.shape(product).at(-1) as number]);
}

/** Products of queries [batch, heads, length, size] with keys [batch, groups, keys, size]. */
export function scoresOf(
  b: GraphBuilder,
  queries: TensorId,
  keys: TensorId,
  result: ElementType = b.element(queries),
): TensorId {
  return headProduct(b, queries, keys, { contract: 3, result, part: "scores" });
}

/** Sums of values [batch, groups, keys, size], weighted by shares [batch, heads, length, keys]. */
export function weightedSum(
  b: GraphBuilder,
  shares: TensorId,
  values: TensorId,
  part = "values",
): TensorId {
  return headProduct(b, shares, values, { contract: 2, result: b.element(shares), part });
}
