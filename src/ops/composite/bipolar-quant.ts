import { scaledCodes } from "../../domain/transfer/quantizing.ts";
import type { TensorId } from "../../graph/graph.ts";
import { composite } from "../builder.ts";
import { multiply } from "../core/arithmetic.ts";
import { bipolar } from "../rounding-mode.ts";
import { inOneType, quantizeEach } from "./quant.ts";

/**
 * +scale where x is 0 or more, else -scale.
 *
 * Source: QONNX 1.0 `BipolarQuant`.
 */
export const bipolarQuant = composite<object, 2>({
  name: "BipolarQuant",
  arity: 2,
  scalars: quantizeEach,
  values(inputs, site, solver) {
    return [
      scaledCodes({ lo: 0, hi: 1, step: 2, origin: -1 }, "BipolarQuant", inputs, site, solver),
    ];
  },
  build(b, inputs) {
    const [x, scale] = inOneType(b, inputs) as [TensorId, TensorId];
    return [b.emit(multiply, [bipolar(b, x), scale], {})];
  },
});
