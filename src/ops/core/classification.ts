import { truthValues } from "../../domain/transfer/conversion.ts";
import { isFloat } from "../../graph/element-type.ts";
import { zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement } from "../checks.ts";
import { mapElements } from "../elementwise.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { scalarWork } from "../work.ts";

/** Which infinities count. */
export interface InfinityAttributes {
  readonly negative: boolean;
  readonly positive: boolean;
}

/** A question about each element of a float tensor. */
function classification<A>(
  name: string,
  holds: (attributes: A) => (x: number) => boolean,
): PrimitiveOperator<A, 1> {
  return {
    kind: "core",
    name,
    arity: 1,
    elementwise: true,
    infer([x]) {
      expectElement(name, x, isFloat, "a float type");
      return [{ element: "bool", shape: x.shape }];
    },
    work: (site) => scalarWork(elementCount((site.outputs[0] as TensorType).shape), "compare"),
    values: (_inputs, site, solver) => [truthValues(site, solver, name)],
    evaluate([x], { attributes, outputs }) {
      const result = zeros(outputs[0] as TensorType);
      const test = holds(attributes);
      mapElements((value) => (test(value) ? 1 : 0), x.data, result.data);
      return [result];
    },
  };
}

/** Whether an element is neither infinite nor NaN. Source: StableHLO `is_finite`. */
export const isFiniteNumber = classification<object>("isFiniteNumber", () => Number.isFinite);

/** Whether an element is NaN. Source: ONNX `IsNaN`. */
export const isNan = classification<object>("isNan", () => Number.isNaN);

/** Whether an element is one of the infinities asked for. Source: ONNX `IsInf`; CHLO `is_inf`, `is_pos_inf`, `is_neg_inf`. */
export const isInfinite = classification<InfinityAttributes>(
  "isInfinite",
  ({ negative, positive }) =>
    (x) =>
      (positive && x === Number.POSITIVE_INFINITY) || (negative && x === Number.NEGATIVE_INFINITY),
);
