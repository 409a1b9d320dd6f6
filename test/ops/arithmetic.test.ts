import { describe, expect, test } from "vitest";
import { toNumbers } from "../../src/graph/tensor.ts";
import {
  abs,
  add,
  divide,
  floorModulo,
  maximum,
  minimum,
  multiply,
  negate,
  reciprocal,
  remainder,
  sign,
  squareRoot,
  subtract,
} from "../../src/ops/core/arithmetic.ts";
import { ceil, floor, round, truncate } from "../../src/ops/core/rounding.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const NAN = Number.NaN;
const INF = Number.POSITIVE_INFINITY;

const f32 = (...values: number[]) => tensor("f32", [values.length], values);
const i8 = (...values: number[]) => tensor("i8", [values.length], values);
const i64 = (...values: bigint[]) => tensor("i64", [values.length], values);

describe("binary operators", () => {
  test("`evaluate()` stretches a scalar, a row, a column and both at once", () => {
    const x = tensor("f32", [2, 3], [1, 2, 3, 4, 5, 6]);
    expect(elements(add, [x, tensor("f32", [], [10])])).toEqual([11, 12, 13, 14, 15, 16]);
    expect(elements(add, [tensor("f32", [1, 1], [10]), x])).toEqual([11, 12, 13, 14, 15, 16]);
    expect(elements(add, [x, f32(10, 20, 30)])).toEqual([11, 22, 33, 14, 25, 36]);
    expect(elements(add, [x, tensor("f32", [2, 1], [10, 20])])).toEqual([11, 12, 13, 24, 25, 26]);
    const [outer] = apply(subtract, [tensor("f32", [2, 1], [10, 20]), f32(1, 2)]);
    expect([outer?.type.shape, [...(outer?.data ?? [])]]).toEqual([
      [2, 2],
      [9, 8, 19, 18],
    ]);
  });

  test("`evaluate()` stretches a channel in the middle and an axis of another", () => {
    const x = tensor("f32", [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
    const channels = tensor("f32", [2, 1], [10, 20]);
    expect(elements(multiply, [x, channels])).toEqual([10, 20, 60, 80, 50, 60, 140, 160]);
    const ends = tensor("f32", [2, 1, 2], [1, 2, 3, 4]);
    expect(elements(add, [ends, channels])).toEqual([11, 12, 21, 22, 13, 14, 23, 24]);
  });

  test("`evaluate()` of nothing is nothing", () => {
    const [result] = apply(add, [tensor("f32", [0, 2], []), tensor("f32", [1, 2], [1, 2])]);
    expect([result?.type.shape, result?.data.length]).toEqual([[0, 2], 0]);
  });

  test("`evaluate()` rounds once to the element type", () => {
    expect(elements(add, [f32(2 ** 24), f32(1)])).toEqual([2 ** 24]);
    const half = (value: number) => tensor("f16", [1], [value]);
    expect(elements(add, [half(2048), half(1)])).toEqual([2048]);
    expect(elements(add, [half(2048), half(3)])).toEqual([2052]);
    expect(elements(multiply, [half(256), half(256)])).toEqual([INF]);
    const brain = (value: number) => tensor("bf16", [1], [value]);
    expect(elements(add, [brain(256), brain(1)])).toEqual([256]);
    expect(elements(divide, [f32(1), f32(3)])).toEqual([0.3333333432674408]);
  });

  test("`evaluate()` wraps integers", () => {
    expect(elements(add, [i8(127, -128), i8(1, -1)])).toEqual([-128, 127]);
    expect(elements(subtract, [tensor("u8", [1], [0]), tensor("u8", [1], [1])])).toEqual([255]);
    const wide = (value: number) => tensor("i32", [1], [value]);
    expect(elements(multiply, [wide(65537), wide(65537)])).toEqual([131073]);
    expect(elements(add, [tensor("i4", [1], [7]), tensor("i4", [1], [1])])).toEqual([-8]);
    expect(elements(add, [tensor("u2", [1], [3]), tensor("u2", [1], [2])])).toEqual([1]);
    const [big] = apply(add, [i64(2n ** 63n - 1n), i64(1n)]);
    expect(big?.data[0]).toBe(-(2n ** 63n));
    const unsigned = (value: bigint) => tensor("u64", [1], [value]);
    const [product] = apply(multiply, [unsigned(2n ** 63n), unsigned(3n)]);
    expect(product?.data[0]).toBe(2n ** 63n);
  });

  test("`infer()` refuses other types and shapes", () => {
    expect(() => apply(add, [f32(1), i8(1)])).toThrow(
      "Cannot apply add: expected inputs of one element type (f32), got i8",
    );
    expect(() => apply(add, [f32(1, 2), f32(1, 2, 3)])).toThrow(
      "Cannot apply add: expected shapes that broadcast, got 2 and 3",
    );
    const truth = tensor("bool", [1], [1]);
    expect(() => apply(multiply, [truth, truth])).toThrow(
      "Cannot apply multiply: expected an element type that it is defined on, got bool",
    );
    expect(() => apply(squareRoot, [i8(1)])).toThrow(
      "Cannot apply squareRoot: expected an element type that it is defined on, got i8",
    );
  });

  test("`work()` is one operation an output element", () => {
    const [x, y] = [["f32", [2, 1]] as const, ["f32", [3]] as const];
    expect(scalarsOf(add, [x, y])).toEqual({ add: 6n });
    expect(scalarsOf(subtract, [x, y])).toEqual({ add: 6n });
    expect(scalarsOf(multiply, [x, y])).toEqual({ multiply: 6n });
    expect(scalarsOf(divide, [x, y])).toEqual({ divide: 6n });
    expect(scalarsOf(remainder, [x, y])).toEqual({ divide: 6n });
    expect(scalarsOf(maximum, [x, y])).toEqual({ compare: 6n });
    expect(scalarsOf(reciprocal, [x])).toEqual({ divide: 2n });
    expect(scalarsOf(squareRoot, [x])).toEqual({ root: 2n });
    expect(scalarsOf(round, [x])).toEqual({ round: 2n });
    expect(scalarsOf(negate, [x])).toEqual({ add: 2n });
  });
});

describe("divide", () => {
  test("`evaluate()` truncates integers; by 0 they give 0", () => {
    const [x, y] = [i8(7, -7, 7, -128, 5), i8(2, 2, -2, -1, 0)];
    expect(elements(divide, [x, y])).toEqual([3, -3, -3, -128, 0]);
    const [big] = apply(divide, [i64(-7n, -(2n ** 63n), 5n), i64(2n, -1n, 0n)]);
    expect([...(big?.data ?? [])]).toEqual([-3n, -(2n ** 63n), 0n]);
  });

  test("`evaluate()` of floats by 0 is infinite or NaN", () => {
    expect(elements(divide, [f32(1, -1, 0), f32(0, 0, 0)])).toEqual([INF, -INF, NAN]);
  });
});

describe("maximum and minimum", () => {
  test("`evaluate()`: NaN wins, -0 < +0", () => {
    expect(elements(maximum, [f32(1, NAN, -0), f32(NAN, 2, 0)])).toEqual([NAN, NAN, 0]);
    expect(elements(minimum, [f32(1, NAN, 0), f32(NAN, 2, -0)])).toEqual([NAN, NAN, -0]);
  });

  test("`evaluate()` compares 64-bit integers exactly", () => {
    const [x, y] = [i64(2n ** 53n), i64(2n ** 53n + 1n)];
    expect(apply(maximum, [x, y])[0]?.data[0]).toBe(2n ** 53n + 1n);
    expect(apply(minimum, [x, y])[0]?.data[0]).toBe(2n ** 53n);
  });
});

describe("floorModulo", () => {
  test("`evaluate()` has the divisor's sign", () => {
    expect(elements(floorModulo, [i8(-4, 7, 5, 4, -7, 8), i8(2, -3, 8, -2, 3, 0)])).toEqual([
      0, -2, 5, 0, 2, 0,
    ]);
    const [big] = apply(floorModulo, [i64(-7n, 7n, 7n), i64(3n, -3n, 0n)]);
    expect([...(big?.data ?? [])]).toEqual([2n, -2n, 0n]);
    expect(elements(floorModulo, [f32(-4.25, 7.5, 5), f32(2, -3, 8)])).toEqual([1.75, -1.5, 5]);
  });

  test("`evaluate()` of zeros and infinities", () => {
    const x = f32(0, -0, 4, INF, 1, 1, -1, 1, NAN);
    const y = f32(-2, 2, -2, 2, 0, INF, INF, -INF, 1);
    expect(elements(floorModulo, [x, y])).toEqual([-0, 0, -0, NAN, NAN, 1, INF, -INF, NAN]);
  });
});

describe("remainder", () => {
  test("`evaluate()` has the dividend's sign", () => {
    expect(elements(remainder, [i8(-4, 7, -7, 8), i8(3, -3, 2, 0)])).toEqual([-1, 1, -1, 0]);
    expect(elements(remainder, [f32(-4.25, 7.5, 1, 1), f32(2, -3, INF, 0)])).toEqual([
      -0.25,
      1.5,
      1,
      NAN,
    ]);
  });
});

describe("unary operators", () => {
  test("abs, negate: the smallest integer stays", () => {
    expect(elements(abs, [i8(-128, -1, 1)])).toEqual([-128, 1, 1]);
    expect(elements(negate, [i8(-128, -1, 1)])).toEqual([-128, 1, -1]);
    expect(elements(abs, [tensor("i4", [2], [-8, -7])])).toEqual([-8, 7]);
    expect(apply(abs, [i64(-(2n ** 63n), -5n)])[0]?.data).toEqual(
      BigInt64Array.of(-(2n ** 63n), 5n),
    );
    expect(elements(negate, [f32(0, 1.5, -INF)])).toEqual([-0, -1.5, INF]);
  });

  test("sign: 0 and -0 give 0, NaN stays", () => {
    expect(elements(sign, [f32(-2, -0, 0, 3, NAN)])).toEqual([-1, 0, 0, 1, NAN]);
    expect(toNumbers(apply(sign, [i64(-5n, 0n, 9n)])[0] as never)).toEqual([-1, 0, 1]);
  });

  test("squareRoot, reciprocal: rounded once", () => {
    expect(elements(squareRoot, [f32(4, 2, -1, -0)])).toEqual([2, 1.4142135381698608, NAN, -0]);
    expect(elements(reciprocal, [f32(4, 3, 0, -0)])).toEqual([0.25, 0.3333333432674408, INF, -INF]);
  });

  test("floor, ceil, round, truncate", () => {
    const x = f32(-1.5, -0.5, 0.5, 1.5, 2.5, -INF);
    expect(elements(floor, [x])).toEqual([-2, -1, 0, 1, 2, -INF]);
    expect(elements(ceil, [x])).toEqual([-1, -0, 1, 2, 3, -INF]);
    expect(elements(round, [x])).toEqual([-2, -0, 0, 2, 2, -INF]);
    expect(elements(truncate, [x])).toEqual([-1, -0, 0, 1, 2, -INF]);
  });
});
