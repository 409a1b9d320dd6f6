import { isFloat } from "../../graph/element-type.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, expectOneElement, expectShape, refuse } from "../checks.ts";
import { doublesOf, roundedTensor, roundingTo, zeroDoubles } from "../doubles.ts";
import type { PrimitiveOperator, Site } from "../operator.ts";
import { type AxisSampling, product, sampled, tapsAt } from "../sampling.ts";
import { stridesOf } from "../shapes.ts";
import { expectWindows, type WindowAttributes, windowPositions } from "../windows.ts";
import type { Work } from "../work.ts";

/** The lists have one entry for each spatial axis. */
export interface DeformedWindowAttributes extends WindowAttributes {
  /** Channels are split into so many groups, each with its own offsets. */
  readonly offsetGroups: number;
}

const NAME = "deformedWindows";

function outputSizes(x: TensorType, a: DeformedWindowAttributes): readonly number[] {
  return x.shape.slice(2).map((size, i) => windowPositions(size, i, a));
}

function work({ attributes: { window }, inputs, outputs }: Site<DeformedWindowAttributes>): Work {
  const count = BigInt(elementCount((outputs[0] as TensorType).shape));
  const coordinates = BigInt(elementCount((inputs[1] as TensorType).shape));
  const taps = 2n ** BigInt(window.length);
  const masked = inputs.length > 2 ? count : 0n;
  return {
    contractions: [],
    scalars: { multiply: count * taps + masked, add: count * (taps - 1n) + coordinates },
  };
}

/**
 * What the windows of a deformable convolution see, side by side: a convolution with stride = window
 * makes the products.
 *
 * x [N, C, ...], offset [N, groups x window x axes, ...output], mask [N, groups x window, ...output]
 * where there is one; result [N, C, ...(output x window)]. An element is interpolated linearly, 0
 * outside x, in f64; it is rounded, and again after the mask.
 *
 * Source: ONNX `DeformConv`.
 */
export const deformedWindows: PrimitiveOperator<DeformedWindowAttributes> = {
  kind: "leaf",
  name: NAME,
  infer(inputs, a) {
    const [x, offset, mask] = inputs as readonly [TensorType, TensorType, TensorType?];
    expectElement(NAME, x, isFloat, "a float type");
    expectOneElement(NAME, inputs);
    const axes = a.window.length;
    expectWindows(NAME, axes, a);
    const [batch, channels] = x.shape as readonly [number, number];
    if (x.shape.length !== axes + 2 || channels % a.offsetGroups !== 0) {
      const expected = `rank ${axes + 2} and channels that ${a.offsetGroups} groups divide`;
      refuse("shape-mismatch", NAME, expected, `${x.shape}`);
    }
    const output = outputSizes(x, a);
    const taps = a.offsetGroups * elementCount(a.window);
    expectShape(NAME, "offsets", offset, [batch, taps * axes, ...output]);
    if (mask !== undefined) expectShape(NAME, "a mask", mask, [batch, taps, ...output]);
    const spatial = output.map((size, i) => size * (a.window[i] as number));
    return [{ element: x.element, shape: [batch, channels, ...spatial] }];
  },
  work,
  evaluate(inputs, { attributes: a, outputs }) {
    const [x, offset, mask] = inputs.map(doublesOf) as [Float64Array, Float64Array, Float64Array?];
    const xType = inputs[0]?.type as TensorType;
    const type = outputs[0] as TensorType;
    const [batch, channels, ...spatial] = xType.shape as readonly [number, number, ...number[]];
    const axes = spatial.map(
      (size): AxisSampling => ({ size, mode: "linear", padding: "zeros", alignCorners: true }),
    );
    const output = outputSizes(xType, a);
    const [places, taps] = [elementCount(output), elementCount(a.window)];
    const [from, to] = [stridesOf(spatial), stridesOf(type.shape.slice(2))];
    const [area, resultArea] = [elementCount(spatial), elementCount(type.shape.slice(2))];
    const perGroup = channels / a.offsetGroups;
    const round = roundingTo(type.element);
    const result = zeroDoubles(type);
    for (let row = 0; row < batch * a.offsetGroups * taps; row++) {
      const [image, tap] = [Math.floor(row / taps), row % taps];
      const window = indexIn(a.window, tap);
      for (let place = 0; place < places; place++) {
        const at = indexIn(output, place);
        const neighbours = product(
          axes.map((axis, i) => {
            const moved = offset[(row * axes.length + i) * places + place] as number;
            const base =
              (at[i] as number) * (a.strides[i] as number) -
              (a.padLow[i] as number) +
              (window[i] as number) * (a.dilations[i] as number);
            return tapsAt(base + moved, axis);
          }),
          from,
        );
        const target = at.reduce(
          (sum, index, i) =>
            sum + (index * (a.window[i] as number) + (window[i] as number)) * (to[i] as number),
          0,
        );
        for (let c = 0; c < perGroup; c++) {
          const plane = image * perGroup + c;
          const value = round(sampled(x, plane * area, neighbours));
          const weight = mask === undefined ? 1 : (mask[row * places + place] as number);
          result[plane * resultArea + target] = value * weight;
        }
      }
    }
    return [roundedTensor(type, result)];
  },
};

/** The index of element `at` of a shape, row-major. */
function indexIn(shape: readonly number[], at: number): readonly number[] {
  const strides = stridesOf(shape);
  return shape.map((size, axis) => Math.floor(at / (strides[axis] as number)) % size);
}
