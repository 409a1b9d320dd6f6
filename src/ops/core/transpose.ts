import { transposed } from "../../domain/transfer/moving.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import { take } from "../move.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { offsets, stridesOf } from "../shapes.ts";
import { NO_WORK } from "../work.ts";

/**
 * Axes in a new order: output axis i is input axis `permutation[i]`.
 *
 * Source: StableHLO `transpose`; ONNX `Transpose`.
 */
export const transpose: PrimitiveOperator<{ readonly permutation: readonly number[] }, 1> = {
  kind: "core",
  name: "transpose",
  arity: 1,
  moves: "all",
  movement: ({ attributes }) => transposed(attributes.permutation),
  infer([x], { permutation }) {
    const sorted = [...permutation].sort((a, b) => a - b);
    if (permutation.length !== x.shape.length || sorted.some((axis, i) => axis !== i)) {
      const expected = `a permutation of ${x.shape.length} axes`;
      refuse("invalid-attribute", "transpose", expected, `${permutation}`);
    }
    return [{ element: x.element, shape: permutation.map((axis) => x.shape[axis] as number) }];
  },
  work: () => NO_WORK,
  evaluate([x], { attributes, outputs }) {
    const type = outputs[0] as TensorType;
    const strides = stridesOf(x.type.shape);
    const from = offsets(
      type.shape,
      attributes.permutation.map((axis) => strides[axis] as number),
    );
    return [take(x, type, from)];
  },
};
