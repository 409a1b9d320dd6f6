import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/domain/value-set.ts";
import type { ElementType } from "../../src/graph/element-type.ts";
import { toNumbers } from "../../src/graph/tensor.ts";
import { bitcast } from "../../src/ops/core/bitcast.ts";
import { convert } from "../../src/ops/core/convert.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const { NaN: NAN, POSITIVE_INFINITY: INF } = Number;

function converted(
  from: ElementType,
  values: readonly (number | bigint)[],
  to: ElementType,
  saturate = true,
  extra: object = {},
): number[] {
  const x = tensor(from, [values.length], values);
  return elements(convert, [x], { to, saturate, ...extra });
}

describe("convert", () => {
  test("float to integer truncates; 8 bits and more saturate, NaN is 0", () => {
    expect(converted("f32", [1.9, -1.9, 0.5, -0.5], "i32")).toEqual([1, -1, 0, 0]);
    expect(converted("f32", [300, -300, INF, -INF, NAN], "i8")).toEqual([127, -128, 127, -128, 0]);
    expect(converted("f32", [-1, 256], "u8")).toEqual([0, 255]);
    const x = tensor("f32", [4], [INF, -INF, NAN, 2 ** 40]);
    expect(apply(convert, [x], { to: "i64", saturate: true })[0]?.data).toEqual(
      BigInt64Array.of(2n ** 63n - 1n, -(2n ** 63n), 0n, 2n ** 40n),
    );
  });

  test("float to integers of 4 and 2 bits keeps the low bits, as ONNX's cases have it", () => {
    expect(converted("f32", [-9, -8, 7, 8, 15], "i4")).toEqual([7, -8, 7, -8, -1]);
    expect(converted("f16", [-3, 3.9], "u2")).toEqual([1, 3]);
  });

  test("integer to integer wraps", () => {
    expect(converted("i16", [200, -129], "i8")).toEqual([-56, 127]);
    expect(converted("i32", [-1, 17], "u4")).toEqual([15, 1]);
    expect(converted("i64", [2n ** 31n, -(2n ** 31n) - 1n], "i32")).toEqual([
      -2147483648, 2147483647,
    ]);
    expect(converted("u32", [4294967295], "i8")).toEqual([-1]);
    const x = tensor("i8", [1], [-1]);
    expect(apply(convert, [x], { to: "u64", saturate: true })[0]?.data).toEqual(
      BigUint64Array.of(2n ** 64n - 1n),
    );
  });

  test("to bool asks whether it is not 0; bool is 0 and 1", () => {
    expect(converted("f32", [0, -0, 0.1, NAN], "bool")).toEqual([0, 0, 1, 1]);
    expect(converted("i64", [0n, 256n], "bool")).toEqual([0, 1]);
    expect(converted("bool", [1, 0], "f16")).toEqual([1, 0]);
  });

  test("to a narrower float rounds once, ties to even", () => {
    expect(converted("f32", [1 + 2 ** -8, 1 + 3 * 2 ** -8], "bf16")).toEqual([1, 1 + 2 ** -6]);
    expect(converted("f32", [65519, 65520], "f16")).toEqual([65504, INF]);
    expect(converted("f64", [1 + 2 ** -24 + 2 ** -50], "f32")).toEqual([1 + 2 ** -23]);
  });

  test("64-bit integers round once from all their bits", () => {
    const tie = 2n ** 54n + 2n ** 30n;
    expect(converted("i64", [tie, tie + 1n, -tie - 1n], "f32")).toEqual([
      2 ** 54,
      2 ** 54 + 2 ** 31,
      -(2 ** 54) - 2 ** 31,
    ]);
    expect(converted("u64", [2n ** 64n - 1n], "f32")).toEqual([2 ** 64]);
    expect(converted("i64", [2n ** 53n + 1n], "f64")).toEqual([2 ** 53]);
  });

  test("to f8 with and without saturation, infinities too", () => {
    const values = [448, 449, 1000, INF, -INF, NAN];
    expect(converted("f32", values, "f8e4m3fn")).toEqual([448, 448, 448, 448, -448, NAN]);
    expect(converted("f32", values, "f8e4m3fn", false)).toEqual([448, 448, NAN, NAN, NAN, NAN]);
    expect(converted("f32", [1e6, -INF], "f8e5m2", false)).toEqual([INF, -INF]);
    expect(converted("f32", [1e6, -INF], "f8e5m2")).toEqual([57344, -57344]);
    expect(converted("i32", [1000, 17], "f8e4m3fn")).toEqual([448, 16]);
    expect(converted("f32", [5, 7, -100], "f4e2m1")).toEqual([4, 6, -6]);
  });

  test("to f8e8m0 in each rounding", () => {
    const values = [1, 1.5, 1.4, 3];
    const to = (rounding: string) => converted("f32", values, "f8e8m0", true, { rounding });
    expect(to("up")).toEqual([1, 2, 2, 4]);
    expect(to("down")).toEqual([1, 1, 1, 2]);
    expect(to("nearest")).toEqual([1, 2, 1, 4]);
    expect(converted("f32", [0], "f8e8m0")).toEqual([2 ** -127]);
    expect(converted("f32", [0, INF], "f8e8m0", false, { rounding: "up" })).toEqual([NAN, NAN]);
  });

  test("`values()` keep a grid where nothing is cut and the narrowest float type; bool is 1 bit", () => {
    const width = (from: ElementType, to: ElementType) =>
      analysed(convert, [[from, [4]]], { to, saturate: true }).outputs.map(widthOf);
    expect(width("u8", "i32")).toEqual([{ bits: 8, float: false }]);
    expect(width("u8", "i8")).toEqual([{ bits: 8, float: false }]);
    expect(width("f32", "bool")).toEqual([{ bits: 1, float: false }]);
    expect(width("bf16", "f32")).toEqual([{ bits: 16, float: true }]);
  });

  test("`work()` is none", () => {
    expect(scalarsOf(convert, [["f32", [8]]], { to: "i8", saturate: true })).toEqual({});
  });
});

