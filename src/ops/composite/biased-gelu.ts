import { composite } from "../builder.ts";
import { add } from "../core/arithmetic.ts";
import { gelu } from "./gates.ts";

/** Gelu(x + bias). Source: onnxruntime `com.microsoft.BiasGelu`, `FastGelu`. */
export const biasedGelu = composite<{ readonly approximate: "none" | "tanh" }, 2>({
  name: "BiasGelu",
  arity: 2,
  build: (b, [x, bias], attributes) => [b.emit(gelu, [b.emit(add, [x, bias], {})], attributes)],
});
