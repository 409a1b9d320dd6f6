import { describe, expect, test } from "vitest";
import {
  and,
  bitwiseAnd,
  bitwiseNot,
  bitwiseOr,
  bitwiseXor,
  not,
  or,
  shiftLeft,
  shiftRight,
  xor,
} from "../../src/ops/core/logic.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const bool = (...values: number[]) => tensor("bool", [values.length], values);
const i8 = (...values: number[]) => tensor("i8", [values.length], values);
const i32 = (...values: number[]) => tensor("i32", [values.length], values);
const u32 = (...values: number[]) => tensor("u32", [values.length], values);
const i64 = (...values: bigint[]) => tensor("i64", [values.length], values);

describe("and, or, xor, not", () => {
  test("`evaluate()` has the truth tables", () => {
    const [x, y] = [bool(0, 0, 1, 1), bool(0, 1, 0, 1)];
    expect(elements(and, [x, y])).toEqual([0, 0, 0, 1]);
    expect(elements(or, [x, y])).toEqual([0, 1, 1, 1]);
    expect(elements(xor, [x, y])).toEqual([0, 1, 1, 0]);
    expect(elements(not, [y])).toEqual([1, 0, 1, 0]);
  });

  test("`values()` are two codes", () => {
    const [set] = analysed(and, [
      ["bool", [2]],
      ["bool", [2]],
    ]).outputs;
    expect(set?.grid).toEqual({ lo: 0, hi: 1, step: 1, origin: 0 });
  });

  test("`infer()` takes bool only", () => {
    expect(() => apply(and, [i8(1), i8(1)])).toThrow("Cannot apply and: expected bool, got i8");
  });

  test("`work()` is one logic operation an element", () => {
    expect(
      scalarsOf(or, [
        ["bool", [2, 1]],
        ["bool", [3]],
      ]),
    ).toEqual({ logic: 6n });
  });
});

describe("bitwise operators", () => {
  test("`evaluate()` works on two's complement", () => {
    expect(elements(bitwiseAnd, [i8(-1, 6), i8(5, 3)])).toEqual([5, 2]);
    expect(elements(bitwiseOr, [i8(-128, 6), i8(5, 3)])).toEqual([-123, 7]);
    expect(elements(bitwiseXor, [u32(2 ** 32 - 1), u32(1)])).toEqual([2 ** 32 - 2]);
    expect(elements(bitwiseNot, [i8(0, 5)])).toEqual([-1, -6]);
    expect(elements(bitwiseNot, [tensor("u4", [1], [5])])).toEqual([10]);
    expect(apply(bitwiseNot, [tensor("u64", [1], [0n])])[0]?.data[0]).toBe(2n ** 64n - 1n);
  });

  test("`infer()` takes integers only", () => {
    expect(() => apply(bitwiseNot, [bool(1)])).toThrow(
      "Cannot apply bitwiseNot: expected an integer type, got bool",
    );
  });

  test("`work()` is one logic operation an element", () => {
    expect(
      scalarsOf(bitwiseXor, [
        ["i8", [4]],
        ["i8", [4]],
      ]),
    ).toEqual({ logic: 4n });
  });
});

describe("shiftLeft", () => {
  test("`evaluate()` drops what leaves the type", () => {
    expect(elements(shiftLeft, [i8(1, 64, 3), i8(2, 1, 7)])).toEqual([4, -128, -128]);
    expect(elements(shiftLeft, [u32(2 ** 31 + 1), u32(1)])).toEqual([2]);
    expect(apply(shiftLeft, [i64(3n), i64(63n)])[0]?.data[0]).toBe(-(2n ** 63n));
  });

  test("`evaluate()` by the width and beyond, or by less than 0, is 0", () => {
    expect(elements(shiftLeft, [i8(1, 1, 1), i8(8, 100, -1)])).toEqual([0, 0, 0]);
    expect(elements(shiftLeft, [i32(1, 1, 1), i32(32, 33, -1)])).toEqual([0, 0, 0]);
    expect(apply(shiftLeft, [i64(1n, 1n), i64(64n, -1n)])[0]?.data).toEqual(
      BigInt64Array.of(0n, 0n),
    );
  });
});

describe("shiftRight", () => {
  test("`evaluate()` copies the sign, which unsigned types have not", () => {
    expect(elements(shiftRight, [i8(-5, 5), i8(1, 1)])).toEqual([-3, 2]);
    expect(elements(shiftRight, [u32(2 ** 32 - 1), u32(28)])).toEqual([15]);
  });

  test("`evaluate()` by the width and beyond, or by less than 0, leaves the sign", () => {
    expect(elements(shiftRight, [i8(-5, 5, -5), i8(8, 9, -1)])).toEqual([-1, 0, -1]);
    expect(elements(shiftRight, [i32(-5, 5), i32(32, -1)])).toEqual([-1, 0]);
    expect(elements(shiftRight, [u32(2 ** 32 - 1), u32(32)])).toEqual([0]);
    expect(apply(shiftRight, [i64(-5n, 5n), i64(64n, -1n)])[0]?.data).toEqual(
      BigInt64Array.of(-1n, 0n),
    );
  });
});
