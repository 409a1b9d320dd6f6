import { clipped } from "../../domain/transfer/clipping.ts";
import type { Tensor } from "../../graph/tensor.ts";
import {
  elementCount,
  equalShapes,
  formatShape,
  type TensorType,
} from "../../graph/tensor-type.ts";
import { expectElement, expectOneElement, isNumeric, refuse } from "../checks.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { scalarWork } from "../work.ts";
import { maximum, minimum } from "./arithmetic.ts";

/**
 * min(max(x, lower), upper): where lower > upper everything is upper; NaN stays NaN.
 *
 * Inputs x, lower, upper; a bound has one element or the shape of x.
 *
 * Source: ONNX `Clip`; StableHLO `clamp`.
 */
export const clip: PrimitiveOperator<object, 3> = {
  kind: "core",
  name: "clip",
  arity: 3,
  steering: [1, 2],
  infer(inputs) {
    const [x, ...bounds] = inputs;
    expectOneElement("clip", inputs);
    expectElement("clip", x, isNumeric, "a numeric type");
    for (const { shape } of bounds) {
      if (elementCount(shape) !== 1 && !equalShapes(shape, x.shape)) {
        const expected = `bounds of one element or of shape ${formatShape(x.shape)}`;
        refuse("shape-mismatch", "clip", expected, formatShape(shape));
      }
    }
    return [x];
  },
  work: (site) =>
    scalarWork(elementCount((site.outputs[0] as TensorType).shape), "compare", "compare"),
  values: (inputs, site, solver) => [clipped(inputs, site, solver)],
  evaluate([x, lower, upper], site) {
    const [raised] = maximum.evaluate([x, lower], site);
    return minimum.evaluate([raised as Tensor, upper], site);
  },
};
