import { describe, expect, test } from "vitest";
import { multiplyHigh } from "../../src/ops/core/multiply-high.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

describe("multiplyHigh", () => {
  test("`evaluate()` gives the upper half of the product, rounded down where it is negative", () => {
    // -128 x -128 = 0x4000, -1 x 1 = 0xFFFF, 100 x 3 = 0x012C; 255 x 255 = 0xFE01
    const x = tensor("i8", [3], [-128, -1, 100]);
    expect(elements(multiplyHigh, [x, tensor("i8", [3], [-128, 1, 3])])).toEqual([64, -1, 1]);
    const bytes = tensor("u8", [2], [255, 255]);
    expect(elements(multiplyHigh, [bytes, tensor("u8", [2], [255, 1])])).toEqual([254, 0]);
  });

  test("`evaluate()` is exact in 32 and 64 bits", () => {
    const u32 = tensor("u32", [1], [4294967295]);
    expect(elements(multiplyHigh, [u32, u32])).toEqual([4294967294]);
    // 2^62 x 6 = 3 x 2^63, which is 2^64 and a half of it more; -2^63 x -2^63 = 2^126
    const x = tensor("i64", [2], [1n << 62n, -(1n << 63n)]);
    const [high] = apply(multiplyHigh, [x, tensor("i64", [2], [6n, -(1n << 63n)])]);
    expect(high?.data).toEqual(BigInt64Array.of(1n, 1n << 62n));
  });

  test("`work()` counts multiplications; floats are refused", () => {
    const types = [
      ["i32", [2, 3]],
      ["i32", [3]],
    ] as const;
    expect(scalarsOf(multiplyHigh, types)).toEqual({ multiply: 6n });
    const f = tensor("f32", [1], [1]);
    expect(() => apply(multiplyHigh, [f, f])).toThrow(
      "Cannot apply multiplyHigh: expected integers, got f32",
    );
  });
});
