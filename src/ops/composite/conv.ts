import { composite } from "../builder.ts";
import { add } from "../core/arithmetic.ts";
import { type ConvAttributes, conv } from "../core/conv.ts";
import { reshape } from "../core/reshape.ts";

/** Convolution, then a bias for each output feature. Source: ONNX `Conv`, `ConvTranspose`. */
export const biasedConv = composite<ConvAttributes, 3>({
  name: "Conv",
  arity: 3,
  build(b, [data, kernel, bias], attributes) {
    const product = b.emit(conv, [data, kernel], attributes);
    const shape = b
      .shape(product)
      .map((size, axis) => (axis === attributes.output.feature ? size : 1));
    return [b.emit(add, [product, b.emit(reshape, [bias], { shape })], {})];
  },
});
