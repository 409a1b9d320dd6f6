import { describe, expect, test } from "vitest";
import { formatProof, widthOf } from "../../src/domain/value-set.ts";
import { type FloatQuantizeAttributes, floatQuantize } from "../../src/ops/core/float-quantize.ts";
import { analysed, elements, scalar, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const E4M3: FloatQuantizeAttributes = {
  exponentBits: 4,
  mantissaBits: 3,
  exponentBias: 7,
  largest: 448,
  rounding: "ROUND",
  overflow: "saturate",
};
const E2M1 = { ...E4M3, exponentBits: 2, mantissaBits: 1, exponentBias: 1, largest: 100 };
const ONE = scalar("f32", 1);

describe("floatQuantize", () => {
  test("`evaluate()` gives the values of e2m1: 0, 0.5, 1, 1.5, 2, 3, 4, 6, ties to even", () => {
    const x = tensor("f32", [9], [0.2, 0.25, 0.75, 1.25, 1.75, 2.5, 3.5, 5, 100]);
    expect(elements(floatQuantize, [x, ONE], E2M1)).toEqual([0, 0, 1, 1, 2, 2, 4, 4, 6]);
  });

  test("`evaluate()` keeps the sign, and steps of 2^-9 below 2^-6", () => {
    const x = tensor("f32", [3], [-1.0625, 2 ** -9, 1.5 * 2 ** -9]);
    expect(elements(floatQuantize, [x, ONE], E4M3)).toEqual([-1, 2 ** -9, 2 ** -8]);
  });

  test("`evaluate()` beyond the largest: 448, infinity or NaN", () => {
    const x = tensor("f32", [4], [500, -500, Number.POSITIVE_INFINITY, 448]);
    const cases = [
      ["saturate", [448, -448, 448, 448]],
      ["infinity", [Infinity, -Infinity, Infinity, 448]],
      ["nan", [Number.NaN, Number.NaN, Number.NaN, 448]],
    ] as const;
    for (const [overflow, expected] of cases) {
      expect(elements(floatQuantize, [x, ONE], { ...E4M3, overflow })).toEqual(expected);
    }
  });

  test("`evaluate()` divides by the scale, and multiplies by it again", () => {
    const x = tensor("f32", [2, 1], [2.5, 2.5]);
    const scale = tensor("f32", [2, 1], [0.5, 8]);
    expect(elements(floatQuantize, [x, scale], E2M1)).toEqual([2, 4]);
  });

  test("`evaluate()` leaves zeros and NaN", () => {
    const x = tensor("f32", [3], [0, -0, Number.NaN]);
    expect(elements(floatQuantize, [x, ONE], E4M3)).toEqual([0, -0, Number.NaN]);
  });

  test("`evaluate()` rounds by other modes", () => {
    const x = tensor("f32", [2], [2.9, -2.9]);
    expect(elements(floatQuantize, [x, ONE], { ...E2M1, rounding: "FLOOR" })).toEqual([2, -3]);
    expect(elements(floatQuantize, [x, ONE], { ...E2M1, rounding: "CEIL" })).toEqual([3, -2]);
  });

  test("`work()` is one quantize an element", () => {
    expect(scalarsOf(floatQuantize, [["f32", [3, 5]], ONE], E4M3)).toEqual({ quantize: 15n });
  });

  test.each([
    [4, 3, "f8e4m3fn", 8],
    [5, 2, "f8e5m2", 8],
    [3, 2, "f6e3m2", 6],
    [2, 1, "f4e2m1", 4],
    [3, 3, "f8e4m3fn", 8],
    [5, 10, "f16", 16],
    [8, 10, "f32", 32],
  ] as const)(
    "`values()` of e%dm%d are as wide as %s",
    (exponentBits, mantissaBits, carrier, bits) => {
      const format = { ...E4M3, exponentBits, mantissaBits };
      const [set] = analysed(floatQuantize, [["f32", [3]], ONE], format).outputs;
      expect(set).toMatchObject({ status: "declared", carrier });
      expect(set && widthOf(set)).toEqual({ bits, float: true });
    },
  );

  test("`values()` say which format and where", () => {
    const [set] = analysed(floatQuantize, [["f32", [3]], ONE], E4M3).outputs;
    expect(set && formatProof(set.proof)).toBe("quantized to a float of 8 bits (e4m3) at layer");
  });

  test("`infer()` refuses integers and several types", () => {
    expect(() => elements(floatQuantize, [scalar("i8", 1), ONE], E4M3)).toThrow(
      "Cannot apply floatQuantize: expected a float type, got i8",
    );
    expect(() => elements(floatQuantize, [scalar("f16", 1), ONE], E4M3)).toThrow(
      "Cannot apply floatQuantize: expected inputs of one element type (f16), got f32",
    );
  });
});
