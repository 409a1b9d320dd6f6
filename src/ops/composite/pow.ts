import { composite } from "../builder.ts";
import { power } from "../core/power.ts";
import { inType } from "./precision.ts";

/**
 * Integers to the power of floats: computed in f64 and truncated to the integer type.
 *
 * Source: ONNX `Pow`, whose result has the type of the base.
 */
export const mixedPow = composite<object, 2>({
  name: "Pow",
  arity: 2,
  build: (b, [x, y]) => [inType(b, b.emit(power, [inType(b, x, "f64"), y], {}), b.element(x))],
});
