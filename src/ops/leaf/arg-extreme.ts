import { numbered } from "../../domain/transfer/joining.ts";
import { zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, isNumeric, normalizeAxis, refuse } from "../checks.ts";
import { runsAlong } from "../core/reduce.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { scalarWork } from "../work.ts";

export interface ArgExtremeAttributes {
  readonly axis: number;
  readonly keepAxis: boolean;
  /** Of equal elements the last one instead of the first. */
  readonly last: boolean;
}

type Ordered = number | bigint;

/** Index of the element along an axis that comes before the others; NaN comes before numbers. */
function argExtreme(
  name: string,
  before: (x: Ordered, y: Ordered) => boolean,
): PrimitiveOperator<ArgExtremeAttributes, 1> {
  return {
    kind: "leaf",
    name,
    arity: 1,
    infer([x], { axis, keepAxis }) {
      expectElement(name, x, isNumeric, "a numeric type");
      const at = normalizeAxis(name, axis, x.shape.length);
      if (x.shape[at] === 0) refuse("shape-mismatch", name, "elements along the axis", "none");
      const shape = x.shape.flatMap((size, i) => (i !== at ? [size] : keepAxis ? [1] : []));
      return [{ element: "i64", shape }];
    },
    work({ inputs, outputs, attributes }) {
      const { shape } = inputs[0] as TensorType;
      const length = shape[normalizeAxis(name, attributes.axis, shape.length)] as number;
      return scalarWork(elementCount((outputs[0] as TensorType).shape) * (length - 1), "compare");
    },
    values(_inputs, { attributes, inputs }, solver) {
      const { shape } = inputs[0] as TensorType;
      const length = shape[normalizeAxis(name, attributes.axis, shape.length)] as number;
      return [numbered("i64", length - 1, name, solver)];
    },
    evaluate([x], { attributes, outputs }) {
      const result = zeros(outputs[0] as TensorType);
      const axis = normalizeAxis(name, attributes.axis, x.type.shape.length);
      const { starts, steps } = runsAlong(x.type, [axis]);
      const replaces = attributes.last
        ? (x: Ordered, best: Ordered) => !precedes(before, best, x)
        : (x: Ordered, best: Ordered) => precedes(before, x, best);
      for (let r = 0; r < starts.length; r++) {
        const at = (i: number) => x.data[(starts[r] as number) + (steps[i] as number)] as Ordered;
        let best = 0;
        for (let i = 1; i < steps.length; i++) if (replaces(at(i), at(best))) best = i;
        result.data[r] = BigInt(best) as never;
      }
      return [result];
    },
  };
}

function precedes(before: (x: Ordered, y: Ordered) => boolean, x: Ordered, y: Ordered): boolean {
  return before(x, y) || (Number.isNaN(x) && !Number.isNaN(y));
}

/** Index of the largest element along an axis. Source: ONNX `ArgMax`. */
export const argMaximum = argExtreme("argMaximum", (x, y) => x > y);
/** Index of the smallest element along an axis. Source: ONNX `ArgMin`. */
export const argMinimum = argExtreme("argMinimum", (x, y) => x < y);
