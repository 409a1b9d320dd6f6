import { listed } from "../../domain/transfer/joining.ts";
import { isFloat } from "../../graph/element-type.ts";
import { zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, expectShape, isNumeric, refuse } from "../checks.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { scalarWork } from "../work.ts";

export interface OneHotAttributes {
  readonly depth: number;
  /** Where the new axis comes to stand, counted from the front. */
  readonly axis: number;
}

/**
 * For each index a run of `depth` values: the second of two where the index points, else the first.
 *
 * Negative indices count from the end; out of range nothing is set. Floats are truncated.
 *
 * Source: ONNX `OneHot`. Counted as the comparisons that JAX writes it as.
 */
export const oneHot: PrimitiveOperator<OneHotAttributes, 2> = {
  kind: "core",
  name: "oneHot",
  arity: 2,
  infer([indices, values], { depth, axis }) {
    expectElement("oneHot", indices, isNumeric, "numeric indices");
    expectShape("oneHot", "values", values, [2]);
    if (!Number.isSafeInteger(depth) || depth < 0 || axis < 0 || axis > indices.shape.length) {
      refuse("invalid-attribute", "oneHot", "a depth and an axis in range", `${depth} and ${axis}`);
    }
    return [{ element: values.element, shape: indices.shape.toSpliced(axis, 0, depth) }];
  },
  work: (site) => scalarWork(elementCount((site.outputs[0] as TensorType).shape), "compare"),
  values: (_inputs, site, solver) => [listed(solver.constant(1), "one-hot", site, solver)],
  evaluate([indices, values], { attributes: { depth, axis }, outputs }) {
    const result = zeros(outputs[0] as TensorType);
    const [off, on] = values.data;
    result.data.fill(off as never);
    const inner = elementCount(indices.type.shape.slice(axis));
    const cut = isFloat(indices.type.element) ? Math.trunc : Number;
    for (let i = 0; i < indices.data.length; i++) {
      const index = cut(Number(indices.data[i]));
      const place = index < 0 ? index + depth : index;
      if (place < 0 || place >= depth) continue;
      const outer = Math.floor(i / inner);
      result.data[(outer * depth + place) * inner + (i % inner)] = on as never;
    }
    return [result];
  },
};
