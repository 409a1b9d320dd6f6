import { describe, expect, test } from "vitest";
import { toNumbers } from "../../src/graph/tensor.ts";
import {
  type MaxPoolWithIndicesAttributes,
  maxPoolWithIndices,
} from "../../src/ops/leaf/max-pool-with-indices.ts";
import { analysed, apply, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const WINDOWS: MaxPoolWithIndicesAttributes = {
  window: [1, 1, 2, 2],
  strides: [1, 1, 1, 1],
  padLow: [0, 0, 0, 0],
  padHigh: [0, 0, 0, 0],
  dilations: [1, 1, 1, 1],
  columnMajor: false,
};

function pooled(values: readonly number[], shape: readonly number[], attributes = WINDOWS) {
  return apply(maxPoolWithIndices, [tensor("f32", shape, values)], attributes).map(toNumbers);
}

describe("maxPoolWithIndices", () => {
  test("`evaluate()` counts through the whole tensor; of equal elements the first", () => {
    expect(pooled([5, 1, 5, 2, 2, 2], [1, 1, 2, 3])).toEqual([
      [5, 5],
      [0, 2],
    ]);
    expect(pooled([1, 2, 3, 4, 8, 7, 6, 5], [1, 2, 2, 2])).toEqual([
      [4, 8],
      [3, 4],
    ]);
  });

  test("`evaluate()` column-major: the first spatial axis runs fastest", () => {
    const columns = { ...WINDOWS, columnMajor: true };
    expect(pooled([1, 9, 2, 3, 4, 8], [1, 1, 2, 3], columns)).toEqual([
      [9, 9],
      [2, 2],
    ]);
    expect(pooled([0, 0, 0, 0, 0, 1, 0, 0], [1, 2, 2, 2], columns)[1]).toEqual([0, 6]);
  });

  test("`evaluate()` leaves padding out; a window in the padding has no index", () => {
    const padded = { ...WINDOWS, window: [1, 1, 1, 1], padLow: [0, 0, 0, 1] };
    expect(pooled([-7], [1, 1, 1, 1], padded)).toEqual([
      [Number.NEGATIVE_INFINITY, -7],
      [-1, 0],
    ]);
  });

  test("`evaluate()`: the first NaN wins", () => {
    expect(pooled([1, Number.NaN, 9, Number.NaN], [1, 1, 2, 2])).toEqual([[Number.NaN], [1]]);
  });

  test("`infer()` gives the values and i64", () => {
    const x = tensor("i8", [1, 1, 2, 2], [1, 2, 3, 4]);
    expect(apply(maxPoolWithIndices, [x], WINDOWS).map(({ type }) => type.element)).toEqual([
      "i8",
      "i64",
    ]);
    expect(() => apply(maxPoolWithIndices, [x], { ...WINDOWS, strides: [1, 1, 0, 1] })).toThrow(
      "Cannot apply maxPoolWithIndices: expected positive windows, strides and dilations, " +
        "got 1,1,2,2,1,1,0,1,1,1,1,1",
    );
  });

  test("`values()`: a declared width stays; `work()` is that of the pool", () => {
    const { outputs } = analysed(maxPoolWithIndices, [["u4", [1, 1, 3, 3]]], WINDOWS);
    expect(outputs.map((set) => set.status)).toEqual(["declared", "assumed"]);
    expect(scalarsOf(maxPoolWithIndices, [["f32", [1, 2, 3, 3]]], WINDOWS)).toEqual({
      compare: 24n,
    });
  });
});
