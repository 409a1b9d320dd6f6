import { isFloat } from "../../graph/element-type.ts";
import type { Tensor } from "../../graph/tensor.ts";
import {
  elementCount,
  equalShapes,
  formatShape,
  type TensorType,
} from "../../graph/tensor-type.ts";
import { expectElement, expectOneElement, refuse } from "../checks.ts";
import { doublesOf, roundedTensor } from "../doubles.ts";
import { type Complex, complexZeros } from "../fft/complex.ts";
import { halfLength, type LineTransform, lineTransform } from "../fft/transforms.ts";
import { fourierWork } from "../fft/work.ts";
import type { PrimitiveOperator } from "../operator.ts";
import type { Work } from "../work.ts";

export interface FftAttributes {
  readonly type: "FFT" | "IFFT" | "RFFT" | "IRFFT";
  /** Sizes of the signal along the last axes, one to three. */
  readonly lengths: readonly number[];
}

const NAME = "fftPair";

/** Sizes along the last axes, of the numbers that go in or come out; half of a mirrored spectrum. */
function extents(lengths: readonly number[], half: boolean): readonly number[] {
  if (!half) return lengths;
  return lengths.with(-1, halfLength(lengths.at(-1) as number));
}

/**
 * Discrete Fourier transforms along the last axes of complex numbers, which are two tensors: real
 * and imaginary parts. The inverse is over the number of elements. RFFT takes one tensor and gives
 * two, half of the spectrum along the last axis; IRFFT takes those and gives one.
 *
 * Computed in f64, rounded once: the last axis first, that of an inverse last.
 *
 * Source: StableHLO `fft`.
 */
export const fftPair: PrimitiveOperator<FftAttributes> = {
  kind: "leaf",
  name: NAME,
  infer(inputs, { type, lengths }) {
    const x = expectOperand(inputs, type);
    const valid = lengths.every((size) => Number.isSafeInteger(size) && size >= 1);
    if (!valid || lengths.length < 1 || lengths.length > 3) {
      refuse("invalid-attribute", NAME, "one to three lengths from 1", `${lengths}`);
    }
    const wanted = extents(lengths, type === "IRFFT");
    const rest = x.shape.slice(0, -lengths.length);
    if (!equalShapes(x.shape, [...rest, ...wanted])) {
      const got = formatShape(x.shape);
      refuse("shape-mismatch", NAME, `last axes of ${formatShape(wanted)}`, got);
    }
    const result = { element: x.element, shape: [...rest, ...extents(lengths, type === "RFFT")] };
    return type === "IRFFT" ? [result] : [result, result];
  },
  work({ attributes: { type, lengths }, inputs, outputs }): Work {
    const halved = type === "RFFT" || type === "IRFFT";
    const batches = elementCount((inputs[0] as TensorType).shape.slice(0, -lengths.length));
    const spectrum = extents(lengths, halved);
    const parts = lengths.map((size, i) =>
      fourierWork((batches * elementCount(spectrum)) / (spectrum[i] as number), size),
    );
    const scalars = { multiply: 0n, add: 0n };
    for (const { scalars: part } of parts) {
      scalars.multiply += part.multiply ?? 0n;
      scalars.add += part.add ?? 0n;
    }
    if (type === "FFT" || type === "RFFT") return { contractions: [], scalars };
    const results = elementCount((outputs[0] as TensorType).shape) * outputs.length;
    return { contractions: [], scalars: { ...scalars, divide: BigInt(results) } };
  },
  evaluate(inputs, { attributes: { type, lengths }, outputs }) {
    const z = complexOf(inputs);
    const results = transformed(z, (inputs[0] as Tensor).type.shape, { type, lengths });
    return outputs.map((output, i) => roundedTensor(output, i === 0 ? results.re : results.im));
  },
};

function expectOperand(inputs: readonly TensorType[], type: FftAttributes["type"]): TensorType {
  const wanted = type === "RFFT" ? 1 : 2;
  if (inputs.length !== wanted) {
    refuse("shape-mismatch", NAME, `${wanted} inputs for ${type}`, `${inputs.length}`);
  }
  const x = inputs[0] as TensorType;
  expectOneElement(NAME, inputs);
  expectElement(NAME, x, isFloat, "a float type");
  const [re, im = re] = inputs as readonly [TensorType, TensorType?];
  if (!equalShapes(re.shape, im.shape)) {
    refuse(
      "shape-mismatch",
      NAME,
      "parts of one shape",
      inputs.map((t) => formatShape(t.shape)).join(" and "),
    );
  }
  return x;
}

function complexOf([re, im]: readonly Tensor[]): Complex {
  const real = doublesOf(re as Tensor).slice();
  return { re: real, im: im === undefined ? new Float64Array(real.length) : doublesOf(im).slice() };
}

function transformed(
  z: Complex,
  shape: readonly number[],
  { type, lengths }: FftAttributes,
): Complex {
  const inverse = type === "IFFT" || type === "IRFFT";
  const first = shape.length - lengths.length;
  const axes = lengths.map((_, i) => first + i);
  let [result, sizes] = [z, shape];
  for (const axis of inverse ? axes : axes.toReversed()) {
    const length = lengths[axis - first] as number;
    const half = axis === shape.length - 1 && (type === "RFFT" || type === "IRFFT");
    const line = lineTransform(length, { inverse, half }, exact);
    const count = half ? (inverse ? length : halfLength(length)) : length;
    result = alongAxis(result, sizes, axis, count, line);
    sizes = sizes.with(axis, count);
  }
  return result;
}

const exact = (x: number) => x;

/** Every line along an axis, which gets `count` elements. */
function alongAxis(
  z: Complex,
  shape: readonly number[],
  axis: number,
  count: number,
  transform: LineTransform,
): Complex {
  const size = shape[axis] as number;
  const inner = elementCount(shape.slice(axis + 1));
  const outer = elementCount(shape.slice(0, axis));
  const result = complexZeros(outer * count * inner);
  for (let lane = 0; lane < outer * inner; lane++) {
    const [o, i] = [Math.floor(lane / inner), lane % inner];
    const line = complexZeros(size);
    for (let k = 0; k < size; k++) {
      const at = (o * size + k) * inner + i;
      line.re[k] = z.re[at] as number;
      line.im[k] = z.im[at] as number;
    }
    const { re, im } = transform(line);
    for (let k = 0; k < count; k++) {
      const at = (o * count + k) * inner + i;
      result.re[at] = re[k] as number;
      result.im[at] = im[k] as number;
    }
  }
  return result;
}
