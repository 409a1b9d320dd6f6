import { isFloat } from "../../graph/element-type.ts";
import { elementCount, formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, refuse } from "../checks.ts";
import { doublesOf, roundedTensor, zeroDoubles } from "../doubles.ts";
import type { PrimitiveOperator, Site } from "../operator.ts";
import {
  type AxisSampling,
  coordinateIn,
  product,
  type SampleMode,
  type SamplePadding,
  sampled,
  TAPS,
  tapsAt,
} from "../sampling.ts";
import { stridesOf } from "../shapes.ts";
import type { Work } from "../work.ts";

export interface GridSampleAttributes {
  readonly mode: SampleMode;
  readonly padding: SamplePadding;
  readonly alignCorners: boolean;
}

function check(x: TensorType, grid: TensorType): void {
  expectElement("gridSample", x, isFloat, "a float type");
  expectElement("gridSample", grid, isFloat, "a float type");
  const axes = x.shape.length - 2;
  if (x.shape.slice(2).includes(0)) {
    refuse("shape-mismatch", "gridSample", "elements to sample", formatShape(x.shape));
  }
  const fits = grid.shape.length === axes + 2 && grid.shape.at(-1) === axes;
  if (axes > 0 && fits && grid.shape[0] === x.shape[0]) return;
  const expected = `a grid [${x.shape[0]}, ..., ${axes}] of rank ${axes + 2}`;
  refuse("shape-mismatch", "gridSample", expected, formatShape(grid.shape));
}

/** Coordinates are a multiply and an add each; the weights of a position are shared by channels. */
function work({ attributes, inputs, outputs }: Site<GridSampleAttributes>): Work {
  const axes = (inputs[0] as TensorType).shape.length - 2;
  const count = BigInt(elementCount((outputs[0] as TensorType).shape));
  const coordinates = BigInt(elementCount((inputs[1] as TensorType).shape));
  const taps = BigInt(TAPS[attributes.mode] ** axes);
  const multiply = attributes.mode === "nearest" ? 0n : count * taps;
  const round = attributes.mode === "nearest" ? { round: coordinates } : {};
  return {
    contractions: [],
    scalars: {
      multiply: multiply + coordinates,
      add: count * (taps - 1n) + coordinates,
      ...round,
    },
  };
}

/**
 * Elements of x [N, C, ...spatial] at the positions of grid [N, ...positions, axes], each from -1 to
 * 1 along its axis, the last axis first; output [N, C, ...positions].
 *
 * Computed in f64, coordinates of floats up to 32 bits rounded to f32; the sum goes over the
 * neighbours in row-major order and is rounded once. Weights are not counted.
 *
 * Source: ONNX `GridSample`.
 */
export const gridSample: PrimitiveOperator<GridSampleAttributes, 2> = {
  kind: "leaf",
  name: "gridSample",
  arity: 2,
  infer([x, grid]) {
    check(x, grid);
    return [{ element: x.element, shape: [...x.shape.slice(0, 2), ...grid.shape.slice(1, -1)] }];
  },
  work,
  evaluate([x, grid], { attributes, outputs }) {
    const type = outputs[0] as TensorType;
    const [batch, channels, ...spatial] = x.type.shape as readonly [number, number, ...number[]];
    const axes = spatial.map((size): AxisSampling => ({ size, ...attributes }));
    const [data, positions] = [doublesOf(x), doublesOf(grid)];
    const round = grid.type.element === "f64" ? (v: number) => v : Math.fround;
    const strides = stridesOf(spatial);
    const area = elementCount(spatial);
    const count = elementCount(grid.type.shape.slice(1, -1));
    const result = zeroDoubles(type);
    for (let n = 0; n < batch; n++) {
      for (let p = 0; p < count; p++) {
        const at = (n * count + p) * axes.length;
        const taps = axes.map((axis, i) =>
          tapsAt(round(coordinateIn(positions[at + axes.length - 1 - i] as number, axis)), axis),
        );
        const neighbours = product(taps, strides);
        for (let c = 0; c < channels; c++) {
          const plane = n * channels + c;
          result[plane * count + p] = sampled(data, plane * area, neighbours);
        }
      }
    }
    return [roundedTensor(type, result)];
  },
};
