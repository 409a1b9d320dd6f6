import { TRUTH } from "../../domain/interval.ts";
import { step } from "../../domain/solver.ts";
import { boundedValues } from "../../domain/value-set.ts";
import type { TensorId } from "../../graph/graph.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { divide, subtract } from "../core/arithmetic.ts";
import { reduceMaximum, reduceSum } from "../core/reduce.ts";
import { exp, log } from "../core/transcendental.ts";

export interface SoftmaxAttributes {
  /** Counted from the front; together they are one line. */
  readonly axes: readonly number[];
}

/**
 * x less its largest along the axes, the exponential of that, and the sum of those, of bf16 rounded
 * after every addition, as ONNX's reference evaluator has it.
 */
function shifted(b: GraphBuilder, x: TensorId, { axes }: SoftmaxAttributes) {
  const reduction = { axes, keepAxes: true };
  const shift = b.emit(subtract, [x, b.emit(reduceMaximum, [x], reduction)], {});
  const powers = b.emit(exp, [shift], {});
  const stepwise = b.element(x) === "bf16";
  const sum = b.emit(reduceSum, [powers], stepwise ? { ...reduction, stepwise } : reduction);
  return { shift, powers, sum };
}

/** e^(x - max) / sum of e^(x - max), each operation rounded. Source: ONNX `Softmax`. */
export const softmax = composite<SoftmaxAttributes, 1>({
  name: "Softmax",
  arity: 1,
  values: (_inputs, site, solver) => [
    boundedValues(
      (site.outputs[0] as TensorType).element,
      TRUTH,
      step(solver, "bounds", "shares of 1"),
    ),
  ],
  build(b, [x], attributes) {
    const { powers, sum } = shifted(b, x, attributes);
    return [b.emit(divide, [powers, sum], {})];
  },
});

/** x - max - ln(sum of e^(x - max)), each operation rounded. Source: ONNX `LogSoftmax`. */
export const logSoftmax = composite<SoftmaxAttributes, 1>({
  name: "LogSoftmax",
  arity: 1,
  build(b, [x], attributes) {
    const { shift, sum } = shifted(b, x, attributes);
    return [b.emit(subtract, [shift, b.emit(log, [sum], {})], {})];
  },
});
