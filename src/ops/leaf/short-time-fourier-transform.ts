import { isFloat } from "../../graph/element-type.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, expectOneElement, expectShape, refuse } from "../checks.ts";
import { doublesOf, roundedTensor, roundingTo, zeroDoubles } from "../doubles.ts";
import { complexZeros } from "../fft/complex.ts";
import { complexTransform, halfLength } from "../fft/transforms.ts";
import { fourierWork } from "../fft/work.ts";
import type { PrimitiveOperator } from "../operator.ts";

export interface StftAttributes {
  /** Distance between the starts of two frames. */
  readonly step: number;
  readonly length: number;
  readonly oneSided: boolean;
}

const NAME = "shortTimeFourierTransform";

/**
 * Discrete Fourier transforms of frames of a signal [N, samples, 1 or 2], each multiplied by a window
 * where there is one; output [N, frames, bins, 2]. A frame that is not whole is left out.
 *
 * Products with the window are rounded; the transform is computed in f64 and rounded once.
 *
 * Source: ONNX `STFT`.
 */
export const shortTimeFourierTransform: PrimitiveOperator<StftAttributes> = {
  kind: "leaf",
  name: NAME,
  infer(inputs, { step, length, oneSided }) {
    const [x, window] = inputs as readonly [TensorType, TensorType?];
    expectElement(NAME, x, isFloat, "a float type");
    expectOneElement(NAME, inputs);
    const [batch, samples, parts] = x.shape as readonly [number, number, number];
    if (x.shape.length !== 3 || (parts !== 1 && (parts !== 2 || oneSided))) {
      const expected = `a signal [N, samples, ${oneSided ? "1" : "1 or 2"}]`;
      refuse("shape-mismatch", NAME, expected, formatShape(x.shape));
    }
    if (!(step >= 1 && length >= 1 && length <= samples)) {
      const expected = `a step from 1 and a frame from 1 to ${samples}`;
      refuse("invalid-attribute", NAME, expected, `${step} and ${length}`);
    }
    if (window !== undefined) expectShape(NAME, "a window", window, [length]);
    const frames = Math.floor((samples - length) / step) + 1;
    const bins = oneSided ? halfLength(length) : length;
    return [{ element: x.element, shape: [batch, frames, bins, 2] }];
  },
  work({ attributes: { length }, inputs, outputs }) {
    const [batch, frames] = (outputs[0] as TensorType).shape as readonly [number, number];
    const { contractions, scalars } = fourierWork(batch * frames, length);
    const parts = (inputs[0] as TensorType).shape[2] as number;
    const windowed = inputs.length > 1 ? BigInt(batch * frames * length * parts) : 0n;
    return { contractions, scalars: { ...scalars, multiply: (scalars.multiply ?? 0n) + windowed } };
  },
  evaluate(inputs, { attributes: { step, length }, outputs }) {
    const type = outputs[0] as TensorType;
    const [batch, frames, bins] = type.shape as readonly [number, number, number, number];
    const [x, window] = inputs as readonly [Tensor, Tensor?];
    const [, samples, parts] = x.type.shape as readonly [number, number, number];
    const data = doublesOf(x);
    const weights = window === undefined ? undefined : doublesOf(window);
    const round = roundingTo(type.element);
    const transform = complexTransform(length, (value) => value);
    const result = zeroDoubles(type);
    for (let frame = 0; frame < batch * frames; frame++) {
      const start = Math.floor(frame / frames) * samples + (frame % frames) * step;
      const line = complexZeros(length);
      for (let i = 0; i < length; i++) {
        const at = (start + i) * parts;
        const weight = weights?.[i] ?? 1;
        line.re[i] = round((data[at] as number) * weight);
        line.im[i] = parts === 2 ? round((data[at + 1] as number) * weight) : 0;
      }
      const { re, im } = transform(line, false);
      for (let k = 0; k < bins; k++) {
        result[(frame * bins + k) * 2] = re[k] as number;
        result[(frame * bins + k) * 2 + 1] = im[k] as number;
      }
    }
    return [roundedTensor(type, result)];
  },
};
