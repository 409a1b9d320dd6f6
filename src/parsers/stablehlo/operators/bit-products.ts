import { type ElementType, elementBits, isInteger } from "../../../graph/element-type.ts";
import type { GraphNode, TensorId } from "../../../graph/graph.ts";
import { toNumbers } from "../../../graph/tensor.ts";
import { elementCount } from "../../../graph/tensor-type.ts";
import { type BitProductAttributes, bitProduct } from "../../../ops/composite/bit-product.ts";
import { populationCount } from "../../../ops/core/bit-counting.ts";
import { broadcast } from "../../../ops/core/broadcast.ts";
import { convert } from "../../../ops/core/convert.ts";
import { bitwiseAnd, bitwiseNot, bitwiseXor } from "../../../ops/core/logic.ts";
import { reshape } from "../../../ops/core/reshape.ts";
import { transpose } from "../../../ops/core/transpose.ts";
import type { Lowering, OperationContext } from "../lowering/context.ts";

/** Shorter words pack nothing. */
const SHORTEST_WORD = 8;

/** Floats count in steps of 1 up to here, whatever the order. */
const EXACT_SUMS: ReadonlyMap<ElementType, number> = new Map([
  ["f64", 2 ** 53],
  ["f32", 2 ** 24],
]);

const MOVES: ReadonlySet<string> = new Set([reshape.name, transpose.name]);

/** The node of this graph that makes a tensor. */
function producer({ b: { graph } }: OperationContext, id: TensorId): GraphNode | undefined {
  const node = graph.producer(id);
  return node === undefined ? undefined : graph.node(node);
}

/** True for words of which each meets several of the other operand. */
function isStretched(node: OperationContext, id: TensorId): boolean {
  const made = producer(node, id);
  const [from] = made?.inputs ?? [];
  if (made === undefined || from === undefined) return false;
  if (made.operator !== broadcast.name) return MOVES.has(made.operator) && isStretched(node, from);
  const { b } = node;
  return elementCount(b.shape(from)) < elementCount(b.shape(id)) || isStretched(node, from);
}

/** The operands whose bits are paired, and how; undefined where a word has no partners. */
function pairedWords(node: OperationContext, words: TensorId) {
  const outer = producer(node, words);
  const isNegated = outer?.operator === bitwiseNot.name;
  const pairs = isNegated ? producer(node, outer.inputs[0] as TensorId) : outer;
  const of = isNegated ? "equal" : pairs?.operator === bitwiseAnd.name ? "both" : "differing";
  const isPair =
    pairs?.operator === bitwiseXor.name || (!isNegated && pairs?.operator === bitwiseAnd.name);
  if (pairs === undefined || !isPair) return undefined;
  const operands = pairs.inputs as readonly [TensorId, TensorId];
  return operands.some((id) => isStretched(node, id)) ? ({ of, operands } as const) : undefined;
}

/** Counted bits of every pair of words are a product of operands of one bit; others are scalars. */
export const lowerPopulationCount: Lowering = (node) => {
  const words = node.tensor(0);
  const element = node.element(0);
  const wide = isInteger(element) && elementBits(element) >= SHORTEST_WORD;
  const found = wide ? pairedWords(node, words) : undefined;
  if (found === undefined) {
    const reason =
      "bits are counted here, but not of every pair of words of two tensors (popcnt of xor, xnor or and): no product is counted";
    node.around.warn("popcount-not-counted", reason);
    return node.b.emit(populationCount, [words], {});
  }
  const products = `a product of operands of 1 bit, ${elementBits(element)} in each word`;
  node.around.warn("packed-product", `counted as ${products}`);
  return node.b.emit(bitProduct, found.operands, { of: found.of, types: [], axes: [] });
};

/**
 * The sum of bit counts of words along axes, with the counting: undefined where it is a sum of
 * something else, or the counts themselves are used elsewhere.
 *
 * @param operand - the operand that the counts are
 */
export function summedBits(
  node: OperationContext,
  counts: TensorId,
  axes: readonly number[],
  operand = 0,
): TensorId | undefined {
  if (!areCounts(node, counts)) return undefined;
  const types: ElementType[] = [];
  let value = node.operation.operands[operand];
  let id = counts;
  for (;;) {
    const operation = value && node.around.soleProducer(value);
    const made = producer(node, id);
    if (operation === undefined || made === undefined) return undefined;
    if (operation.name === "stablehlo.popcnt") return fused(node, made, types, axes);
    if (operation.name !== "stablehlo.convert" || made.operator !== convert.name) return undefined;
    types.unshift(node.b.element(id));
    [value] = operation.operands;
    id = made.inputs[0] as TensorId;
  }
}

function fused(
  { b }: OperationContext,
  made: GraphNode,
  types: readonly ElementType[],
  axes: readonly number[],
): TensorId | undefined {
  const attributes = made.attributes as unknown as BitProductAttributes;
  if (made.operator !== bitProduct.name || attributes.axes.length > 0) return undefined;
  if (axes.length === 0 || types.some((type) => elementBits(type) < SHORTEST_WORD)) {
    return undefined;
  }
  const { origin } = b;
  b.origin = made.origin;
  const operands = made.inputs as readonly [TensorId, TensorId];
  const sums = b.emit(bitProduct, operands, { of: attributes.of, types, axes });
  b.origin = origin;
  return sums;
}

/**
 * A product with ones that sums bit counts; only where no sum is rounded.
 *
 * @param operand - the operand that the counts are
 */
export function summedByOnes(
  node: OperationContext,
  [counts, ones]: readonly [TensorId, TensorId],
  axes: readonly number[],
  result: ElementType,
  operand: 0 | 1,
): TensorId | undefined {
  const { b } = node;
  const element = b.element(counts);
  const shape = b.shape(counts);
  const most = elementCount(axes.map((axis) => shape[axis] as number)) * 64;
  const isExact = isInteger(result) || most <= (EXACT_SUMS.get(result) ?? 0);
  if (result !== element || !isExact || b.shape(ones).length !== axes.length) return undefined;
  if (!areCounts(node, counts)) return undefined;
  const value = node.around.target.value(ones);
  if (value === undefined || !toNumbers(value).every((one) => one === 1)) return undefined;
  return summedBits(node, counts, axes, operand);
}

/** True for counted bits of words, converted perhaps. */
function areCounts(node: OperationContext, id: TensorId): boolean {
  const made = producer(node, id);
  if (made?.operator !== convert.name) return made?.operator === bitProduct.name;
  return areCounts(node, made.inputs[0] as TensorId);
}
