import { declaredCodes, usableScale } from "../../domain/quantized.ts";
import { uniform } from "../../domain/solver.ts";
import type { TensorId } from "../../graph/graph.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
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
  values(_inputs, site, solver) {
    const scale = usableScale(uniform(solver, 1));
    const grid = { lo: 0, hi: 1, scale: scale === null ? null : 2 * scale, zero: 0.5 };
    const { element } = site.outputs[0] as TensorType;
    return [declaredCodes(element, grid, `BipolarQuant at ${solver.place}`)];
  },
  build(b, inputs) {
    const [x, scale] = inOneType(b, inputs) as [TensorId, TensorId];
    return [b.emit(multiply, [bipolar(b, x), scale], {})];
  },
});
