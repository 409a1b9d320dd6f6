import { describe, expect, test } from "vitest";
import { cumulativeProduct, cumulativeSum } from "../../src/ops/leaf/cumulative.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const X = tensor("f32", [4], [1, 2, 3, 4]);
const PLAIN = { axis: 0, exclusive: false, reverse: false };

describe("cumulativeSum, cumulativeProduct", () => {
  test("`evaluate()` from either end, with or without the element itself", () => {
    expect(elements(cumulativeSum, [X], PLAIN)).toEqual([1, 3, 6, 10]);
    expect(elements(cumulativeSum, [X], { ...PLAIN, exclusive: true })).toEqual([0, 1, 3, 6]);
    expect(elements(cumulativeSum, [X], { ...PLAIN, reverse: true })).toEqual([10, 9, 7, 4]);
    const both = { axis: 0, exclusive: true, reverse: true };
    expect(elements(cumulativeSum, [X], both)).toEqual([9, 7, 4, 0]);
    expect(elements(cumulativeProduct, [X], PLAIN)).toEqual([1, 2, 6, 24]);
    expect(elements(cumulativeProduct, [X], both)).toEqual([24, 12, 4, 1]);
  });

  test("`evaluate()` along each axis", () => {
    const x = tensor("i32", [2, 2], [1, 2, 3, 4]);
    expect(elements(cumulativeSum, [x], PLAIN)).toEqual([1, 2, 4, 6]);
    expect(elements(cumulativeSum, [x], { ...PLAIN, axis: -1 })).toEqual([1, 3, 3, 7]);
  });

  test("`evaluate()` keeps narrow floats in f32 on the way, rounds each result", () => {
    const x = tensor("bf16", [3], [256, 1, 1]);
    expect(elements(cumulativeSum, [x], PLAIN)).toEqual([256, 256, 258]);
    const single = tensor("f32", [3], [2 ** 24, 1, 1]);
    expect(elements(cumulativeSum, [single], PLAIN)).toEqual([2 ** 24, 2 ** 24, 2 ** 24]);
    const double = tensor("f64", [2], [2 ** 24, 1]);
    expect(elements(cumulativeSum, [double], PLAIN)).toEqual([2 ** 24, 2 ** 24 + 1]);
  });

  test("`evaluate()` wraps integers", () => {
    expect(elements(cumulativeSum, [tensor("i8", [2], [127, 1])], PLAIN)).toEqual([127, -128]);
    const big = tensor("u64", [2], [2n ** 63n, 2n ** 63n + 1n]);
    expect(apply(cumulativeSum, [big], PLAIN)[0]?.data).toEqual(BigUint64Array.of(2n ** 63n, 1n));
    const signed = tensor("i64", [2], [2n ** 62n, 4n]);
    expect(apply(cumulativeProduct, [signed], PLAIN)[0]?.data[1]).toBe(0n);
  });

  test("`infer()` refuses an axis that is not there, and bool", () => {
    expect(() => apply(cumulativeSum, [X], { ...PLAIN, axis: 1 })).toThrow(
      "Cannot apply cumulativeSum: expected an axis from -1 to 0, got 1",
    );
    expect(() => apply(cumulativeProduct, [tensor("bool", [1], [1])], PLAIN)).toThrow(
      "Cannot apply cumulativeProduct: expected a numeric type, got bool",
    );
  });

  test("`work()` is one operation less than elements a line; exclusive one less again", () => {
    const x = ["f32", [3, 5]] as const;
    expect(scalarsOf(cumulativeSum, [x], { ...PLAIN, axis: 1 })).toEqual({ add: 12n });
    const exclusive = { axis: 1, exclusive: true, reverse: false };
    expect(scalarsOf(cumulativeProduct, [x], exclusive)).toEqual({ multiply: 9n });
    expect(scalarsOf(cumulativeSum, [["f32", [3, 0]]], { ...PLAIN, axis: 1 })).toEqual({});
  });
});
