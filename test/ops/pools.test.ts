import { describe, expect, test } from "vitest";
import {
  type AveragePoolAttributes,
  averagePool,
  globalAveragePool,
  globalLpPool,
  lpPool,
} from "../../src/ops/composite/pools.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

/** Windows of two along the last of four axes. */
const PAIRS: AveragePoolAttributes = {
  window: [1, 1, 1, 2],
  strides: [1, 1, 1, 1],
  padLow: [0, 0, 0, 0],
  padHigh: [0, 0, 0, 0],
  dilations: [1, 1, 1, 1],
  countPadding: false,
  overhang: [0, 0, 0, 0],
};
const PADDED = { ...PAIRS, padLow: [0, 0, 0, 1], padHigh: [0, 0, 0, 1] };
const line = (...values: number[]) => tensor("f32", [1, 1, 1, values.length], values);

describe("AveragePool", () => {
  test("`evaluate()` divides by what is inside, or by the padding too", () => {
    expect(elements(averagePool, [line(2, 4, 8)], PAIRS)).toEqual([3, 6]);
    expect(elements(averagePool, [line(2, 4)], PADDED)).toEqual([2, 3, 4]);
    expect(elements(averagePool, [line(2, 4)], { ...PADDED, countPadding: true })).toEqual([
      1, 3, 2,
    ]);
  });

  test("`evaluate()` never counts what hangs over the padding", () => {
    const over = { ...PAIRS, strides: [1, 1, 1, 2], overhang: [0, 0, 0, 1] };
    expect(elements(averagePool, [line(1, 2, 3)], over)).toEqual([1.5, 3]);
    expect(elements(averagePool, [line(1, 2, 3)], { ...over, countPadding: true })).toEqual([
      1.5, 3,
    ]);
    const padded = { ...over, padHigh: [0, 0, 0, 1], overhang: [0, 0, 0, 0], countPadding: true };
    expect(elements(averagePool, [line(1, 2, 3)], padded)).toEqual([1.5, 1.5]);
  });

  test("`evaluate()` counts along two axes and in dilated windows", () => {
    const x = tensor("f32", [1, 1, 2, 2], [1, 2, 3, 4]);
    const square = {
      ...PAIRS,
      window: [1, 1, 2, 2],
      padLow: [0, 0, 1, 1],
    };
    expect(elements(averagePool, [x], square)).toEqual([1, 1.5, 2, 2.5]);
    const dilated = { ...PADDED, dilations: [1, 1, 1, 2] };
    expect(elements(averagePool, [line(2, 4)], dilated)).toEqual([4, 2]);
  });

  test("`evaluate()` sums f16 in f32 and rounds once", () => {
    const x = tensor("f16", [1, 1, 1, 2], [65504, 65504]);
    expect(elements(averagePool, [x], PAIRS)).toEqual([65504]);
    expect(elements(globalAveragePool, [x])).toEqual([65504]);
  });

  test("`infer()` refuses windows of another rank", () => {
    expect(() => apply(averagePool, [tensor("f32", [2], [1, 2])], PAIRS)).toThrow(
      "Cannot apply reduceWindowSum: expected 1 entries in each list, got 4",
    );
  });

  test("`work()` is the sum and one divide an element", () => {
    expect(scalarsOf(averagePool, [["f32", [1, 1, 1, 5]]], PAIRS)).toEqual({ add: 4n, divide: 4n });
  });
});

describe("GlobalAveragePool", () => {
  test("`evaluate()` is the mean of each channel", () => {
    const x = tensor("f32", [1, 2, 1, 2], [1, 2, 3, 5]);
    const [result] = apply(globalAveragePool, [x]);
    expect([result?.type.shape, [...(result?.data ?? [])]]).toEqual([
      [1, 2, 1, 1],
      [1.5, 4],
    ]);
  });

  test("`work()` is n - 1 adds and one divide a channel", () => {
    expect(scalarsOf(globalAveragePool, [["f32", [1, 2, 3, 3]]])).toEqual({ add: 16n, divide: 2n });
  });
});

describe("LpPool, GlobalLpPool", () => {
  const { countPadding: _, overhang: __, ...windows } = PADDED;

  test("`evaluate()` of p 1, 2 and 3, padding as 0", () => {
    expect(elements(lpPool, [line(3, -4)], { ...windows, p: 2 })).toEqual([3, 5, 4]);
    expect(elements(lpPool, [line(3, -4)], { ...windows, p: 1 })).toEqual([3, 7, 4]);
    expect(elements(lpPool, [line(-2, 0)], { ...windows, p: 3 })).toEqual([2, 2, 0]);
    expect(elements(globalLpPool, [line(3, -4)], { p: 2 })).toEqual([5]);
  });

  test("`evaluate()` squares f16 in f32", () => {
    const x = tensor("f16", [1, 1, 1, 2], [300, 400]);
    expect(elements(globalLpPool, [x], { p: 2 })).toEqual([500]);
  });

  test("`infer()` refuses integers and windows of size 0", () => {
    const x = tensor("i8", [1, 1, 1, 1], [1]);
    expect(() => apply(globalLpPool, [x], { p: 3 })).toThrow(
      "Cannot apply LpPool: expected a float type, got i8",
    );
    expect(() => apply(lpPool, [line(1)], { ...windows, window: [1, 1, 1, 0], p: 2 })).toThrow(
      "Cannot apply reduceWindowSum: expected positive windows, strides and dilations, " +
        "got 1,1,1,0,1,1,1,1,1,1,1,1",
    );
  });

  test("`work()` of two channels of four", () => {
    const x = ["f32", [1, 2, 4]] as const;
    expect(scalarsOf(globalLpPool, [x], { p: 2 })).toEqual({ multiply: 8n, add: 6n, root: 2n });
    expect(scalarsOf(globalLpPool, [x], { p: 1 })).toEqual({ compare: 8n, add: 6n });
    expect(scalarsOf(globalLpPool, [x], { p: 3 })).toEqual({
      compare: 8n,
      add: 6n,
      transcendental: 10n,
    });
  });
});
