import type { ElementType } from "../../../graph/element-type.ts";
import type { TensorId } from "../../../graph/graph.ts";
import { roundToFloat } from "../../../graph/small-float.ts";
import type { GraphBuilder } from "../../../ops/builder.ts";
import { subtractZeroPoint } from "../../../ops/composite/zero-point.ts";
import type { OperationContext } from "../lowering/context.ts";
import { type Codes, describe, isCodes, type Meaning } from "../lowering/meaning.ts";
import { isNarrow, type QuantizedType, quantizedTypeOf } from "../lowering/quantized-type.ts";
import { dequantized, quantized, reach, zeroPointOf } from "./codes.ts";

/** What is summed in a contraction. */
export interface Summation {
  /** Products in each sum, of a second operand of that shape. */
  length(rhs: readonly number[]): number;
  /** Where an axis of the second operand lies in the result; undefined where it is summed over. */
  resultAxis(rhs: number): number | undefined;
}

type Product = (lhs: TensorId, rhs: TensorId, result: ElementType) => TensorId;

const MOST = 2 ** 31 - 1;
const SUMS = { storage: "i32", least: -MOST - 1, most: MOST } as const;

/**
 * A contraction of tensors of quantized types; undefined where neither operand is one.
 *
 * Sums of products of codes less their zero points are exact in i32, unless they may leave it: then,
 * and where scales vary along what is summed, real values are multiplied, as they are of a first
 * operand that is not quantized. Padding is the zero point.
 *
 * Source: StableHLO `dequantize_op_quantize`, `hybrid_dequantize_then_op`.
 */
export function quantizedContraction(
  node: OperationContext,
  product: Product,
  sums: Summation,
): Meaning | undefined {
  const [lhs, rhs] = [node.meaning(0), node.meaning(1)];
  if (!isCodes(lhs) && !isCodes(rhs)) return undefined;
  const { b } = node;
  const { element } = node.resultType();
  const result = quantizedTypeOf(element);
  if (!isCodes(rhs)) return node.refuse("invalid-graph", QUANTIZED, describe(rhs));
  if (isCodes(lhs) !== (result !== undefined)) {
    return node.refuse("invalid-graph", BOTH, `${describe(lhs)} and ${element}`);
  }
  if (!isCodes(lhs) || result === undefined) {
    return product(node.tensor(0), dequantized(b, rhs), node.resultElement());
  }
  const accumulated = sumsOf(lhs, rhs, sums, node);
  if (accumulated === undefined) {
    const reals = product(dequantized(b, lhs), dequantized(b, rhs), result.expressed);
    return quantized(b, reals, result);
  }
  const codes = product(centred(b, lhs), centred(b, rhs), "i32");
  return requantized(b, { kind: "quantized", codes, of: accumulated }, result);
}

const QUANTIZED = "a second operand of a quantized type";
const BOTH = "a first operand and a result that are quantized, or neither";

/** The type of sums of products of codes in i32; undefined where they are not exact there. */
function sumsOf(
  { of: lhs }: Codes,
  { of: rhs, codes }: Codes,
  sums: Summation,
  node: OperationContext,
): QuantizedType | undefined {
  const { expressed, axis } = rhs;
  const along = axis === undefined ? undefined : sums.resultAxis(axis);
  const isSummed = lhs.axis !== undefined || (axis !== undefined && along === undefined);
  const isWide = expressed === "f32" || expressed === "f64";
  const most = sums.length(node.b.shape(codes)) * reach(lhs) * reach(rhs);
  if (isSummed || !isWide || most > MOST || node.has("algorithm")) return undefined;
  const single = (scale: number) => roundToFloat(expressed, scale);
  const [scale] = lhs.scales as readonly [number];
  return {
    ...SUMS,
    expressed,
    axis: along,
    scales: rhs.scales.map((each) => single(scale) * single(each)),
    zeroPoints: rhs.scales.map(() => 0),
  };
}

/** Codes less their zero point, as i32. */
function centred(b: GraphBuilder, { codes, of }: Codes): TensorId {
  return subtractZeroPoint(b, codes, zeroPointOf(b, of), of.axis);
}

/** Sums in the type of the result: they are its codes where their scale is its own. */
function requantized(b: GraphBuilder, sums: Codes, result: QuantizedType): Codes {
  const { expressed, axis, scales } = sums.of;
  const isPlain = result.storage === SUMS.storage && !isNarrow(result);
  const sameAxis = result.axis === undefined || result.axis === axis;
  const isSame = scales.every((scale, i) => {
    const own = result.scales[result.axis === undefined ? 0 : i] as number;
    return roundToFloat("f32", scale / own) === 1;
  });
  const isCentred = result.zeroPoints.every((zero) => zero === 0);
  const keeps = isPlain && sameAxis && isSame && isCentred && expressed === result.expressed;
  return keeps ? { ...sums, of: result } : quantized(b, dequantized(b, sums), result);
}
