import { describe, expect, test } from "vitest";
import { logSoftmax, softmax } from "../../src/ops/composite/softmax.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const INF = Number.POSITIVE_INFINITY;

describe("Softmax", () => {
  test("`evaluate()` along one axis, and along two as one line", () => {
    const x = tensor("f32", [2, 2], [0, 0, 1000, 1000]);
    expect(elements(softmax, [x], { axes: [1] })).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(elements(softmax, [x], { axes: [0] })).toEqual([0, 0, 1, 1]);
    expect(elements(softmax, [x], { axes: [0, 1] })).toEqual([0, 0, 0.5, 0.5]);
    expect(elements(softmax, [x], { axes: [] })).toEqual([1, 1, 1, 1]);
  });

  test("`evaluate()` of 0 and ln 3 is 1/4 and 3/4", () => {
    const [first, second] = elements(softmax, [tensor("f64", [2], [0, 1.0986122886681098])], {
      axes: [0],
    });
    expect(first).toBeCloseTo(0.25, 14);
    expect(second).toBeCloseTo(0.75, 14);
  });

  test("`evaluate()` gives what is minus infinity no share", () => {
    expect(elements(softmax, [tensor("f32", [3], [0, -INF, 0])], { axes: [0] })).toEqual([
      0.5, 0, 0.5,
    ]);
  });

  test("`evaluate()` of 300 zeros: the sum of ones stops at 256 in bf16, nowhere else", () => {
    const share = (element: "bf16" | "f16" | "f32") =>
      elements(softmax, [tensor(element, [300], [])], { axes: [0] })[0];
    expect(share("bf16")).toBe(1 / 256);
    // 1 / 300 is 1.7066... 2^-9: 1748 steps of 2^-19 in f16.
    expect(share("f16")).toBe(1748 / 2 ** 19);
    expect(share("f32")).toBe(Math.fround(1 / 300));
  });

  test("`infer()` refuses an axis that is not there", () => {
    expect(() => apply(softmax, [tensor("f32", [1], [1])], { axes: [1] })).toThrow(
      "Cannot apply reduceMaximum: expected an axis from -1 to 0, got 1",
    );
  });

  test("`work()` of two rows of three", () => {
    expect(scalarsOf(softmax, [["f32", [2, 3]]], { axes: [1] })).toEqual({
      compare: 4n,
      add: 10n,
      transcendental: 6n,
      divide: 6n,
    });
  });
});

describe("LogSoftmax", () => {
  test("`evaluate()` of 300 zeros in bf16 is -ln 256 = -5.545..., in steps of 1/32", () => {
    const [first] = elements(logSoftmax, [tensor("bf16", [300], [])], { axes: [0] });
    expect(first).toBe(-177 / 32);
  });

  test("`evaluate()` does not overflow", () => {
    const x = tensor("f32", [2], [1000, 1000]);
    expect(elements(logSoftmax, [x], { axes: [0] })).toEqual([
      -0.6931471824645996, -0.6931471824645996,
    ]);
    expect(elements(logSoftmax, [tensor("f32", [2], [0, 1000])], { axes: [0] })).toEqual([
      -1000, 0,
    ]);
  });

  test("`work()` of two rows of three", () => {
    expect(scalarsOf(logSoftmax, [["f32", [2, 3]]], { axes: [1] })).toEqual({
      compare: 4n,
      add: 16n,
      transcendental: 8n,
    });
  });
});
