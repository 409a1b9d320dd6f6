import { isFloat } from "../../graph/element-type.ts";
import { elementCount, formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, normalizeAxis, refuse } from "../checks.ts";
import { doublesOf, roundedTensor, zeroDoubles } from "../doubles.ts";
import { complexZeros } from "../fft/complex.ts";
import { halfLength, lineTransform } from "../fft/transforms.ts";
import { fourierWork } from "../fft/work.ts";
import type { PrimitiveOperator } from "../operator.ts";

export interface FourierAttributes {
  readonly axis: number;
  /** Elements that are transformed: what is missing is 0, what is more is dropped. */
  readonly length: number;
  readonly inverse: boolean;
  /** Only half of a spectrum that is its own mirror image is given, or taken. */
  readonly oneSided: boolean;
}

const NAME = "fourierTransform";

/** Axis, elements before and after it (without the axis of parts). */
function extents(shape: readonly number[], axis: number) {
  const along = normalizeAxis(NAME, axis, shape.length);
  return {
    along,
    outer: elementCount(shape.slice(0, along)),
    inner: elementCount(shape.slice(along + 1, -1)),
  };
}

/**
 * Discrete Fourier transform of [..., 1] or [..., 2] (real and imaginary parts) along an axis; the
 * result is [..., 2], or [..., 1] for the inverse of half a spectrum.
 *
 * Computed in f64, rounded once; but the inverse of complex f32 in f32, every step rounded. It is
 * multiplied by 1 / length, rounded, at the end. This is how numpy 2 computes: f32 results are
 * numpy's bits on machines that fuse no multiply-adds; in f64, roots of unity may differ in the last bit.
 *
 * Source: ONNX `DFT`.
 */
export const fourierTransform: PrimitiveOperator<FourierAttributes, 1> = {
  kind: "leaf",
  name: NAME,
  arity: 1,
  infer([x], { axis, length, inverse, oneSided }) {
    expectElement(NAME, x, isFloat, "a float type");
    const parts = x.shape.at(-1);
    const halved = oneSided && !inverse;
    if (x.shape.length < 2 || (parts !== 1 && parts !== 2) || (halved && parts !== 1)) {
      const expected = halved ? "real numbers [..., 1]" : "[..., 1] or [..., 2]";
      refuse("shape-mismatch", NAME, expected, formatShape(x.shape));
    }
    const { along } = extents(x.shape, axis);
    if (along === x.shape.length - 1 || !Number.isSafeInteger(length) || length < 1) {
      refuse("invalid-attribute", NAME, "an axis of the signal and a length from 1", `${length}`);
    }
    const shape = x.shape.with(along, halved ? halfLength(length) : length);
    return [{ element: x.element, shape: shape.with(-1, inverse && oneSided ? 1 : 2) }];
  },
  work({ attributes: { axis, length, inverse }, inputs, outputs }) {
    const { outer, inner } = extents((inputs[0] as TensorType).shape, axis);
    const work = fourierWork(outer * inner, length);
    if (!inverse) return work;
    const divide = BigInt(elementCount((outputs[0] as TensorType).shape));
    return { ...work, scalars: { ...work.scalars, divide } };
  },
  evaluate([x], { attributes, outputs }) {
    const { axis, length, inverse, oneSided } = attributes;
    const type = outputs[0] as TensorType;
    const { along, outer, inner } = extents(x.type.shape, axis);
    const [from, to] = [x.type.shape[along] as number, type.shape[along] as number];
    const [parts, results] = [x.type.shape.at(-1) as number, type.shape.at(-1) as number];
    const data = doublesOf(x);
    const result = zeroDoubles(type);
    const bins = inverse && oneSided ? halfLength(length) : length;
    const single = inverse && parts === 2 && x.type.element === "f32";
    const round = single ? Math.fround : (value: number) => value;
    const transform = lineTransform(length, { inverse, half: oneSided }, round);
    for (let lane = 0; lane < outer * inner; lane++) {
      const [o, i] = [Math.floor(lane / inner), lane % inner];
      const line = complexZeros(bins);
      for (let k = 0; k < Math.min(from, bins); k++) {
        const at = ((o * from + k) * inner + i) * parts;
        line.re[k] = data[at] as number;
        line.im[k] = parts === 2 ? (data[at + 1] as number) : 0;
      }
      const { re, im } = transform(line);
      for (let k = 0; k < to; k++) {
        const at = ((o * to + k) * inner + i) * results;
        result[at] = re[k] as number;
        if (results === 2) result[at + 1] = im[k] as number;
      }
    }
    return [roundedTensor(type, result)];
  },
};
