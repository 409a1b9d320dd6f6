import { describe, expect, test } from "vitest";
import {
  groupNormalization,
  instanceNormalization,
} from "../../src/ops/composite/group-normalization.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const f32 = (...values: number[]) => tensor("f32", [values.length], values);

describe("InstanceNormalization", () => {
  const X = tensor("f32", [1, 2, 2], [1, 3, 0, 4]);

  test("`evaluate()` normalises each channel of each sample", () => {
    expect(elements(instanceNormalization, [X, f32(2, 3), f32(1, 0)], { epsilon: 0 })).toEqual([
      -1, 3, -3, 3,
    ]);
    const wider = tensor("f32", [2, 1, 2], [0, 4, 4, 0]);
    expect(elements(instanceNormalization, [wider, f32(2), f32(0)], { epsilon: 12 })).toEqual([
      -1, 1, 1, -1,
    ]);
  });

  test("`evaluate()` computes f16 in f32", () => {
    const x = tensor("f16", [1, 1, 2], [60000, -60000]);
    const half = (value: number) => tensor("f16", [1], [value]);
    expect(elements(instanceNormalization, [x, half(1), half(0)], { epsilon: 0 })).toEqual([1, -1]);
  });

  test("`infer()` refuses parameters of another size", () => {
    expect(() => apply(instanceNormalization, [X, f32(1), f32(0, 0)], { epsilon: 0 })).toThrow(
      "Cannot apply InstanceNormalization: expected parameters of shape 2, got 1",
    );
  });

  test("`work()` of two channels of two", () => {
    const inputs = [["f32", [1, 2, 2]] as const, f32(1, 1), f32(0, 0)];
    expect(scalarsOf(instanceNormalization, inputs, { epsilon: 0 })).toEqual({
      add: 14n,
      divide: 8n,
      multiply: 8n,
      root: 2n,
    });
  });
});

describe("GroupNormalization", () => {
  const X = tensor("f32", [1, 4, 1], [1, 3, 0, 4]);
  const PLAIN = { groups: 2, epsilon: 0, perGroup: false, stash: "f32" };

  test("`evaluate()` normalises neighbouring channels together", () => {
    const parameters = [f32(1, 2, 3, 4), f32(0, 0, 0, 10)];
    expect(elements(groupNormalization, [X, ...parameters], PLAIN)).toEqual([-1, 2, -3, 14]);
  });

  test("`evaluate()` with one scale and bias a group", () => {
    const attributes = { ...PLAIN, perGroup: true };
    expect(elements(groupNormalization, [X, f32(2, 3), f32(1, 0)], attributes)).toEqual([
      -1, 3, -3, 3,
    ]);
  });

  test("`infer()` refuses groups that do not divide the channels, and other parameters", () => {
    const parameters = [f32(1, 1, 1, 1), f32(0, 0, 0, 0)];
    expect(() => apply(groupNormalization, [X, ...parameters], { ...PLAIN, groups: 3 })).toThrow(
      "Cannot apply GroupNormalization: expected groups that divide 4 channels, got 3",
    );
    expect(() => apply(groupNormalization, [X, f32(1, 1), f32(0, 0)], PLAIN)).toThrow(
      "Cannot apply GroupNormalization: expected parameters of shape 4, got 2",
    );
  });

  test("`work()` of two groups of two", () => {
    const inputs = [["f32", [1, 4, 1]] as const, f32(1, 1, 1, 1), f32(0, 0, 0, 0)];
    expect(scalarsOf(groupNormalization, inputs, PLAIN)).toEqual({
      add: 14n,
      divide: 8n,
      multiply: 8n,
      root: 2n,
    });
  });
});
