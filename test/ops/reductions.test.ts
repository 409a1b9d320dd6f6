import { describe, expect, test } from "vitest";
import {
  reduceL1,
  reduceL2,
  reduceLogSum,
  reduceLogSumExp,
  reduceMean,
  reduceSumSquare,
} from "../../src/ops/composite/reductions.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const INF = Number.POSITIVE_INFINITY;
const f32 = (...values: number[]) => tensor("f32", [values.length], values);
const i32 = (...values: number[]) => tensor("i32", [values.length], values);
const ALL = { axes: [0], keepAxes: false };
const NONE = { axes: [], keepAxes: true };
const ROWS = { axes: [1], keepAxes: false };
const X = ["f32", [2, 3]] as const;

describe("ReduceMean", () => {
  test("`evaluate()` divides the sum; integers truncate; nothing has no mean", () => {
    expect(elements(reduceMean, [f32(1, 2, 6)], ALL)).toEqual([3]);
    expect(elements(reduceMean, [i32(-3, 2, -1, -3)], ALL)).toEqual([-1]);
    expect(elements(reduceMean, [f32()], ALL)).toEqual([Number.NaN]);
    expect(elements(reduceMean, [tensor("i64", [2], [4n, 7n])], ALL)).toEqual([5]);
  });

  test("`evaluate()` sums f16 in f32 and rounds once", () => {
    expect(elements(reduceMean, [tensor("f16", [2], [65504, 65504])], ALL)).toEqual([65504]);
  });

  test("`work()` is the sum and one divide a result", () => {
    expect(scalarsOf(reduceMean, [X], ROWS)).toEqual({ add: 4n, divide: 2n });
  });
});

describe("ReduceL1, ReduceL2, ReduceSumSquare", () => {
  test("`evaluate()`", () => {
    expect(elements(reduceL1, [f32(-3, 4)], ALL)).toEqual([7]);
    expect(elements(reduceL2, [f32(-3, 4)], ALL)).toEqual([5]);
    expect(elements(reduceSumSquare, [f32(-3, 4)], ALL)).toEqual([25]);
    expect(elements(reduceL2, [i32(1, 1)], ALL)).toEqual([1]);
    expect(elements(reduceL2, [f32()], ALL)).toEqual([0]);
  });

  test("`evaluate()` without axes still does the rest", () => {
    expect(elements(reduceL1, [f32(-3, 4)], NONE)).toEqual([3, 4]);
    expect(elements(reduceL2, [f32(-3, 4)], NONE)).toEqual([3, 4]);
    expect(elements(reduceSumSquare, [f32(-3, 4)], NONE)).toEqual([9, 16]);
  });

  test("`work()`", () => {
    expect(scalarsOf(reduceL1, [X], ROWS)).toEqual({ compare: 6n, add: 4n });
    expect(scalarsOf(reduceSumSquare, [X], ROWS)).toEqual({ multiply: 6n, add: 4n });
    expect(scalarsOf(reduceL2, [X], ROWS)).toEqual({ multiply: 6n, add: 4n, root: 2n });
  });
});

describe("ReduceLogSum", () => {
  test("`evaluate()`", () => {
    expect(elements(reduceLogSum, [f32(0.25, 0.75)], ALL)).toEqual([0]);
    expect(elements(reduceLogSum, [f32()], ALL)).toEqual([-INF]);
  });

  test("`infer()` takes floats only", () => {
    expect(() => apply(reduceLogSum, [i32(1)], ALL)).toThrow(
      "Cannot apply log: expected an element type that it is defined on, got i32",
    );
  });

  test("`work()`", () => {
    expect(scalarsOf(reduceLogSum, [X], ROWS)).toEqual({ add: 4n, transcendental: 2n });
  });
});

describe("ReduceLogSumExp", () => {
  test("`evaluate()` does not overflow: 1000 + ln 2", () => {
    expect(elements(reduceLogSumExp, [f32(1000, 1000)], ALL)).toEqual([1000.6931762695312]);
    expect(elements(reduceLogSumExp, [f32(-1000, -1000)], ALL)).toEqual([-999.3068237304688]);
  });

  test("`evaluate()` of infinities and of nothing", () => {
    expect(elements(reduceLogSumExp, [f32(-INF, -INF)], ALL)).toEqual([-INF]);
    expect(elements(reduceLogSumExp, [f32(INF, 0)], ALL)).toEqual([INF]);
    expect(elements(reduceLogSumExp, [f32()], ALL)).toEqual([-INF]);
  });

  test("`infer()` keeps the axes or drops them", () => {
    const x = tensor("f32", [1, 2], [0, 0]);
    expect(apply(reduceLogSumExp, [x], { axes: [-1], keepAxes: false })[0]?.type.shape).toEqual([
      1,
    ]);
    expect(apply(reduceLogSumExp, [x], { axes: [1], keepAxes: true })[0]?.type.shape).toEqual([
      1, 1,
    ]);
  });

  test("`work()` of two rows of three", () => {
    expect(scalarsOf(reduceLogSumExp, [X], ROWS)).toEqual({
      compare: 8n,
      add: 12n,
      transcendental: 8n,
    });
  });
});
