import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/domain/value-set.ts";
import { reducePrecision } from "../../src/ops/core/reduce-precision.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const INF = Number.POSITIVE_INFINITY;
const X = [
  1.00390625,
  1.01171875,
  3.4e38,
  1e-40,
  65519,
  65520,
  6.1e-5,
  Number.NaN,
  -INF,
  -0,
  -1e-8,
];
const f32 = tensor("f32", [X.length], X);

function reduced(exponentBits: number, mantissaBits: number, x = f32): number[] {
  return elements(reducePrecision, [x], { exponentBits, mantissaBits });
}

function width(exponentBits: number, mantissaBits: number): number {
  const { outputs } = analysed(reducePrecision, [["f32", [4]]], { exponentBits, mantissaBits });
  return widthOf(outputs[0] as never).bits;
}

describe("reducePrecision", () => {
  // XLA's CPU in jaxlib 0.10.2.
  test("`evaluate()` of f32 to the bits of bf16 and f16", () => {
    expect(reduced(8, 7)).toEqual([
      1,
      1.015625,
      INF,
      9.183549615799121e-41,
      65536,
      65536,
      6.103515625e-5,
      Number.NaN,
      -INF,
      -0,
      -1.0011717677116394e-8,
    ]);
    expect(reduced(5, 10)).toEqual([
      1.00390625,
      1.01171875,
      INF,
      0,
      65504,
      INF,
      0,
      Number.NaN,
      -INF,
      -0,
      -0,
    ]);
  });

  test("`evaluate()` of one bit of exponent leaves zeros and infinities", () => {
    expect(reduced(1, 0)).toEqual([0, 0, INF, 0, INF, INF, 0, Number.NaN, -INF, -0, -0]);
  });

  test("`evaluate()` of more bits than there are is the identity", () => {
    expect(reduced(11, 52)).toEqual([...(f32.data as Float32Array)]);
  });

  test("`evaluate()` of f64 and f16", () => {
    const f64 = tensor("f64", [6], [1.79e308, 1e-320, 1.5, 2.5, 0.1, 5e-324]);
    expect(reduced(11, 0, f64)).toEqual([INF, 0, 2, 2, 0.125, 0]);
    expect(reduced(11, 10, f64)).toEqual([1.789793116203253e308, 0, 1.5, 2.5, 0.0999755859375, 0]);
    expect(reduced(8, 23, f64)).toEqual([INF, 0, 1.5, 2.5, 0.10000000149011612, 0]);
    const f16 = tensor("f16", [4], [65504, 0.0999755859375, 3.0040740966796875e-5, -6.0021877e-5]);
    expect(reduced(4, 3, f16)).toEqual([INF, 0.1015625, 0, -0]);
    expect(reduced(5, 7, f16)[2]).toBe(3.0040740966796875e-5);
  });

  test("`values()` have the width of the narrowest type that holds them", () => {
    expect(width(8, 7)).toBe(16);
    expect(width(5, 10)).toBe(16);
    expect(width(5, 2)).toBe(8);
    expect(width(4, 3)).toBe(8);
    expect(width(8, 8)).toBe(32);
    expect(width(8, 23)).toBe(32);
  });

  test("`infer()` refuses integers, types without infinities and no exponent", () => {
    const attributes = { exponentBits: 0, mantissaBits: 7 };
    expect(() => apply(reducePrecision, [f32], attributes)).toThrow(
      "Cannot apply reducePrecision: expected 1 or more exponent bits and 0 or more of mantissa, got 0 and 7",
    );
    expect(() => apply(reducePrecision, [tensor("f8e4m3fn", [1], [1])], attributes)).toThrow(
      "Cannot apply reducePrecision: expected a float type with infinities, got f8e4m3fn",
    );
  });

  test("`work()` is one rounding an element", () => {
    const attributes = { exponentBits: 8, mantissaBits: 7 };
    expect(scalarsOf(reducePrecision, [["f32", [2, 3]]], attributes)).toEqual({ round: 6n });
  });
});
