import { composite } from "../builder.ts";
import { expectShape } from "../checks.ts";
import { multiply } from "../core/arithmetic.ts";
import { swish } from "./gates.ts";

/** Swish(x) x y, of equal shapes, each operation rounded. Source: ONNX `SwiGLU`. */
export const swiglu = composite<{ readonly alpha: number }, 2>({
  name: "SwiGLU",
  arity: 2,
  build(b, [x, y], attributes) {
    expectShape("SwiGLU", "factors", b.type(y), b.shape(x));
    return [b.emit(multiply, [b.emit(swish, [x], attributes), y], {})];
  },
});
