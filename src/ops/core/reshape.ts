import { reshaped } from "../../domain/transfer/moving.ts";
import { elementCount, formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { NO_WORK } from "../work.ts";

/**
 * The same elements in another shape.
 *
 * Source: StableHLO `reshape`; ONNX `Reshape`, `Flatten`, `Squeeze`, `Unsqueeze`.
 */
export const reshape: PrimitiveOperator<{ readonly shape: readonly number[] }, 1> = {
  kind: "core",
  name: "reshape",
  arity: 1,
  view: true,
  moves: "all",
  movement: ({ inputs, outputs }) =>
    reshaped((inputs[0] as TensorType).shape, (outputs[0] as TensorType).shape),
  infer([x], { shape }) {
    const valid = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
    if (!valid || elementCount(shape) !== elementCount(x.shape)) {
      const expected = `a shape of ${elementCount(x.shape)} elements`;
      refuse("shape-mismatch", "reshape", expected, formatShape(shape));
    }
    return [{ element: x.element, shape }];
  },
  work: () => NO_WORK,
  evaluate: ([x], site) => [{ type: site.outputs[0] as TensorType, data: x.data }],
};
