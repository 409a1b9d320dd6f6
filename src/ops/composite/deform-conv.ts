import { composite } from "../builder.ts";
import { add } from "../core/arithmetic.ts";
import { conv, type DataLayout } from "../core/conv.ts";
import { reshape } from "../core/reshape.ts";
import { type DeformedWindowAttributes, deformedWindows } from "../leaf/deformed-windows.ts";

export interface DeformConvAttributes extends DeformedWindowAttributes {
  readonly groups: number;
  readonly hasBias: boolean;
}

/**
 * Convolution whose windows read where offsets say; inputs are x, kernel, offset, then the bias and
 * the mask that are there.
 *
 * Source: ONNX `DeformConv`.
 */
export const deformConv = composite<DeformConvAttributes, number>({
  name: "DeformConv",
  build(b, inputs, { groups, hasBias, ...windows }) {
    const [x, kernel, offset, ...rest] = inputs as readonly [number, number, number, ...number[]];
    const mask = rest.slice(hasBias ? 1 : 0);
    const seen = b.emit(deformedWindows, [x, offset, ...mask], windows);
    const spatial = windows.window.map((_, i) => i + 2);
    const layout: DataLayout = { batch: 0, feature: 1, spatial };
    const none = spatial.map(() => 0);
    const one = spatial.map(() => 1);
    const product = b.emit(conv, [seen, kernel], {
      data: layout,
      kernel: { output: 0, input: 1, spatial },
      output: layout,
      strides: windows.window,
      padLow: none,
      padHigh: none,
      dataDilation: one,
      kernelDilation: one,
      reversed: spatial.map(() => false),
      groups,
      batchGroups: 1,
      result: b.element(x),
    });
    if (!hasBias) return [product];
    const shape = b.shape(product).map((size, axis) => (axis === 1 ? size : 1));
    const bias = b.emit(reshape, [rest[0] as number], { shape });
    return [b.emit(add, [product, bias], {})];
  },
});
