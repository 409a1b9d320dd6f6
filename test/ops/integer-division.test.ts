import { describe, expect, test } from "vitest";
import { signKeepingZero } from "../../src/ops/core/arithmetic.ts";
import { integerDivide, integerRemainder } from "../../src/ops/core/integer-division.ts";
import { power } from "../../src/ops/core/power.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

/** What XLA's CPU in jaxlib 0.10.2 makes of them. */
describe("integerDivide, integerRemainder", () => {
  test("`evaluate()` of i8: by 0 all bits and x, the smallest over -1 itself and 0", () => {
    const [x, y] = [
      tensor("i8", [6], [7, -7, 5, -128, 127, 0]),
      tensor("i8", [6], [2, 2, 0, -1, 3, 0]),
    ];
    expect(elements(integerDivide, [x, y])).toEqual([3, -3, -1, -128, 42, -1]);
    expect(elements(integerRemainder, [x, y])).toEqual([1, -1, 5, 0, 1, 0]);
  });

  test("`evaluate()` of i32, i64 and u8", () => {
    const [x, y] = [
      tensor("i32", [3], [-(2 ** 31), 2 ** 31 - 1, 5]),
      tensor("i32", [3], [-1, 3, 0]),
    ];
    expect(elements(integerDivide, [x, y])).toEqual([-(2 ** 31), 715827882, -1]);
    expect(elements(integerRemainder, [x, y])).toEqual([0, 1, 5]);
    const big = [
      tensor("i64", [3], [-(2n ** 63n), 2n ** 63n - 1n, 5n]),
      tensor("i64", [3], [-1n, 3n, 0n]),
    ];
    const [quotient] = apply(integerDivide, big);
    expect(quotient?.data).toEqual(
      BigInt64Array.of(-9223372036854775808n, 3074457345618258602n, -1n),
    );
    expect(elements(integerRemainder, big)).toEqual([0, 1, 5]);
    const bytes = [tensor("u8", [3], [255, 5, 0]), tensor("u8", [3], [3, 0, 0])];
    expect(elements(integerDivide, bytes)).toEqual([85, 255, 255]);
    expect(elements(integerRemainder, bytes)).toEqual([0, 5, 0]);
  });

  test("`evaluate()` of u64 and u4 by 0 is their largest number", () => {
    const [wide] = apply(integerDivide, [tensor("u64", [1], [9n]), tensor("u64", [1], [0n])]);
    expect(wide?.data[0]).toBe(2n ** 64n - 1n);
    expect(elements(integerDivide, [tensor("u4", [1], [9]), tensor("u4", [1], [0])])).toEqual([15]);
  });

  test("`infer()` refuses floats", () => {
    const x = tensor("f32", [1], [1]);
    expect(() => apply(integerRemainder, [x, x])).toThrow(
      "Cannot apply integerRemainder: expected an integer type, got f32",
    );
  });

  test("`work()` is one division an element", () => {
    expect(
      scalarsOf(integerDivide, [
        ["i32", [2, 3]],
        ["i32", [3]],
      ]),
    ).toEqual({ divide: 6n });
  });
});

describe("power, signKeepingZero", () => {
  test("`evaluate()` of integers wraps; negative exponents leave only 1 and -1", () => {
    const x = tensor("i32", [14], [0, 0, 0, 1, 1, -1, -1, -1, 2, 2, 3, -2, -3, 5]);
    const y = tensor("i32", [14], [-1, 0, -2, -5, 5, -3, -4, -(2 ** 31), -1, 31, 21, 31, -1, 40]);
    expect(elements(power, [x, y])).toEqual([
      0, 1, 0, 1, 1, -1, 1, 1, 0, -2147483648, 1870418611, -2147483648, 0, -1413876383,
    ]);
  });

  test("`evaluate()` of a sign keeps -0", () => {
    expect(elements(signKeepingZero, [tensor("f32", [4], [-0, 0, -3, Number.NaN])])).toEqual([
      -0,
      0,
      -1,
      Number.NaN,
    ]);
    expect(elements(signKeepingZero, [tensor("u8", [2], [0, 3])])).toEqual([0, 1]);
  });
});