describe("bitcast", () => {
  test("`evaluate()` keeps the bits", () => {
    const x = tensor("f32", [2], [1, -0]);
    expect(elements(bitcast, [x], { to: "u32" })).toEqual([0x3f800000, 0x80000000]);
    expect(elements(bitcast, [tensor("u16", [1], [0xc000])], { to: "f16" })).toEqual([-2]);
    expect(elements(bitcast, [tensor("bf16", [1], [1])], { to: "i16" })).toEqual([0x3f80]);
    expect(elements(bitcast, [tensor("i4", [2], [-1, 7])], { to: "u4" })).toEqual([15, 7]);
    expect(elements(bitcast, [tensor("u8", [2], [0xbc, 2])], { to: "f8e5m2" })).toEqual([
      -1,
      2 ** -15,
    ]);
    const [wide] = apply(bitcast, [tensor("f64", [1], [1])], { to: "i64" });
    expect(wide?.data).toEqual(BigInt64Array.of(0x3ff0000000000000n));
  });

  test("`evaluate()` takes a bool as a byte", () => {
    expect(elements(bitcast, [tensor("bool", [2], [1, 0])], { to: "u8" })).toEqual([1, 0]);
    const [truth] = apply(bitcast, [tensor("i8", [2], [-3, 0])], { to: "bool" });
    expect(truth === undefined ? [] : toNumbers(truth)).toEqual([1, 0]);
  });

  test("`infer()` refuses another width", () => {
    expect(() => apply(bitcast, [tensor("f32", [1], [0])], { to: "i64" })).toThrow(
      "Cannot apply bitcast: expected an element type of 32 bits, got i64",
    );
  });

  test("`work()` is none", () => {
    expect(scalarsOf(bitcast, [["f32", [8]]], { to: "i32" })).toEqual({});
  });
});
