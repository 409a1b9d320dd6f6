import { describe, expect, test } from "vitest";
import { toNumbers } from "../../src/graph/tensor.ts";
import { fourierTransform } from "../../src/ops/leaf/fourier-transform.ts";
import { shortTimeFourierTransform } from "../../src/ops/leaf/short-time-fourier-transform.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const PLAIN = { axis: 0, length: 4, inverse: false, oneSided: false };
const real = (...values: readonly number[]) => tensor("f64", [values.length, 1], values);

describe("fourierTransform", () => {
  test("`evaluate()` of 1, 2, 3, 4 is exact: 10, -2 + 2i, -2, -2 - 2i", () => {
    expect(elements(fourierTransform, [real(1, 2, 3, 4)], PLAIN)).toEqual([
      10, 0, -2, 2, -2, 0, -2, -2,
    ]);
  });

  test("`evaluate()` of half a spectrum, and back", () => {
    const half = { ...PLAIN, oneSided: true };
    const [spectrum] = apply(fourierTransform, [real(1, 2, 3, 4)], half);
    expect(spectrum?.type.shape).toEqual([3, 2]);
    const back = apply(fourierTransform, [spectrum as never], { ...half, inverse: true });
    expect([back[0]?.type.shape, toNumbers(back[0] as never)]).toEqual([
      [4, 1],
      [1, 2, 3, 4],
    ]);
  });

  test("`evaluate()` of an odd length agrees with the definition", () => {
    const [re1, im1] = elements(fourierTransform, [real(1, 0, 2)], { ...PLAIN, length: 3 }).slice(
      2,
    );
    // 1 + 2 e^(-4 pi i / 3) = 1 - 1 + i root 3.
    expect(re1).toBeCloseTo(0, 14);
    expect(im1).toBeCloseTo(1.7320508075688772, 14);
  });

  test("`evaluate()` of the inverse computes complex f32 in f32, real f32 and f64 in f64", () => {
    // numpy 2.4.6, `np.fft.ifft(np.arange(0, 100, 10).astype(np.complex64))`: element 5 is -5.
    const tens = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? i * 5 : 0));
    const inverse = { ...PLAIN, length: 10, inverse: true };
    const single = elements(fourierTransform, [tensor("f32", [10, 2], tens)], inverse);
    expect(single.slice(8, 12)).toEqual([
      -5.000000476837158, -1.6245981454849243, -5, 1.9073486612342094e-7,
    ]);
    const double = elements(fourierTransform, [tensor("f64", [10, 2], tens)], inverse);
    expect(double[11]).toBeCloseTo(0, 14);
    const real = tensor("f32", [10, 1], [0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(elements(fourierTransform, [real], inverse)[11]).toBeCloseTo(0, 14);
  });

  test("`evaluate()` of the inverse of half a spectrum in f32, of an odd length", () => {
    // numpy 2.4.6, `np.fft.irfft(np.array([1, 2 + 3j, 4 - 5j], np.complex64), 5)`.
    const half = tensor("f32", [3, 2], [1, 0, 2, 3, 4, -5]);
    const attributes = { axis: 0, length: 5, inverse: true, oneSided: true };
    expect(elements(fourierTransform, [half], attributes)).toEqual([
      2.6000001430511475, -0.8129109740257263, -2.560241937637329, 2.6546690464019775,
      -0.88151615858078,
    ]);
  });

  test("`evaluate()` of f16 computes in f64 and rounds once", () => {
    const inverse = { ...PLAIN, length: 3, inverse: true };
    // 2.5 / 3 = 1706.67 / 2048.
    expect(
      elements(fourierTransform, [tensor("f16", [3, 2], [2.5, 0, 0, 0, 0, 0])], inverse),
    ).toEqual([0.83349609375, 0, 0.83349609375, 0, 0.83349609375, 0]);
  });

  test("`evaluate()` fills up with zeros, or cuts", () => {
    expect(elements(fourierTransform, [real(1)], PLAIN)).toEqual([1, 0, 1, 0, 1, 0, 1, 0]);
    expect(elements(fourierTransform, [real(1, 2, 9)], { ...PLAIN, length: 2 })).toEqual([
      3, 0, -1, 0,
    ]);
  });

  test("`infer()` refuses the axis of the parts, and half a spectrum of complex numbers", () => {
    expect(() => apply(fourierTransform, [real(1, 2)], { ...PLAIN, axis: 1 })).toThrow(
      "Cannot apply fourierTransform: expected an axis of the signal and a length from 1, got 4",
    );
    const complex = tensor("f32", [2, 2], [0]);
    expect(() => apply(fourierTransform, [complex], { ...PLAIN, oneSided: true })).toThrow(
      "Cannot apply fourierTransform: expected real numbers [..., 1], got 2x2",
    );
  });

  test("`work()`: 3 rounds of 4 butterflies a line, 6 lines", () => {
    const attributes = { ...PLAIN, axis: 1, length: 8 };
    expect(scalarsOf(fourierTransform, [["f32", [2, 8, 3, 1]]], attributes)).toEqual({
      multiply: 288n,
      add: 432n,
    });
    expect(
      scalarsOf(fourierTransform, [["f32", [8, 2]]], { ...PLAIN, length: 8, inverse: true }).divide,
    ).toBe(16n);
  });
});

describe("shortTimeFourierTransform", () => {
  const frames = { step: 2, length: 4, oneSided: true };
  const signal = tensor("f32", [1, 7, 1], [1, 2, 3, 4, 0, 0, 9]);

  test("`evaluate()` of two frames; the rest is left out", () => {
    const [spectra] = apply(shortTimeFourierTransform, [signal], frames);
    expect(spectra?.type.shape).toEqual([1, 2, 3, 2]);
    expect(toNumbers(spectra as never)).toEqual([10, 0, -2, 2, -2, 0, 7, 0, 3, -4, -1, 0]);
  });

  test("`evaluate()` multiplies by the window", () => {
    const window = tensor("f32", [4], [1, 0, 0, 0]);
    expect(elements(shortTimeFourierTransform, [signal, window], frames)).toEqual([
      1, 0, 1, 0, 1, 0, 3, 0, 3, 0, 3, 0,
    ]);
  });

  test("`infer()` refuses a frame that is longer than the signal", () => {
    expect(() => apply(shortTimeFourierTransform, [signal], { ...frames, length: 8 })).toThrow(
      "Cannot apply shortTimeFourierTransform: expected a step from 1 and a frame from 1 to 7, got 2 and 8",
    );
  });

  test("`work()`: 2 frames of 2 rounds of 2 butterflies, and the window", () => {
    const operands = [
      ["f32", [1, 7, 1]],
      ["f32", [4]],
    ] as const;
    expect(scalarsOf(shortTimeFourierTransform, operands, frames)).toEqual({
      multiply: 40n,
      add: 48n,
    });
  });
});
