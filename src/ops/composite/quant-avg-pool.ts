import { composite } from "../builder.ts";
import { multiply } from "../core/arithmetic.ts";
import { reduceWindowSum } from "../core/reduce-window.ts";
import { floor, round } from "../core/rounding.ts";
import type { WindowAttributes } from "../windows.ts";
import { scalarLike } from "./precision.ts";

export interface QuantAvgPoolAttributes extends WindowAttributes {
  /** Low bits of each sum that are dropped. */
  readonly shift: number;
}

/**
 * Sums of integers over windows, shifted to the right.
 *
 * The sum is rounded to an integer; what the shift drops is rounded down. Source: QONNX 1.0
 * `QuantAvgPool2d`.
 */
export const quantAvgPool = composite<QuantAvgPoolAttributes, 1>({
  name: "QuantAvgPool2d",
  arity: 1,
  build(b, [x], { shift, ...windows }) {
    const sum = b.emit(round, [b.emit(reduceWindowSum, [x], windows)], {});
    if (shift === 0) return [sum];
    return [b.emit(floor, [b.emit(multiply, [sum, scalarLike(b, sum, 2 ** -shift)], {})], {})];
  },
});
