import { describe, expect, test } from "vitest";
import { batchNormalization } from "../../src/ops/composite/batch-normalization.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const PLAIN = { epsilon: 0, spatial: true };
const f32 = (...values: number[]) => tensor("f32", [values.length], values);
/** Scale, bias, mean, variance of two channels. */
const TWO = [f32(2, 1), f32(10, 20), f32(1, 2), f32(4, 0.25)];

describe("BatchNormalization", () => {
  test("`evaluate()` takes one parameter a channel", () => {
    expect(
      elements(batchNormalization, [tensor("f32", [2, 2], [1, 2, 3, 4]), ...TWO], PLAIN),
    ).toEqual([10, 20, 12, 24]);
    const image = tensor("f32", [1, 2, 1, 2], [1, 3, 2, 4]);
    expect(elements(batchNormalization, [image, ...TWO], PLAIN)).toEqual([10, 12, 20, 24]);
  });

  test("`evaluate()` adds epsilon to the variance", () => {
    const ones = [f32(1), f32(0), f32(0), f32(3)];
    const x = tensor("f32", [2, 1], [2, 4]);
    expect(elements(batchNormalization, [x, ...ones], { ...PLAIN, epsilon: 1 })).toEqual([1, 2]);
    expect(elements(batchNormalization, [f32(2, 4), ...ones], { ...PLAIN, epsilon: 1 })).toEqual([
      1, 2,
    ]);
  });

  test("`evaluate()` takes one parameter a place where it is not spatial", () => {
    const places = (...values: number[]) => tensor("f32", [1, 2], values);
    const parameters = [places(1, 2), places(0, 1), places(1, 1), places(1, 4)];
    const x = tensor("f32", [2, 1, 2], [1, 3, 2, 5]);
    expect(
      elements(batchNormalization, [x, ...parameters], { epsilon: 0, spatial: false }),
    ).toEqual([0, 3, 1, 5]);
  });

  test("`evaluate()` computes f16 in f32 and rounds once: 2048 + 1 - 1", () => {
    const half = (value: number) => tensor("f16", [1], [value]);
    const x = tensor("f16", [1, 1], [2048]);
    const inputs = [x, half(1), half(-1), half(-1), half(1)];
    expect(elements(batchNormalization, inputs, PLAIN)).toEqual([2048]);
    const wide = [x, f32(1), f32(-1), f32(-1), f32(1)];
    expect(apply(batchNormalization, wide, PLAIN)[0]?.type.element).toBe("f16");
  });

  test("`infer()` refuses parameters of another size", () => {
    const x = tensor("f32", [1, 3], [1, 2, 3]);
    expect(() => apply(batchNormalization, [x, ...TWO], PLAIN)).toThrow(
      "Cannot apply BatchNormalization: expected parameters of shape 3, got 2",
    );
  });

  test("`work()` is one multiply and one add an element", () => {
    expect(scalarsOf(batchNormalization, [["f32", [1, 2, 3, 3]], ...TWO], PLAIN)).toEqual({
      multiply: 18n,
      add: 18n,
    });
  });
});
