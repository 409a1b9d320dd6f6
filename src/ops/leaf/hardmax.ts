import { numbered } from "../../domain/transfer/joining.ts";
import { isFloat } from "../../graph/element-type.ts";
import { zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, normalizeAxis } from "../checks.ts";
import { runsAlong } from "../core/reduce.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { scalarWork } from "../work.ts";

export interface HardmaxAttributes {
  /** Ascending, counted from the front; together they are one line, row-major. */
  readonly axes: readonly number[];
}

/** 1 at the first largest element of every line, 0 elsewhere. Source: ONNX `Hardmax`. */
export const hardmax: PrimitiveOperator<HardmaxAttributes, 1> = {
  kind: "leaf",
  name: "hardmax",
  arity: 1,
  infer([x], { axes }) {
    expectElement("hardmax", x, isFloat, "a float type");
    for (const axis of axes) normalizeAxis("hardmax", axis, x.shape.length);
    return [x];
  },
  work({ inputs, attributes }) {
    const { shape } = inputs[0] as TensorType;
    const length = elementCount(attributes.axes.map((axis) => shape[axis] as number));
    const count = elementCount(shape);
    return scalarWork(count - (length === 0 ? 0 : count / length), "compare");
  },
  values: (_inputs, { outputs: [type] }, solver) => [
    numbered((type as TensorType).element, 1, "hardmax", solver),
  ],
  evaluate([x], { attributes, outputs }) {
    const result = zeros(outputs[0] as TensorType);
    const { starts, steps } = runsAlong(x.type, attributes.axes);
    if (steps.length === 0) return [result];
    for (const start of starts) {
      let best = start + (steps[0] as number);
      for (const step of steps) {
        if ((x.data[start + step] as number) > (x.data[best] as number)) best = start + step;
      }
      result.data[best] = 1 as never;
    }
    return [result];
  },
};
