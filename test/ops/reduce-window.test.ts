import { describe, expect, test } from "vitest";
import {
  reduceWindowMaximum,
  reduceWindowMinimum,
  reduceWindowSum,
} from "../../src/ops/core/reduce-window.ts";
import type { WindowAttributes } from "../../src/ops/windows.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const INF = Number.POSITIVE_INFINITY;
const SQUARE = tensor("f32", [1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);

/** Windows over the last two axes of four. */
function windows(window: readonly [number, number], more: Partial<WindowAttributes> = {}) {
  return {
    window: [1, 1, ...window],
    strides: [1, 1, 1, 1],
    padLow: [0, 0, 0, 0],
    padHigh: [0, 0, 0, 0],
    dilations: [1, 1, 1, 1],
    ...more,
  };
}

describe("windowed reductions", () => {
  test("`evaluate()` slides by the strides", () => {
    expect(elements(reduceWindowMaximum, [SQUARE], windows([2, 2]))).toEqual([5, 6, 8, 9]);
    expect(elements(reduceWindowMinimum, [SQUARE], windows([2, 2]))).toEqual([1, 2, 4, 5]);
    expect(elements(reduceWindowSum, [SQUARE], windows([2, 2]))).toEqual([12, 16, 24, 28]);
    const two = windows([1, 1], { strides: [1, 1, 2, 2] });
    expect(elements(reduceWindowSum, [SQUARE], two)).toEqual([1, 3, 7, 9]);
  });

  test("`evaluate()` leaves padding out", () => {
    const negative = tensor("f32", [1, 1, 1, 2], [-3, -5]);
    const padded = windows([1, 2], { padLow: [0, 0, 0, 1], padHigh: [0, 0, 0, 1] });
    expect(elements(reduceWindowMaximum, [negative], padded)).toEqual([-3, -3, -5]);
    expect(elements(reduceWindowSum, [negative], padded)).toEqual([-3, -8, -5]);
  });

  test("`evaluate()` of a window in the padding is the neutral element", () => {
    const far = windows([1, 1], { padLow: [0, 0, 0, 1] });
    const one = tensor("f32", [1, 1, 1, 1], [7]);
    expect(elements(reduceWindowMaximum, [one], far)).toEqual([-INF, 7]);
    expect(elements(reduceWindowSum, [one], far)).toEqual([0, 7]);
    expect(elements(reduceWindowMaximum, [tensor("i8", [1, 1, 1, 1], [7])], far)).toEqual([
      -128, 7,
    ]);
  });

  test("`evaluate()`: negative padding cuts off, dilation steps over", () => {
    const cut = windows([1, 1], { padLow: [0, 0, -1, 0], padHigh: [0, 0, 0, -2] });
    expect(elements(reduceWindowSum, [SQUARE], cut)).toEqual([4, 7]);
    const apart = windows([2, 2], { dilations: [1, 1, 2, 2] });
    expect(elements(reduceWindowSum, [SQUARE], apart)).toEqual([20]);
  });

  test("`evaluate()` does every batch and channel, whichever axes they are", () => {
    const x = tensor("f32", [2, 2, 1, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
    expect(elements(reduceWindowMaximum, [x], windows([1, 2]))).toEqual([2, 4, 6, 8]);
    const first = {
      window: [2, 1],
      strides: [1, 1],
      padLow: [0, 0],
      padHigh: [0, 0],
      dilations: [1, 1],
    };
    const rows = tensor("f32", [3, 2], [1, 2, 3, 4, 5, 6]);
    expect(elements(reduceWindowSum, [rows], first)).toEqual([4, 6, 8, 10]);
  });

  test("`evaluate()` sums bf16 in f32 and rounds once", () => {
    const x = tensor("bf16", [1, 1, 1, 3], [256, 1, 1]);
    expect(elements(reduceWindowSum, [x], windows([1, 3]))).toEqual([258]);
  });

  test("`infer()` gives nothing where no window fits and refuses what makes no sense", () => {
    expect(apply(reduceWindowSum, [SQUARE], windows([4, 1]))[0]?.type.shape).toEqual([1, 1, 0, 3]);
    expect(() => apply(reduceWindowSum, [SQUARE], windows([2, 0]))).toThrow(
      "Cannot apply reduceWindowSum: expected positive windows, strides and dilations, " +
        "got 1,1,2,0,1,1,1,1,1,1,1,1",
    );
    expect(() => apply(reduceWindowSum, [SQUARE], windows([2, 2], { strides: [1, 1] }))).toThrow(
      "Cannot apply reduceWindowSum: expected 4 entries in each list, got 2",
    );
  });

  test("`values()`: a declared width stays through a maximum", () => {
    const [set] = analysed(reduceWindowMaximum, [["i8", [1, 1, 3, 3]]], windows([2, 2])).outputs;
    expect(set?.status).toBe("declared");
  });

  test("`work()` is one operation less than the window holds, each result", () => {
    const x = ["f32", [1, 4, 3, 3]] as const;
    expect(scalarsOf(reduceWindowMaximum, [x], windows([2, 2]))).toEqual({ compare: 48n });
    expect(scalarsOf(reduceWindowSum, [x], windows([3, 3]))).toEqual({ add: 32n });
  });
});
