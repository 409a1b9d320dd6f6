import { describe, expect, test } from "vitest";
import { mixedPow } from "../../src/ops/composite/pow.ts";
import { power } from "../../src/ops/core/power.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const f32 = (...values: number[]) => tensor("f32", [values.length], values);

describe("power", () => {
  test("`evaluate()` of floats takes exponents of any numeric type", () => {
    expect(elements(power, [f32(2, 3, 4), f32(3, 2, 0.5)])).toEqual([8, 9, 2]);
    expect(elements(power, [f32(2, 3), tensor("i32", [], [-1])])).toEqual([
      0.5, 0.3333333432674408,
    ]);
    expect(elements(power, [f32(2, -2), tensor("u64", [2], [3n, 3n])])).toEqual([8, -8]);
  });

  test("`evaluate()` rounds once: 3^16 = 43046721 is not an f32", () => {
    expect(elements(power, [f32(3), f32(16)])).toEqual([43046720]);
  });

  test("`evaluate()`: anything to the power 0 is 1, negative bases have no roots", () => {
    expect(elements(power, [f32(0, Number.NaN, -8), f32(0, 0, 0.5)])).toEqual([1, 1, Number.NaN]);
  });

  test("`evaluate()` of integers is exact and wraps", () => {
    const [x, y] = [tensor("i32", [3], [3, -2, 2]), tensor("u8", [3], [19, 3, 31])];
    expect(elements(power, [x, y])).toEqual([1162261467, -8, -2147483648]);
    const [big] = apply(power, [tensor("i64", [2], [3n, 2n]), tensor("i32", [2], [39, 64])]);
    expect(big?.data).toEqual(BigInt64Array.of(4052555153018976267n, 0n));
  });

  test("`evaluate()` of integers to negative powers truncates", () => {
    const [x, y] = [
      tensor("i32", [5], [2, 1, -1, -1, 0]),
      tensor("i32", [5], [-1, -5, -3, -2, -1]),
    ];
    expect(elements(power, [x, y])).toEqual([0, 1, -1, 1, 0]);
  });

  test("`infer()` keeps the type of the base and broadcasts", () => {
    const [result] = apply(power, [tensor("f32", [2, 1], [2, 3]), tensor("i64", [2], [1n, 2n])]);
    expect(result?.type).toMatchObject({ element: "f32", shape: [2, 2] });
    expect([...(result?.data ?? [])]).toEqual([2, 4, 3, 9]);
    expect(() => apply(power, [tensor("i32", [1], [2]), f32(2)])).toThrow(
      "Cannot apply power: expected an integer exponent for an integer base, got f32",
    );
    expect(() => apply(power, [tensor("bool", [1], [1]), f32(2)])).toThrow(
      "Cannot apply power: expected a numeric base, got bool",
    );
  });

  test("`work()` is one transcendental an element", () => {
    expect(
      scalarsOf(power, [
        ["f32", [2, 3]],
        ["f32", []],
      ]),
    ).toEqual({ transcendental: 6n });
  });
});

describe("Pow of integers to floats", () => {
  test("`evaluate()` truncates what f64 gives", () => {
    const x = tensor("i64", [3], [1n, 2n, 3n]);
    const [result] = apply(mixedPow, [x, f32(4, 0.5, 2.5)]);
    expect(result?.data).toEqual(BigInt64Array.of(1n, 1n, 15n));
  });

  test("`work()` is that of the power", () => {
    expect(
      scalarsOf(mixedPow, [
        ["i32", [4]],
        ["f32", []],
      ]),
    ).toEqual({ transcendental: 4n });
  });
});
