import { describe, expect, test } from "vitest";
import { formatProof } from "../../src/domain/value-set.ts";
import {
  reduceMaximum,
  reduceMinimum,
  reduceProduct,
  reduceSum,
} from "../../src/ops/core/reduce.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const NAN = Number.NaN;
const INF = Number.POSITIVE_INFINITY;
const X = tensor("f32", [2, 3], [1, 2, 3, 4, 5, 6]);

const along = (...axes: number[]) => ({ axes, keepAxes: false });
const kept = (...axes: number[]) => ({ axes, keepAxes: true });

describe("reductions", () => {
  test("`evaluate()` reduces the axes that are named, in any order, each once", () => {
    expect(elements(reduceSum, [X], along(0))).toEqual([5, 7, 9]);
    expect(elements(reduceSum, [X], along(-1))).toEqual([6, 15]);
    expect(elements(reduceSum, [X], along(1, 0, 1))).toEqual([21]);
    expect(elements(reduceProduct, [X], along(1))).toEqual([6, 120]);
    expect(elements(reduceMaximum, [X], along(0))).toEqual([4, 5, 6]);
    expect(elements(reduceMinimum, [X], along(1))).toEqual([1, 4]);
    const cube = tensor("f32", [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
    expect(elements(reduceSum, [cube], along(0, 2))).toEqual([14, 22]);
  });

  test("`evaluate()` without axes is the identity", () => {
    expect(elements(reduceMaximum, [X], along())).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("`evaluate()` sums f32 in f32, in order: 2^24 + 1 + 1 is 2^24, 1 + 1 + 2^24 is not", () => {
    const sum = (...values: number[]) =>
      elements(reduceSum, [tensor("f32", [3], values)], along(0));
    expect(sum(2 ** 24, 1, 1)).toEqual([2 ** 24]);
    expect(sum(1, 1, 2 ** 24)).toEqual([2 ** 24 + 2]);
  });

  test("`evaluate()` sums narrower floats in f32 and rounds once, f64 in f64", () => {
    const half = tensor("f16", [3], [2048, 1, 1]);
    expect(elements(reduceSum, [half], along(0))).toEqual([2050]);
    const brain = tensor("bf16", [3], [256, 1, 1]);
    expect(elements(reduceSum, [brain], along(0))).toEqual([258]);
    const double = tensor("f64", [3], [2 ** 24, 1, 1]);
    expect(elements(reduceSum, [double], along(0))).toEqual([2 ** 24 + 2]);
  });

  test("`evaluate()` in steps rounds after every addition: 256 + 1 is 256 in bf16", () => {
    const stepwise = { ...along(0), stepwise: true };
    expect(elements(reduceSum, [tensor("bf16", [3], [256, 1, 1])], stepwise)).toEqual([256]);
    expect(elements(reduceSum, [tensor("bf16", [3], [1, 1, 256])], stepwise)).toEqual([258]);
    expect(elements(reduceSum, [tensor("i8", [2], [127, 1])], stepwise)).toEqual([-128]);
  });

  test("`evaluate()` wraps integers", () => {
    expect(elements(reduceSum, [tensor("i8", [2], [127, 1])], along(0))).toEqual([-128]);
    expect(elements(reduceSum, [tensor("u4", [2], [15, 2])], along(0))).toEqual([1]);
    const factors = tensor("i32", [3], [65537, 65537, 3]);
    expect(elements(reduceProduct, [factors], along(0))).toEqual([393219]);
    const big = tensor("u64", [2], [2n ** 63n, 2n ** 63n + 5n]);
    expect(apply(reduceSum, [big], along(0))[0]?.data[0]).toBe(5n);
    expect(apply(reduceMaximum, [big], along(0))[0]?.data[0]).toBe(2n ** 63n + 5n);
  });

  test("`evaluate()` of nothing gives the neutral element of the type", () => {
    const nothing = (element: "f32" | "i8" | "u8" | "bool" | "i64") => tensor(element, [0], []);
    expect(elements(reduceSum, [nothing("f32")], along(0))).toEqual([0]);
    expect(elements(reduceProduct, [nothing("i64")], along(0))).toEqual([1]);
    expect(elements(reduceMaximum, [nothing("f32")], along(0))).toEqual([-INF]);
    expect(elements(reduceMinimum, [nothing("f32")], along(0))).toEqual([INF]);
    expect(elements(reduceMaximum, [nothing("i8")], along(0))).toEqual([-128]);
    expect(elements(reduceMinimum, [nothing("u8")], along(0))).toEqual([255]);
    expect(elements(reduceMaximum, [nothing("bool")], along(0))).toEqual([0]);
    expect(elements(reduceMinimum, [nothing("bool")], along(0))).toEqual([1]);
    expect(apply(reduceMinimum, [nothing("i64")], along(0))[0]?.data[0]).toBe(2n ** 63n - 1n);
  });

  test("`evaluate()`: NaN wins a maximum and a minimum", () => {
    const x = tensor("f32", [3], [1, NAN, 2]);
    expect(elements(reduceMaximum, [x], along(0))).toEqual([NAN]);
    expect(elements(reduceMinimum, [x], along(0))).toEqual([NAN]);
  });

  test("`infer()` drops the axes or keeps them as 1", () => {
    expect(apply(reduceSum, [X], along(1))[0]?.type.shape).toEqual([2]);
    expect(apply(reduceSum, [X], kept(1))[0]?.type.shape).toEqual([2, 1]);
    expect(apply(reduceSum, [X], kept(0, 1))[0]?.type.shape).toEqual([1, 1]);
    expect(() => apply(reduceSum, [X], along(2))).toThrow(
      "Cannot apply reduceSum: expected an axis from -2 to 1, got 2",
    );
  });

  test("`values()`: a declared width stays through a maximum, not through a sum", () => {
    const [most] = analysed(reduceMaximum, [["u4", [4]]], along(0)).outputs;
    expect(formatProof(most?.proof as never)).toBe("stored as u4");
    expect(analysed(reduceSum, [["u4", [4]]], along(0)).outputs[0]?.status).toBe("assumed");
  });

  test("`work()` is one operation less than elements, each result", () => {
    expect(scalarsOf(reduceSum, [["f32", [2, 3, 5]]], along(1, 2))).toEqual({ add: 28n });
    expect(scalarsOf(reduceProduct, [["f32", [2, 3]]], along(1))).toEqual({ multiply: 4n });
    expect(scalarsOf(reduceMaximum, [["f32", [2, 3]]], along(0))).toEqual({ compare: 3n });
    expect(scalarsOf(reduceSum, [["f32", [2, 3]]], along())).toEqual({});
  });
});
