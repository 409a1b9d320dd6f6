import { describe, expect, test } from "vitest";
import { formatProof, widthOf } from "../../src/domain/value-set.ts";
import { type DequantizeAttributes, dequantize } from "../../src/ops/core/dequantize.ts";
import { analysed, elements, scalar, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const PLAIN: DequantizeAttributes = { result: "f32", axis: 1, blockSize: 0 };

describe("dequantize", () => {
  test("`evaluate()` subtracts in integers: 0 - 128 in u8 is -128", () => {
    const codes = tensor("u8", [3], [0, 128, 255]);
    expect(elements(dequantize, [codes, scalar("f32", 0.5), scalar("u8", 128)], PLAIN)).toEqual([
      -64, 0, 63.5,
    ]);
  });

  test("`evaluate()` brings i32 to f32 first: 2^24 + 1 loses a bit", () => {
    const codes = tensor("i32", [1], [16777217]);
    expect(elements(dequantize, [codes, scalar("f32", 3)], PLAIN)).toEqual([50331648]);
  });

  test("`evaluate()` rounds once to a narrower result", () => {
    const codes = tensor("i16", [1], [2049]);
    expect(elements(dequantize, [codes, scalar("f16", 1)], { ...PLAIN, result: "f16" })).toEqual([
      2048,
    ]);
    expect(elements(dequantize, [codes, scalar("f16", 3)], { ...PLAIN, result: "f16" })).toEqual([
      6148,
    ]);
  });

  test("`evaluate()` takes parameters along an axis, and in blocks", () => {
    const codes = tensor("i4", [2, 3], [1, 2, 3, 4, 5, 6]);
    const scale = tensor("f32", [2, 2], [1, 10, 100, 1000]);
    expect(elements(dequantize, [codes, scale], { ...PLAIN, blockSize: 2 })).toEqual([
      1, 2, 30, 400, 500, 6000,
    ]);
    const zero = tensor("i4", [3], [0, 1, 2]);
    const each = tensor("f32", [3], [1, 2, 3]);
    expect(elements(dequantize, [codes, each, zero], PLAIN)).toEqual([1, 2, 3, 4, 8, 12]);
  });

  test("`evaluate()` takes a float zero point", () => {
    const codes = tensor("u2", [4], [0, 1, 2, 3]);
    expect(elements(dequantize, [codes, scalar("f32", 2), scalar("f32", 1.5)], PLAIN)).toEqual([
      -3, -1, 1, 3,
    ]);
  });

  test("`work()` is one dequantize an element", () => {
    expect(scalarsOf(dequantize, [["i8", [3, 4]], scalar("f32", 1)], PLAIN)).toEqual({
      dequantize: 12n,
    });
  });

  test("`values()` keep the codes: scale 0.5, zero point 3", () => {
    const inputs = [["i8", [4]], scalar("f32", 0.5), scalar("i8", 3)] as const;
    const [set] = analysed(dequantize, inputs, PLAIN).outputs;
    expect(set?.grid).toEqual({ lo: -128, hi: 127, step: 0.5, origin: -1.5 });
    expect(set && formatProof(set.proof)).toBe("stored as i8, dequantized at layer");
  });

  test("`values()` of parameters along an axis keep the codes; scale and shift vary", () => {
    const inputs = [["i4", [4, 2]], tensor("f32", [2], [1, 2]), tensor("i4", [2], [1, 2])] as const;
    const [set] = analysed(dequantize, inputs, PLAIN).outputs;
    const along = { axes: [{ axis: 1, block: 1 }], stored: true };
    const codes = { lo: -8, hi: 7, step: 1, origin: 0 };
    expect(set?.grid).toMatchObject({ ...codes, factor: along, shift: along });
  });

  test("`values()` of a small float stay as narrow as the codes", () => {
    const [set] = analysed(dequantize, [["f8e4m3fn", [4]], scalar("f32", 3)], PLAIN).outputs;
    expect(set && widthOf(set)).toEqual({ bits: 8, float: true });
    expect(set?.status).toBe("declared");
  });

  test("`infer()` refuses types that it is not defined on", () => {
    const codes = scalar("i8", 1);
    const scale = scalar("f32", 1);
    expect(() => elements(dequantize, [codes, scale, scalar("u8", 1)], PLAIN)).toThrow(
      "Cannot apply dequantize: expected a zero point of type i8 or f32, got u8",
    );
    expect(() => elements(dequantize, [tensor("i64", [], [1n]), scale], PLAIN)).toThrow(
      "Cannot apply dequantize: expected codes of at most 32 bits to a float type, got i64 to f32",
    );
    expect(() => elements(dequantize, [codes], PLAIN)).toThrow(
      "Cannot apply dequantize: expected a scale, got none",
    );
  });
});
