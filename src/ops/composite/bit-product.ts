import { type ElementType, elementBits } from "../../graph/element-type.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { composite } from "../builder.ts";
import { populationCount } from "../core/bit-counting.ts";
import { convert } from "../core/convert.ts";
import { bitwiseAnd, bitwiseNot, bitwiseXor } from "../core/logic.ts";
import { reduceSum } from "../core/reduce.ts";

export interface BitProductAttributes {
  /** What is 1 for two bits: that they differ, that they are equal, or that both are 1. */
  readonly of: "differing" | "equal" | "both";
  /** Element types that the counts of the words are converted to, one after the other. */
  readonly types: readonly ElementType[];
  /** Axes along which counts of words are summed. */
  readonly axes: readonly number[];
}

/**
 * Products of operands of one bit, as many in a word as it has bits: the words of one axis hold the
 * bits of a vector, and counting those that differ, or agree, is a sum of products of signs.
 *
 * sum over `axes` of popcnt(lhs xor rhs), and so on; both operands are stretched to one shape. Words
 * are what is stored, and the counts and their sums are the accumulation of the products.
 */
export const bitProduct = composite<BitProductAttributes, 2>({
  name: "bitProduct",
  arity: 2,
  build(b, [lhs, rhs], { of, types, axes }) {
    const pairs = b.emit(of === "both" ? bitwiseAnd : bitwiseXor, [lhs, rhs], {});
    const bits = of === "equal" ? b.emit(bitwiseNot, [pairs], {}) : pairs;
    const counts = types.reduce(
      (x, to) => b.emit(convert, [x], { to, saturate: false }),
      b.emit(populationCount, [bits], {}),
    );
    return [axes.length === 0 ? counts : b.emit(reduceSum, [counts], { axes, keepAxes: false })];
  },
  scalars: () => ({}),
  contractions({ attributes: { axes }, inputs }) {
    const { shape, element } = inputs[0] as TensorType;
    const wordBits = elementBits(element);
    const words = elementCount(axes.map((axis) => shape[axis] as number));
    const summed = axes.filter((axis) => (shape[axis] as number) > 1);
    return [
      {
        kind: "product",
        lhs: 0,
        rhs: 1,
        macs: BigInt(elementCount(shape)) * BigInt(wordBits),
        length: words * wordBits,
        lhsAxes: { summed },
        rhsAxes: { summed },
        wordBits,
      },
    ];
  },
});
