import { describe, expect, test } from "vitest";
import {
  layerNormalization,
  rmsNormalization,
} from "../../src/ops/composite/layer-normalization.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const LAST = { axis: -1, epsilon: 0, stash: "f32" };
const f32 = (...values: number[]) => tensor("f32", [values.length], values);

describe("LayerNormalization", () => {
  test("`evaluate()` gives the result, the mean and the inverse deviation", () => {
    const x = tensor("f32", [2, 2], [1, 3, 0, 4]);
    const results = apply(layerNormalization, [x, f32(2, 4), f32(10, 20)], LAST);
    expect(results.map(({ type, data }) => [type.shape, [...data]])).toEqual([
      [
        [2, 2],
        [8, 24, 8, 24],
      ],
      [
        [2, 1],
        [2, 2],
      ],
      [
        [2, 1],
        [1, 0.5],
      ],
    ]);
  });

  test("`evaluate()` from the axis on, without a bias, with epsilon", () => {
    const x = tensor("f32", [2, 2], [0, 0, 4, 4]);
    const attributes = { axis: 0, epsilon: 12, stash: "f32" };
    expect(elements(layerNormalization, [x, f32(4, 8)], attributes)).toEqual([-2, -4, 2, 4]);
  });

  test("`evaluate()` keeps statistics in the stash type", () => {
    const x = tensor("f16", [1, 2], [1, 3]);
    const scale = tensor("f16", [2], [1, 1]);
    const [y, mean] = apply(layerNormalization, [x, scale], LAST);
    expect([y?.type.element, mean?.type.element]).toEqual(["f16", "f32"]);
    const large = tensor("f16", [1, 2], [60000, -60000]);
    expect(elements(layerNormalization, [large, scale], LAST)).toEqual([1, -1]);
  });

  test("`infer()` refuses a scale that is larger than x", () => {
    const x = tensor("f32", [2], [1, 2]);
    expect(() => apply(layerNormalization, [x, tensor("f32", [2, 1], [1, 1])], LAST)).toThrow(
      "Cannot apply LayerNormalization: expected parameters that give a result of shape 2, got 2x2",
    );
  });

  test("`work()` of two rows of two with a bias", () => {
    const inputs = [["f32", [2, 2]] as const, f32(1, 1), f32(0, 0)];
    expect(scalarsOf(layerNormalization, inputs, LAST)).toEqual({
      add: 14n,
      divide: 6n,
      multiply: 12n,
      root: 2n,
    });
  });
});

describe("RMSNormalization", () => {
  test("`evaluate()` divides by the root of the mean of squares", () => {
    const x = tensor("f32", [1, 4], [4, 0, 0, 0]);
    expect(elements(rmsNormalization, [x, f32(3, 1, 1, 1)], LAST)).toEqual([6, 0, 0, 0]);
    expect(elements(rmsNormalization, [x, f32(1)], { ...LAST, epsilon: 12 })).toEqual([1, 0, 0, 0]);
  });

  test("`evaluate()` squares f16 in the stash type", () => {
    const x = tensor("f16", [1, 1], [60000]);
    expect(elements(rmsNormalization, [x, tensor("f16", [1], [2])], LAST)).toEqual([2]);
  });

  test("`infer()` refuses an axis that is not there", () => {
    expect(() => apply(rmsNormalization, [f32(1), f32(1)], { ...LAST, axis: 1 })).toThrow(
      "Cannot apply RMSNormalization: expected an axis from -1 to 0, got 1",
    );
  });

  test("`work()` of two rows of two", () => {
    expect(scalarsOf(rmsNormalization, [["f32", [2, 2]], f32(1, 1)], LAST)).toEqual({
      multiply: 8n,
      add: 4n,
      divide: 6n,
      root: 2n,
    });
  });
});
