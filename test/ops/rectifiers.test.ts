import { describe, expect, test } from "vitest";
import { leakyRelu, prelu, shrink, thresholdedRelu } from "../../src/ops/composite/rectifiers.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const NAN = Number.NaN;
const f32 = (...values: number[]) => tensor("f32", [values.length], values);

describe("LeakyRelu", () => {
  test("`evaluate()` scales what is below 0, by any alpha", () => {
    expect(elements(leakyRelu, [f32(-4, 0, 4)], { alpha: 0.25 })).toEqual([-1, 0, 4]);
    expect(elements(leakyRelu, [f32(-4, 4)], { alpha: -2 })).toEqual([8, 4]);
    expect(elements(leakyRelu, [f32(NAN)], { alpha: 0.25 })).toEqual([NAN]);
  });

  test("`evaluate()` rounds alpha to the type: 0.01 is 0.0100021 in f16", () => {
    const x = tensor("f16", [1], [-1]);
    expect(elements(leakyRelu, [x], { alpha: Math.fround(0.01) })).toEqual([-0.01000213623046875]);
  });

  test("`work()` is a multiply, a comparison and a selection an element", () => {
    expect(scalarsOf(leakyRelu, [["f32", [5]]], { alpha: 0.25 })).toEqual({
      multiply: 5n,
      compare: 10n,
    });
  });

  test("`infer()` refuses bool", () => {
    expect(() => apply(leakyRelu, [tensor("bool", [1], [1])], { alpha: 1 })).toThrow(
      "Cannot apply multiply: expected an element type that it is defined on, got bool",
    );
  });
});

describe("PRelu", () => {
  test("`evaluate()` stretches the slope", () => {
    const x = tensor("f32", [2, 2], [-1, -2, 3, -4]);
    expect(elements(prelu, [x, tensor("f32", [2, 1], [2, 10])])).toEqual([-2, -4, 3, -40]);
    expect(elements(prelu, [tensor("i32", [2], [-3, 3]), tensor("i32", [], [5])])).toEqual([
      -15, 3,
    ]);
  });

  test("`infer()` refuses a slope that is larger than x", () => {
    expect(() => apply(prelu, [f32(1, 2), tensor("f32", [3, 2], [1, 2, 3, 4, 5, 6])])).toThrow(
      "Cannot apply PRelu: expected x and a slope that stretches to x, together of shape 2, got 3x2",
    );
  });

  test("`work()` is that of LeakyRelu", () => {
    expect(scalarsOf(prelu, [["f32", [2, 3]], tensor("f32", [3], [1, 1, 1])])).toEqual({
      multiply: 6n,
      compare: 12n,
    });
  });
});

describe("ThresholdedRelu", () => {
  test("`evaluate()`: the bound itself gives 0", () => {
    expect(elements(thresholdedRelu, [f32(1, 1.5, -2, NAN)], { alpha: 1 })).toEqual([0, 1.5, 0, 0]);
  });

  test("`work()` is a comparison and a selection an element", () => {
    expect(scalarsOf(thresholdedRelu, [["f32", [5]]], { alpha: 1 })).toEqual({ compare: 10n });
  });
});

describe("Shrink", () => {
  test("`evaluate()` moves what is outside towards 0", () => {
    const attributes = { lambd: 1.5, bias: 0.5 };
    expect(elements(shrink, [f32(-2, -1.5, 0, 1.5, 2)], attributes)).toEqual([-1.5, 0, 0, 0, 1.5]);
  });

  test("`evaluate()` of integers truncates; unsigned ones are never below", () => {
    const attributes = { lambd: 1.5, bias: 1.5 };
    expect(elements(shrink, [tensor("i8", [4], [-2, -1, 1, 2])], attributes)).toEqual([
      -1, 0, 0, 1,
    ]);
    expect(elements(shrink, [tensor("u8", [3], [0, 1, 200])], attributes)).toEqual([0, 0, 199]);
    const wide = tensor("i64", [2], [-5n, 5n]);
    expect(elements(shrink, [wide], attributes)).toEqual([-4, 4]);
  });

  test("`work()` is two comparisons, two selections and two sums an element", () => {
    expect(scalarsOf(shrink, [["f32", [5]]], { lambd: 1, bias: 1 })).toEqual({
      compare: 20n,
      add: 10n,
    });
  });
});
