import { describe, expect, test } from "vitest";
import { scatterAlong, scatterND } from "../../src/ops/core/scatter.ts";
import { tensorScatter } from "../../src/ops/core/tensor-scatter.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const X = tensor("f32", [4], [1, 2, 3, 4]);
const AT = tensor("i64", [3], [1n, -1n, 1n]);
const UPDATES = tensor("f32", [3], [10, 20, 30]);

describe("scatterAlong", () => {
  const scattered = (reduction: string) =>
    elements(scatterAlong, [X, AT, UPDATES], { axis: 0, reduction });

  test("`evaluate()` puts updates in their places, the last one wins", () => {
    expect(scattered("none")).toEqual([1, 30, 3, 20]);
  });

  test("`evaluate()` reduces in ascending order", () => {
    expect(scattered("add")).toEqual([1, 42, 3, 24]);
    expect(scattered("multiply")).toEqual([1, 600, 3, 80]);
    expect(scattered("minimum")).toEqual([1, 2, 3, 4]);
    expect(scattered("maximum")).toEqual([1, 30, 3, 20]);
  });

  test("`evaluate()` along another axis", () => {
    const x = tensor("f32", [2, 2], [0, 0, 0, 0]);
    const at = tensor("i64", [2, 1], [1n, 0n]);
    const updates = tensor("f32", [2, 1], [5, 6]);
    const attributes = { axis: 1, reduction: "none" };
    expect(elements(scatterAlong, [x, at, updates], attributes)).toEqual([0, 5, 6, 0]);
  });

  test("`evaluate()` wraps integers and rounds narrow floats after every step", () => {
    const zero = tensor("i64", [2], [0n, 0n]);
    const add = { axis: 0, reduction: "add" };
    const bytes = [tensor("i8", [1], [127]), zero, tensor("i8", [2], [1, 1])];
    expect(elements(scatterAlong, bytes, add)).toEqual([-127]);
    const halves = [tensor("bf16", [1], [256]), zero, tensor("bf16", [2], [1, 1])];
    expect(elements(scatterAlong, halves, add)).toEqual([256]);
    const words = [tensor("i32", [1], [65536]), zero, tensor("i32", [2], [65537, 3])];
    expect(elements(scatterAlong, words, { axis: 0, reduction: "multiply" })).toEqual([196608]);
    const longs = [tensor("i64", [1], [5n]), zero, tensor("i64", [2], [7n, 6n])];
    expect(elements(scatterAlong, longs, { axis: 0, reduction: "maximum" })).toEqual([7]);
  });

  test("`infer()` refuses updates of another shape or type, and bool to reduce", () => {
    const none = { axis: 0, reduction: "none" };
    expect(() => apply(scatterAlong, [X, AT, X], none)).toThrow(
      "Cannot apply scatterAlong: expected updates of shape 3, got 4",
    );
    expect(() => apply(scatterAlong, [X, AT, AT], none)).toThrow(
      "Cannot apply scatterAlong: expected inputs of one element type (f32), got i64",
    );
    const bools = [tensor("bool", [3], [1]), AT, tensor("bool", [3], [1])];
    expect(() => apply(scatterAlong, bools, { axis: 0, reduction: "add" })).toThrow(
      "Cannot apply scatterAlong: expected a numeric type to reduce, got bool",
    );
  });

  test("`work()` is one operation an update that is reduced", () => {
    const operands = [
      ["f32", [4]],
      ["i64", [3]],
      ["f32", [3]],
    ] as const;
    const work = (reduction: string) => scalarsOf(scatterAlong, operands, { axis: 0, reduction });
    expect(work("none")).toEqual({});
    expect(work("add")).toEqual({ add: 3n });
    expect(work("multiply")).toEqual({ multiply: 3n });
    expect(work("maximum")).toEqual({ compare: 3n });
  });
});

describe("scatterND", () => {
  test("`evaluate()` puts slices where tuples say", () => {
    const x = tensor("f32", [2, 2], [1, 2, 3, 4]);
    const row = [x, tensor("i64", [1, 1], [1n]), tensor("f32", [1, 2], [10, 20])];
    expect(elements(scatterND, row, { reduction: "none" })).toEqual([1, 2, 10, 20]);
    const places = tensor("i64", [2, 2], [0n, 1n, 0n, 1n]);
    const twice = [x, places, tensor("f32", [2], [10, 20])];
    expect(elements(scatterND, twice, { reduction: "add" })).toEqual([1, 32, 3, 4]);
  });

  test("`infer()` refuses updates of another shape", () => {
    const x = tensor("f32", [2, 2], [1, 2, 3, 4]);
    const wrong = [x, tensor("i64", [1, 1], [1n]), tensor("f32", [2], [1, 2])];
    expect(() => apply(scatterND, wrong, { reduction: "none" })).toThrow(
      "Cannot apply scatterND: expected updates of shape 1x2, got 2",
    );
  });
});

describe("tensorScatter", () => {
  const cache = tensor("f32", [2, 3, 1], [1, 2, 3, 4, 5, 6]);
  const update = tensor("f32", [2, 2, 1], [10, 20, 30, 40]);

  test("`evaluate()` writes from an index on, around the end if it is circular", () => {
    const linear = { axis: -2, circular: false };
    const starts = tensor("i64", [2], [0n, 1n]);
    expect(elements(tensorScatter, [cache, update, starts], linear)).toEqual([
      10, 20, 3, 4, 30, 40,
    ]);
    const late = tensor("i64", [2], [2n, 1n]);
    expect(elements(tensorScatter, [cache, update, late], { axis: 1, circular: true })).toEqual([
      20, 2, 10, 4, 30, 40,
    ]);
    expect(() => apply(tensorScatter, [cache, update, late], linear)).toThrow(
      "Cannot apply tensorScatter: expected places from 0 to 2, got 3",
    );
  });

  test("`infer()` refuses an update longer than the cache, and the batch as axis", () => {
    const starts = tensor("i64", [2], [0n, 0n]);
    const long = tensor("f32", [2, 4, 1], new Array(8).fill(0));
    expect(() => apply(tensorScatter, [cache, long, starts], { axis: 1, circular: false })).toThrow(
      "Cannot apply tensorScatter: expected an update of shape 2x3x1, got 2x4x1",
    );
    expect(() =>
      apply(tensorScatter, [cache, update, starts], { axis: 0, circular: false }),
    ).toThrow("Cannot apply tensorScatter: expected an axis behind the batch, got 0");
  });

  test("`work()` is none", () => {
    const operands = [
      ["f32", [2, 3, 1]],
      ["f32", [2, 2, 1]],
      ["i64", [2]],
    ] as const;
    expect(scalarsOf(tensorScatter, operands, { axis: 1, circular: false })).toEqual({});
  });
});
