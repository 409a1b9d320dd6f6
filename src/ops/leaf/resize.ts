import { integerRange, isFloat } from "../../graph/element-type.ts";
import { type NumberCarrier, type Tensor, zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, isNumeric } from "../checks.ts";
import { finisher } from "../elementwise.ts";
import { roundHalfEven } from "../math/rounding.ts";
import type { PrimitiveOperator, Site } from "../operator.ts";
import { coordinateOf, expectResampling, isUntouched, type Resampling } from "../resampling.ts";
import type { Work } from "../work.ts";

export interface ResizeAttributes extends Resampling {
  readonly kernel: "linear" | "cubic";
  /** The cubic kernel's coefficient. */
  readonly a: number;
  /** Stretches the kernel where there are fewer elements than before. */
  readonly antialias: boolean;
  /** Neighbours outside the input get weight 0, instead of being the nearest one inside. */
  readonly excludeOutside: boolean;
}

/** The neighbours that an output element is made of along one axis, and their weights. */
interface Sample {
  readonly indices: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Another resolution by linear or cubic interpolation, one axis after the other.
 *
 * Weights and sums are f64, rounded once at the end; integers round to even and saturate. Counted as
 * one multiply for each neighbour of each axis that changes, and one add less.
 *
 * Source: ONNX `Resize`, `Upsample`.
 */
export const resize: PrimitiveOperator<ResizeAttributes, 1> = {
  kind: "leaf",
  name: "resize",
  arity: 1,
  infer([x], attributes) {
    expectElement("resize", x, isNumeric, "a numeric type");
    expectResampling("resize", x.shape, attributes);
    return [{ element: x.element, shape: attributes.shape }];
  },
  work,
  evaluate([x], { attributes, outputs }) {
    let current: Pass = {
      data: Float64Array.from(x.data as NumberCarrier, Number),
      shape: x.type.shape,
    };
    x.type.shape.forEach((size, axis) => {
      if (!isUntouched(axis, size, attributes)) current = resample(current, axis, attributes);
    });
    return [stored(current.data, outputs[0] as TensorType)];
  },
};

function work({ attributes, inputs }: Site<ResizeAttributes>): Work {
  const shape = [...(inputs[0] as TensorType).shape];
  let multiply = 0;
  let add = 0;
  (inputs[0] as TensorType).shape.forEach((size, axis) => {
    if (isUntouched(axis, size, attributes)) return;
    shape[axis] = attributes.shape[axis] as number;
    const { offsets } = kernelAlong(axis, attributes);
    multiply += elementCount(shape) * offsets.length;
    add += elementCount(shape) * (offsets.length - 1);
  });
  return { contractions: [], scalars: { multiply: BigInt(multiply), add: BigInt(add) } };
}

interface Pass {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

function resample({ data, shape }: Pass, axis: number, a: ResizeAttributes): Pass {
  const size = shape[axis] as number;
  const count = a.shape[axis] as number;
  const inner = elementCount(shape.slice(axis + 1));
  const outer = elementCount(shape.slice(0, axis));
  const result = new Float64Array(outer * count * inner);
  for (let index = 0; index < count; index++) {
    const sample = sampleAt(index, axis, size, a);
    for (let o = 0; o < outer; o++) {
      const to = (o * count + index) * inner;
      if (sample === undefined) result.fill(a.extrapolation, to, to + inner);
      sample?.indices.forEach((source, tap) => {
        const weight = sample.weights[tap] as number;
        const from = (o * size + source) * inner;
        for (let i = 0; i < inner; i++) {
          result[to + i] = (result[to + i] as number) + weight * (data[from + i] as number);
        }
      });
    }
  }
  return { data: result, shape: shape.with(axis, count) };
}

function sampleAt(
  index: number,
  axis: number,
  size: number,
  a: ResizeAttributes,
): Sample | undefined {
  const coordinate = coordinateOf(index, axis, size, a);
  if (coordinate === undefined) return undefined;
  const first = Math.floor(coordinate);
  const { offsets, weightAt, normalized } = kernelAlong(axis, a);
  const indices = offsets.map((offset) => first + offset);
  let weights = offsets.map((offset) => weightAt(offset - (coordinate - first)));
  if (a.excludeOutside) {
    weights = weights.map((weight, tap) => {
      const at = indices[tap] as number;
      return at < 0 || at >= size ? 0 : weight;
    });
  }
  if (a.excludeOutside || normalized) {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    weights = weights.map((weight) => (sum === 0 ? weight : weight / sum));
  }
  return { indices: indices.map((at) => Math.max(0, Math.min(size - 1, at))), weights };
}

/** The neighbours of a kernel, counted from the one below, and the weight at a distance. */
function kernelAlong(axis: number, { kernel, a, antialias, scales }: ResizeAttributes) {
  const stretch = antialias ? Math.min(1, scales[axis] as number) : 1;
  const reach = kernel === "linear" ? 1 : 2;
  const first = Math.floor(-reach / stretch) + 1;
  const weightOf = kernel === "linear" ? linear : cubic(a);
  return {
    offsets: Array.from({ length: 2 - 2 * first }, (_, i) => first + i),
    weightAt: (distance: number) => weightOf(Math.abs(distance * stretch)),
    normalized: antialias,
  };
}

function linear(distance: number): number {
  return Math.max(0, 1 - distance);
}

/** Source: Keys, Cubic convolution interpolation (1981), equation 4. */
function cubic(a: number): (distance: number) => number {
  return (x) => {
    if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
  };
}

function stored(data: Float64Array, type: TensorType): Tensor {
  const result = zeros(type);
  if (isFloat(type.element)) {
    const finish = finisher(type.element) ?? ((x: number) => x);
    for (let i = 0; i < data.length; i++) result.data[i] = finish(data[i] as number) as never;
    return result;
  }
  const [lo, hi] = integerRange(type.element).map(Number) as [number, number];
  const big = type.element === "i64" || type.element === "u64";
  for (let i = 0; i < data.length; i++) {
    const value = Math.max(lo, Math.min(hi, roundHalfEven(data[i] as number)));
    result.data[i] = (big ? BigInt(value) : value) as never;
  }
  return result;
}
