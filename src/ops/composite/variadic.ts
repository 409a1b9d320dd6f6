import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { add, divide, maximum, minimum } from "../core/arithmetic.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { scalarLike } from "./precision.ts";

/** One after the other from the left, broadcasting, each step rounded. */
function folded(
  b: GraphBuilder,
  operator: PrimitiveOperator<object, 2>,
  inputs: readonly TensorId[],
): TensorId {
  return inputs.reduce((left, right) => b.emit(operator, [left, right], {}));
}

/** Larger of any number. Source: ONNX `Max`. */
export const maxOfAll = composite<object, number>({
  name: "Max",
  build: (b, inputs) => [folded(b, maximum, inputs)],
});

/** Smaller of any number. Source: ONNX `Min`. */
export const minOfAll = composite<object, number>({
  name: "Min",
  build: (b, inputs) => [folded(b, minimum, inputs)],
});

/** Sum of any number. Source: ONNX `Sum`. */
export const sumOfAll = composite<object, number>({
  name: "Sum",
  build: (b, inputs) => [folded(b, add, inputs)],
});

/** Their sum divided by their number. Source: ONNX `Mean`. */
export const meanOfAll = composite<object, number>({
  name: "Mean",
  build(b, inputs) {
    const sum = folded(b, add, inputs);
    return [b.emit(divide, [sum, scalarLike(b, sum, inputs.length)], {})];
  },
});
