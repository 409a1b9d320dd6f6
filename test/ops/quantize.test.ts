import { describe, expect, test } from "vitest";
import { formatProof } from "../../src/domain/value-set.ts";
import { type QuantizeAttributes, quantize } from "../../src/ops/core/quantize.ts";
import { analysed, elements, scalar, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const PLAIN: QuantizeAttributes = {
  element: "i8",
  precision: "f32",
  saturate: true,
  shiftsFirst: false,
  axis: 1,
  blockSize: 0,
};

describe("quantize", () => {
  test("`evaluate()` rounds ties to even, then adds the zero point, then saturates", () => {
    const x = tensor("f32", [6], [0.5, 1.5, -0.5, 2.5, 1000, -1000]);
    expect(elements(quantize, [x, scalar("f32", 1), scalar("i8", 3)], PLAIN)).toEqual([
      3, 5, 3, 5, 127, -128,
    ]);
  });

  test("`evaluate()` adds an odd zero point before it rounds where that is asked for", () => {
    const x = tensor("f32", [2], [0.5, 1.5]);
    const first = { ...PLAIN, shiftsFirst: true };
    expect(elements(quantize, [x, scalar("f32", 1), scalar("i8", 3)], first)).toEqual([4, 4]);
  });

  test("`evaluate()` divides: 2.25 x (1 / 0.3) would be the tie 7.5", () => {
    const x = tensor("f32", [1], [2.25]);
    expect(elements(quantize, [x, scalar("f32", Math.fround(0.3))], PLAIN)).toEqual([7]);
  });

  test("`evaluate()` saturates infinities; NaN gives 0", () => {
    const x = tensor("f32", [3], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]);
    expect(elements(quantize, [x, scalar("f32", 1)], PLAIN)).toEqual([127, -128, 0]);
  });

  test("`evaluate()` divides in the stated precision: 2049 is 2048 in f16", () => {
    const x = tensor("f32", [1], [2049]);
    const wide = { ...PLAIN, element: "u16" } as const;
    expect(elements(quantize, [x, scalar("f32", 1)], wide)).toEqual([2049]);
    expect(elements(quantize, [x, scalar("f32", 1)], { ...wide, precision: "f16" })).toEqual([
      2048,
    ]);
  });

  test("`evaluate()` takes one scale and zero point for each position of the axis", () => {
    const x = tensor("f32", [2, 2], [1, 1, 2, 2]);
    const scale = tensor("f32", [2], [1, 0.5]);
    expect(elements(quantize, [x, scale, tensor("i8", [2], [10, 0])], PLAIN)).toEqual([
      11, 2, 12, 4,
    ]);
    expect(elements(quantize, [x, scale], { ...PLAIN, axis: 0 })).toEqual([1, 1, 4, 4]);
    expect(elements(quantize, [x, scale], { ...PLAIN, axis: -1 })).toEqual([1, 2, 2, 4]);
  });

  test("`evaluate()` takes one scale for each block; the last one may be short", () => {
    const x = tensor("f32", [1, 5], [1, 1, 1, 1, 1]);
    const scale = tensor("f32", [1, 3], [1, 0.5, 0.25]);
    expect(elements(quantize, [x, scale], { ...PLAIN, blockSize: 2 })).toEqual([1, 1, 2, 2, 4]);
    const columns = tensor("f32", [3, 2], [1, 1, 1, 1, 1, 1]);
    const blocks = tensor("f32", [2, 2], [1, 0.5, 0.25, 0.125]);
    const rows = { ...PLAIN, axis: 0, blockSize: 2 };
    expect(elements(quantize, [columns, blocks], rows)).toEqual([1, 2, 1, 2, 4, 8]);
  });

  test("`evaluate()` saturates in 2 bits", () => {
    const x = tensor("f32", [4], [-9, -1, 1, 9]);
    expect(elements(quantize, [x, scalar("f32", 1)], { ...PLAIN, element: "i2" })).toEqual([
      -2, -1, 1, 1,
    ]);
    expect(elements(quantize, [x, scalar("f32", 1)], { ...PLAIN, element: "u2" })).toEqual([
      0, 0, 1, 3,
    ]);
  });

  test("`evaluate()` to f8e4m3fn: 448 or NaN beyond the range; 4 bits always saturate", () => {
    const x = tensor("f32", [3], [1.0625, 1000, -1000]);
    const small = { ...PLAIN, element: "f8e4m3fn" } as const;
    expect(elements(quantize, [x, scalar("f32", 1)], small)).toEqual([1, 448, -448]);
    expect(elements(quantize, [x, scalar("f32", 1)], { ...small, saturate: false })).toEqual([
      1,
      Number.NaN,
      Number.NaN,
    ]);
    const tiny = { ...PLAIN, element: "f4e2m1", saturate: false } as const;
    expect(elements(quantize, [x, scalar("f32", 1)], tiny)).toEqual([1, 6, -6]);
  });

  test("`evaluate()` to 6 bits saturates at 7.5 and 28; a scale may be a power of two", () => {
    const x = tensor("f32", [3], [1.1, 1000, -1000]);
    for (const [element, expected] of [
      ["f6e2m3", [0.5, 7.5, -7.5]],
      ["f6e3m2", [0.5, 28, -28]],
    ] as const) {
      const to = { ...PLAIN, element, saturate: false };
      expect(elements(quantize, [x, scalar("f8e8m0", 2)], to)).toEqual(expected);
    }
  });

  test("`evaluate()` takes integers, too", () => {
    const x = tensor("i32", [2], [7, -5]);
    expect(elements(quantize, [x, scalar("f32", 2)], PLAIN)).toEqual([4, -2]);
  });

  test("`work()` is one quantize an element", () => {
    expect(scalarsOf(quantize, [["f32", [3, 4]], scalar("f32", 1)], PLAIN)).toEqual({
      quantize: 12n,
    });
  });

  test("`values()` are the codes of the type, and it says where", () => {
    const [set] = analysed(quantize, [["f32", [3]], scalar("f32", 1)], {
      ...PLAIN,
      element: "u4",
    }).outputs;
    expect(set).toMatchObject({ status: "declared", grid: { lo: 0, hi: 15, step: 1, origin: 0 } });
    expect(set && formatProof(set.proof)).toBe("quantized to u4 at layer");
  });

  test("`infer()` refuses parameters that do not fit", () => {
    const x = tensor("f32", [2, 3], [0, 0, 0, 0, 0, 0]);
    const two = tensor("f32", [2], [1, 1]);
    expect(() => elements(quantize, [x, two], PLAIN)).toThrow(
      "Cannot apply quantize: expected a scale or zero point of one element or of shape 3, got 2",
    );
    expect(() => elements(quantize, [x, two], { ...PLAIN, blockSize: 2 })).toThrow(
      "Cannot apply quantize: expected a scale or zero point of one element or of shape 2x2, got 2",
    );
    expect(() => elements(quantize, [x, two], { ...PLAIN, axis: 2 })).toThrow(
      "Cannot apply quantize: expected an axis from -2 to 1, got 2",
    );
  });

  test("`infer()` refuses types that it is not defined on", () => {
    const x = scalar("f32", 1);
    expect(() => elements(quantize, [x, x, scalar("u8", 0)], PLAIN)).toThrow(
      "Cannot apply quantize: expected a zero point of type i8, got u8",
    );
    expect(() => elements(quantize, [x, x], { ...PLAIN, element: "f16" })).toThrow(
      "Cannot apply quantize: expected codes of an integer type up to 32 bits or a float type up " +
        "to 8, got f16",
    );
    expect(() => elements(quantize, [tensor("i64", [], [1n]), x], PLAIN)).toThrow(
      "Cannot apply quantize: expected a division in a float type, got i64 divided in f32",
    );
    expect(() => elements(quantize, [x], PLAIN)).toThrow(
      "Cannot apply quantize: expected a scale, got none",
    );
  });
});
