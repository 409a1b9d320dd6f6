import { describe, expect, test } from "vitest";
import { isFiniteNumber, isInfinite, isNan } from "../../src/ops/core/classification.ts";
import {
  equal,
  greater,
  greaterOrEqual,
  less,
  lessOrEqual,
  notEqual,
  totalOrderEqual,
  totalOrderGreater,
  totalOrderGreaterOrEqual,
  totalOrderLess,
  totalOrderLessOrEqual,
  totalOrderNotEqual,
} from "../../src/ops/core/comparison.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const NAN = Number.NaN;
const INF = Number.POSITIVE_INFINITY;
const f32 = (...values: number[]) => tensor("f32", [values.length], values);

describe("comparisons", () => {
  test("`evaluate()`: NaN is unordered and unequal, 0 equals -0", () => {
    const [x, y] = [f32(1, 2, 2, NAN, -0), f32(2, 1, 2, NAN, 0)];
    expect(elements(equal, [x, y])).toEqual([0, 0, 1, 0, 1]);
    expect(elements(less, [x, y])).toEqual([1, 0, 0, 0, 0]);
    expect(elements(lessOrEqual, [x, y])).toEqual([1, 0, 1, 0, 1]);
    expect(elements(greater, [x, y])).toEqual([0, 1, 0, 0, 0]);
    expect(elements(greaterOrEqual, [x, y])).toEqual([0, 1, 1, 0, 1]);
    expect(elements(notEqual, [x, y])).toEqual([1, 1, 0, 1, 0]);
  });

  test("`evaluate()` is exact on 64-bit integers and broadcasts", () => {
    const x = tensor("i64", [2, 1], [2n ** 53n, 2n ** 53n + 1n]);
    const y = tensor("i64", [2], [2n ** 53n, 2n ** 53n + 1n]);
    expect(elements(equal, [x, y])).toEqual([1, 0, 0, 1]);
    expect(elements(less, [x, y])).toEqual([0, 1, 0, 0]);
    expect(elements(equal, [tensor("u32", [], [2 ** 32 - 1]), tensor("u32", [1], [1])])).toEqual([
      0,
    ]);
  });

  test("`infer()` gives bool and refuses two types", () => {
    expect(
      apply(equal, [tensor("bool", [1], [1]), tensor("bool", [1], [1])])[0]?.type,
    ).toMatchObject({ element: "bool", shape: [1] });
    expect(() => apply(less, [f32(1), tensor("i8", [1], [1])])).toThrow(
      "Cannot apply less: expected inputs of one element type (f32), got i8",
    );
  });

  test("`work()` is one compare an element", () => {
    expect(
      scalarsOf(less, [
        ["f32", [2, 1]],
        ["f32", [3]],
      ]),
    ).toEqual({ compare: 6n });
  });
});

describe("comparisons in total order", () => {
  const order = [-INF, -1, -0, 0, 1, INF, NAN];
  const column = tensor("f32", [7, 1], order);
  /** 1 where `holds` of the places of two numbers in the order. */
  const matrix = (holds: (i: number, j: number) => boolean) =>
    order.flatMap((_, i) => order.map((__, j) => (holds(i, j) ? 1 : 0)));

  test("`evaluate()`: -0 comes before 0, NaN after infinity, and both equal themselves", () => {
    const inputs = [column, f32(...order)];
    expect(elements(totalOrderEqual, inputs)).toEqual(matrix((i, j) => i === j));
    expect(elements(totalOrderNotEqual, inputs)).toEqual(matrix((i, j) => i !== j));
    expect(elements(totalOrderLess, inputs)).toEqual(matrix((i, j) => i < j));
    expect(elements(totalOrderLessOrEqual, inputs)).toEqual(matrix((i, j) => i <= j));
    expect(elements(totalOrderGreater, inputs)).toEqual(matrix((i, j) => i > j));
    expect(elements(totalOrderGreaterOrEqual, inputs)).toEqual(matrix((i, j) => i >= j));
  });

  test.each([
    // IEEE 754: -NaN(2) < -NaN(1) < -infinity < infinity < NaN(1) < NaN(2), quiet ones.
    ["f32", [0xffc00002, 0xffc00001, 0xff800000, 0x7f800000, 0x7fc00001, 0x7fc00002]],
    [
      "f64",
      [
        [2, 0xfff80000],
        [1, 0xfff80000],
        [0, 0xfff00000],
        [0, 0x7ff00000],
        [1, 0x7ff80000],
        [2, 0x7ff80000],
      ].flat(),
    ],
  ] as const)("`evaluate()` of %s tells NaNs apart by sign, then by payload", (element, words) => {
    const [x, y] = [tensor(element, [6, 1], []), tensor(element, [6], [])];
    for (const { data } of [x, y]) new Uint32Array(data.buffer).set(words);
    const places = [0, 1, 2, 3, 4, 5];
    const rising = places.flatMap((i) => places.map((j) => (i < j ? 1 : 0)));
    expect(elements(totalOrderLess, [x, y])).toEqual(rising);
    const same = places.flatMap((i) => places.map((j) => (i === j ? 1 : 0)));
    expect(elements(totalOrderEqual, [x, y])).toEqual(same);
  });

  test("`evaluate()` of integers is the plain order", () => {
    const [x, y] = [tensor("i64", [3], [1n, 2n, 3n]), tensor("i64", [3], [2n, 2n, 2n])];
    expect(elements(totalOrderLess, [x, y])).toEqual([1, 0, 0]);
    expect(elements(totalOrderGreaterOrEqual, [x, y])).toEqual([0, 1, 1]);
  });
});

describe("isNan, isInfinite, isFiniteNumber", () => {
  const x = f32(1, NAN, INF, -INF);

  test("`evaluate()` answers for each element", () => {
    expect(elements(isNan, [x])).toEqual([0, 1, 0, 0]);
    expect(elements(isFiniteNumber, [x])).toEqual([1, 0, 0, 0]);
    expect(elements(isInfinite, [x], { negative: true, positive: true })).toEqual([0, 0, 1, 1]);
    expect(elements(isInfinite, [x], { negative: false, positive: true })).toEqual([0, 0, 1, 0]);
    expect(elements(isInfinite, [x], { negative: true, positive: false })).toEqual([0, 0, 0, 1]);
    expect(elements(isNan, [tensor("f16", [2], [NAN, 1])])).toEqual([1, 0]);
  });

  test("`values()` are two codes, `work()` one compare an element", () => {
    const { outputs, analysis } = analysed(isNan, [["f32", [3]]]);
    expect(outputs[0]?.grid).toEqual({ lo: 0, hi: 1, step: 1, origin: 0 });
    expect(analysis.scalars.compare).toBe(3n);
  });

  test("`infer()` takes floats only", () => {
    expect(() => apply(isNan, [tensor("i8", [1], [1])])).toThrow(
      "Cannot apply isNan: expected a float type, got i8",
    );
  });
});
