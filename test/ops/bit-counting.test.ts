import { describe, expect, test } from "vitest";
import { countLeadingZeros, populationCount } from "../../src/ops/core/bit-counting.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

describe("populationCount", () => {
  test("`evaluate()` is the example of StableHLO", () => {
    const x = tensor("i64", [4], [0n, 1n, 2n, 127n]);
    expect(apply(populationCount, [x])[0]?.data).toEqual(BigInt64Array.of(0n, 1n, 1n, 7n));
  });

  test("`evaluate()` counts the bits of the type", () => {
    expect(elements(populationCount, [tensor("i8", [3], [-1, -128, 85])])).toEqual([8, 1, 4]);
    expect(elements(populationCount, [tensor("u32", [2], [4294967295, 2 ** 31])])).toEqual([32, 1]);
    expect(elements(populationCount, [tensor("i4", [2], [-1, -8])])).toEqual([4, 1]);
    expect(elements(populationCount, [tensor("i64", [1], [-1n])])).toEqual([64]);
    expect(elements(populationCount, [tensor("i2", [2], [-1, 1])])).toEqual([-2, 1]);
  });

  test("`infer()` refuses floats, `work()` is one operation for each element", () => {
    expect(() => apply(populationCount, [tensor("f32", [1], [1])])).toThrow(
      "Cannot apply populationCount: expected an integer type, got f32",
    );
    expect(scalarsOf(populationCount, [["u8", [3, 2]]])).toEqual({ logic: 6n });
  });

  test("`values()` follow few codes", () => {
    const [values] = analysed(populationCount, [["u2", [4]]]).outputs;
    expect(values?.grid).toMatchObject({ lo: 0, hi: 2 });
  });
});

describe("countLeadingZeros", () => {
  test("`evaluate()` is the example of StableHLO", () => {
    const x = tensor("i64", [2, 2], [0n, 1n, 128n, -1n]);
    expect(elements(countLeadingZeros, [x])).toEqual([64, 63, 56, 0]);
  });

  test("`evaluate()` counts from the highest bit of the type", () => {
    expect(elements(countLeadingZeros, [tensor("u8", [4], [0, 1, 128, 63])])).toEqual([8, 7, 0, 2]);
    expect(elements(countLeadingZeros, [tensor("i32", [3], [0, 65536, -5])])).toEqual([32, 15, 0]);
    expect(elements(countLeadingZeros, [tensor("i4", [3], [0, 1, -1])])).toEqual([4, 3, 0]);
  });
});
