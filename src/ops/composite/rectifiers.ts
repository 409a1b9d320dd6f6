import { isInteger, isSigned } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { expectShape } from "../checks.ts";
import { add, multiply, subtract } from "../core/arithmetic.ts";
import { less } from "../core/comparison.ts";
import { select } from "../core/select.ts";
import { scalarLike } from "./precision.ts";

/** x where it is not negative, else slope x x. */
function sloped(b: GraphBuilder, x: TensorId, slope: TensorId): TensorId {
  const product = b.emit(multiply, [slope, x], {});
  const negative = b.emit(less, [x, scalarLike(b, x, 0)], {});
  return b.emit(select, [negative, product, x], {});
}

/** x, or alpha x x below 0. Source: ONNX `LeakyRelu`. */
export const leakyRelu = composite<{ readonly alpha: number }, 1>({
  name: "LeakyRelu",
  arity: 1,
  build: (b, [x], { alpha }) => [sloped(b, x, scalarLike(b, x, alpha))],
});

/** x, or slope x x below 0; the slope stretches to the shape of x. Source: ONNX `PRelu`. */
export const prelu = composite<object, 2>({
  name: "PRelu",
  arity: 2,
  build(b, [x, slope]) {
    const result = sloped(b, x, slope);
    expectShape("PRelu", "x and a slope that stretches to x, together", b.type(result), b.shape(x));
    return [result];
  },
});

/** x above alpha, else 0. Source: ONNX `ThresholdedRelu`. */
export const thresholdedRelu = composite<{ readonly alpha: number }, 1>({
  name: "ThresholdedRelu",
  arity: 1,
  build(b, [x], { alpha }) {
    const above = b.emit(less, [scalarLike(b, x, alpha), x], {});
    return [b.emit(select, [above, x, scalarLike(b, x, 0)], {})];
  },
});

/**
 * x + bias below -lambd, x - bias above lambd, else 0. For integers both are truncated; unsigned
 * ones are never below.
 *
 * Source: ONNX `Shrink`.
 */
export const shrink = composite<{ readonly bias: number; readonly lambd: number }, 1>({
  name: "Shrink",
  arity: 1,
  build(b, [x], { bias, lambd }) {
    const shift = scalarLike(b, x, bias);
    const above = b.emit(less, [scalarLike(b, x, lambd), x], {});
    const lowered = b.emit(subtract, [x, shift], {});
    const rest = b.emit(select, [above, lowered, scalarLike(b, x, 0)], {});
    const element = b.element(x);
    if (isInteger(element) && !isSigned(element)) return [rest];
    const below = b.emit(less, [x, scalarLike(b, x, -lambd)], {});
    return [b.emit(select, [below, b.emit(add, [x, shift], {}), rest], {})];
  },
});
