import { describe, expect, test } from "vitest";
import { toNumbers } from "../../src/graph/tensor.ts";
import { type FftAttributes, fftPair } from "../../src/ops/leaf/fft-pair.ts";
import { apply, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const X = tensor("f64", [2, 3], [1, 2, 0, 3, -1, 4]);
const Y = tensor("f64", [2, 3], [0, 1, 1, 2, 0, -1]);

function check(
  inputs: Parameters<typeof apply>[1],
  attributes: FftAttributes,
  shape: readonly number[],
  ...parts: readonly (readonly number[])[]
): void {
  const outputs = apply(fftPair, inputs, attributes);
  expect(outputs.map(({ type }) => type.shape)).toEqual(parts.map(() => shape));
  outputs.forEach((output, part) => {
    toNumbers(output).forEach((value, i) => {
      expect(value).toBeCloseTo((parts[part] as readonly number[])[i] as number, 14);
    });
  });
}

/** numpy 2.4.6, `numpy.fft`. */
describe("fftPair", () => {
  test("`evaluate()` of FFT along the last axis", () => {
    check(
      [X, Y],
      { type: "FFT", lengths: [3] },
      [2, 3],
      [3, 0, 0, 6, 2.3660254037844384, 0.6339745962155614],
      [2, -2.732050807568877, 0.7320508075688772, 1, 6.830127018922193, -1.8301270189221928],
    );
  });

  test("`evaluate()` of FFT and IFFT along two axes", () => {
    check(
      [X, Y],
      { type: "FFT", lengths: [2, 3] },
      [2, 3],
      [9, 2.3660254037844384, 0.6339745962155614, -3, -2.3660254037844384, -0.6339745962155614],
      [3, 4.098076211353316, -1.0980762113533156, 1, -9.56217782649107, 2.56217782649107],
    );
    check(
      [X, Y],
      { type: "IFFT", lengths: [2, 3] },
      [2, 3],
      [
        1.5, 0.10566243270259357, 0.3943375672974064, -0.5, -0.10566243270259357,
        -0.3943375672974064,
      ],
      [
        0.5,
        -0.18301270189221924,
        0.6830127018922193,
        1 / 6,
        0.4270296377485116,
        -1.5936963044151784,
      ],
    );
  });

  test("`evaluate()` of FFT along three axes is exact here", () => {
    const numbers = [0, 1, 2, 3, 4, 5, 6, 7];
    const inputs = [
      tensor("f32", [2, 2, 2], numbers),
      tensor("f32", [2, 2, 2], numbers.toReversed()),
    ];
    check(
      inputs,
      { type: "FFT", lengths: [2, 2, 2] },
      [2, 2, 2],
      [28, -4, -8, 0, -16, 0, 0, 0],
      [28, 4, 8, 0, 16, 0, 0, 0],
    );
  });

  test("`evaluate()` of RFFT takes one tensor and gives half a spectrum", () => {
    check(
      [X],
      { type: "RFFT", lengths: [2, 3] },
      [2, 2],
      [9, 1.5, -3, -1.5],
      [0, 2.5980762113533156, 0, -6.0621778264910695],
    );
  });

  test("`evaluate()` of IRFFT of an even and an odd length gives one tensor", () => {
    check(
      [X, Y],
      { type: "IRFFT", lengths: [2, 4] },
      [2, 4],
      [1.25, -0.25, 0.75, 0.25, 0, 0, -1.5, 0.5],
    );
    check(
      [X, Y],
      { type: "IRFFT", lengths: [2, 5] },
      [2, 5],
      [
        1.4, -0.37562149988399923, 0.36785314616647385, 0.6029672470834632, 0.004801106634062236,
        -0.4, 0.20729838794890645, -0.6697582360653597, -1.1954893481844933, 1.0579491963009464,
      ],
    );
  });

  test("`infer()` refuses another number of inputs and other lengths", () => {
    expect(() => apply(fftPair, [X, Y], { type: "RFFT", lengths: [3] })).toThrow(
      "Cannot apply fftPair: expected 1 inputs for RFFT, got 2",
    );
    expect(() => apply(fftPair, [X, Y], { type: "IRFFT", lengths: [3] })).toThrow(
      "Cannot apply fftPair: expected last axes of 2, got 2x3",
    );
    expect(() => apply(fftPair, [X, Y], { type: "FFT", lengths: [] })).toThrow(
      "Cannot apply fftPair: expected one to three lengths from 1, got ",
    );
  });

  test("`work()`: 2 rounds of 2 butterflies for each of 8 lines; the inverse divides", () => {
    const square = [
      ["f32", [4, 4]],
      ["f32", [4, 4]],
    ] as const;
    const attributes = { type: "FFT", lengths: [4, 4] };
    expect(scalarsOf(fftPair, square, attributes)).toEqual({ multiply: 128n, add: 192n });
    expect(scalarsOf(fftPair, square, { ...attributes, type: "IFFT" }).divide).toBe(32n);
  });
});
