import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import { add } from "../core/arithmetic.ts";
import { type ConvAttributes, conv } from "../core/conv.ts";
import { reshape } from "../core/reshape.ts";
import { transpose } from "../core/transpose.ts";

/**
 * Transposed convolution, and a bias for each output feature where there is one.
 *
 * The attributes are those of the convolution that it is: data dilated by the strides, window read
 * backwards, for a kernel [C, F / groups, ...window].
 *
 * Source: ONNX `ConvTranspose`.
 */
export const convTranspose = composite<ConvAttributes, number>({
  name: "ConvTranspose",
  build(b, inputs, attributes) {
    const [data, kernel, bias] = inputs as readonly [number, number, number | undefined];
    const grouped = groupedKernel(b, kernel, attributes.groups);
    const product = b.emit(conv, [data, grouped], attributes);
    if (bias === undefined) return [product];
    const shape = b
      .shape(product)
      .map((size, axis) => (axis === attributes.output.feature ? size : 1));
    return [b.emit(add, [product, b.emit(reshape, [bias], { shape })], {})];
  },
});

/** [groups x C, F, ...window] as [C, groups x F, ...window], where there are groups. */
function groupedKernel(b: GraphBuilder, kernel: TensorId, groups: number): TensorId {
  if (groups === 1) return kernel;
  const [inputs, outputs, ...window] = b.shape(kernel) as [number, number, ...number[]];
  const apart = [groups, inputs / groups, outputs, ...window];
  const permutation = [1, 0, ...apart.slice(2).map((_, i) => i + 2)];
  const ordered = b.emit(transpose, [b.emit(reshape, [kernel], { shape: apart })], { permutation });
  return b.emit(reshape, [ordered], { shape: [inputs / groups, groups * outputs, ...window] });
}
