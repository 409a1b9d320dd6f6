import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { divide, multiply } from "../core/arithmetic.ts";
import { less } from "../core/comparison.ts";
import { select } from "../core/select.ts";
import { expm1 } from "../core/transcendental.ts";
import { scalarLike } from "./precision.ts";

/**
 * x, or alpha x (e^x - 1) below 0.
 *
 * e^x - 1 is rounded once, as ONNX's own results have it: its function bodies round e^x first and
 * lose most bits of a narrow type near 0. The other operations are rounded one by one.
 */
function exponentialUnit(b: GraphBuilder, x: TensorId, alpha: number): TensorId {
  const negative = b.emit(less, [x, scalarLike(b, x, 0)], {});
  const below = b.emit(multiply, [scalarLike(b, x, alpha), b.emit(expm1, [x], {})], {});
  return b.emit(select, [negative, below, x], {});
}

/** x, or alpha x (e^x - 1) below 0. Source: ONNX `Elu`. */
export const elu = composite<{ readonly alpha: number }, 1>({
  name: "Elu",
  arity: 1,
  build: (b, [x], { alpha }) => [exponentialUnit(b, x, alpha)],
});

/** alpha x Elu(x / alpha). Source: ONNX `Celu`. */
export const celu = composite<{ readonly alpha: number }, 1>({
  name: "Celu",
  arity: 1,
  build(b, [x], { alpha }) {
    const factor = scalarLike(b, x, alpha);
    const unit = exponentialUnit(b, b.emit(divide, [x, factor], {}), 1);
    return [b.emit(multiply, [factor, unit], {})];
  },
});

/** gamma x Elu(x). Source: ONNX `Selu`. */
export const selu = composite<{ readonly alpha: number; readonly gamma: number }, 1>({
  name: "Selu",
  arity: 1,
  build: (b, [x], { alpha, gamma }) => [
    b.emit(multiply, [scalarLike(b, x, gamma), exponentialUnit(b, x, alpha)], {}),
  ],
});
