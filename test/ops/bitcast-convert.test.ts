import { describe, expect, test } from "vitest";
import type { ElementType } from "../../src/graph/element-type.ts";
import type { Tensor } from "../../src/graph/tensor.ts";
import { bitcastConvert } from "../../src/ops/core/bitcast-convert.ts";
import { apply, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

function cast(x: Tensor, to: ElementType) {
  const { type, data } = apply(bitcastConvert, [x], { to })[0] as Tensor;
  return { shape: type.shape, element: type.element, values: [...(data as Iterable<unknown>)] };
}

describe("bitcastConvert", () => {
  test("`evaluate()` of f32 to bytes adds an axis, lowest byte first, and back", () => {
    // 1.5 is 0x3fc00000, -2 is 0xc0000000.
    const bytes = cast(tensor("f32", [2], [1.5, -2]), "i8");
    expect(bytes).toEqual({
      shape: [2, 4],
      element: "i8",
      values: [0, 0, -64, 63, 0, 0, 0, -64],
    });
    expect(cast(tensor("i8", [2, 4], bytes.values as number[]), "f32")).toEqual({
      shape: [2],
      element: "f32",
      values: [1.5, -2],
    });
  });

  test("`evaluate()` of a byte to 4 bits: the low half first", () => {
    expect(cast(tensor("u8", [2], [0xf1, 0x2e]), "i4")).toEqual({
      shape: [2, 2],
      element: "i4",
      values: [1, -1, -2, 2],
    });
    expect(cast(tensor("u4", [1, 2], [1, 15]), "i8").values).toEqual([-15]);
  });

  test("`evaluate()` of two words to 64 bits", () => {
    const words = tensor("u32", [1, 2], [1, 4]);
    expect(cast(words, "u64")).toEqual({ shape: [1], element: "u64", values: [0x400000001n] });
  });

  test("`evaluate()` of one width keeps the shape", () => {
    expect(cast(tensor("bf16", [1, 1], [-1]), "u16")).toEqual({
      shape: [1, 1],
      element: "u16",
      values: [0xbf80],
    });
    expect(cast(tensor("u8", [1], [0x7c]), "f8e4m3").values).toEqual([Number.NaN]);
    expect(cast(tensor("i4", [3], [-1, 7, 2]), "f4e2m1").values).toEqual([-6, 6, 1]);
  });

  test("`infer()` refuses booleans, widths that do not divide and another last axis", () => {
    expect(() => cast(tensor("bool", [1], [1]), "i8")).toThrow(
      "Cannot apply bitcastConvert: expected numbers, got bool",
    );
    expect(() => cast(tensor("f6e2m3", [4], [1]), "u8")).toThrow(
      "Cannot apply bitcastConvert: expected an element type whose 6 bits divide, or are divided by, its own, got u8",
    );
    expect(() => cast(tensor("i8", [3], [1]), "i32")).toThrow(
      "Cannot apply bitcastConvert: expected a last axis of 4, got 3",
    );
  });

  test("`work()` is none", () => {
    expect(scalarsOf(bitcastConvert, [["f32", [4]]], { to: "u8" })).toEqual({});
  });
});
