import { describe, expect, test } from "vitest";
import { formatProof, widthOf } from "../../src/domain/value-set.ts";
import {
  type MultiThresholdAttributes,
  multiThreshold,
} from "../../src/ops/core/multi-threshold.ts";
import { analysed, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const PLAIN: MultiThresholdAttributes = { axis: 1, scale: 1, bias: 0, levels: 0 };
const STEPS = tensor("f32", [2, 3], [-1, 0, 1, 10, 20, 30]);

describe("multiThreshold", () => {
  test("`evaluate()` counts the thresholds that x is not below, by channel", () => {
    const x = tensor("f32", [1, 2, 2], [-1, 0.5, 9, 100]);
    expect(elements(multiThreshold, [x, STEPS], PLAIN)).toEqual([1, 2, 0, 3]);
    const last = tensor("f32", [1, 2, 2], [0, 10, Number.NaN, 30]);
    expect(elements(multiThreshold, [last, STEPS], { ...PLAIN, axis: -1 })).toEqual([2, 1, 0, 3]);
  });

  test("`evaluate()` takes one row for all channels", () => {
    const x = tensor("f32", [1, 3], [-2, 0, 2]);
    const row = tensor("f32", [1, 2], [0, 1]);
    expect(elements(multiThreshold, [x, row], PLAIN)).toEqual([0, 1, 2]);
  });

  test("`evaluate()` scales the count, then adds the bias", () => {
    const x = tensor("f32", [1, 2], [-5, 15]);
    expect(elements(multiThreshold, [x, STEPS], { ...PLAIN, scale: 2, bias: -3 })).toEqual([
      -3, -1,
    ]);
  });

  test("`work()` is one quantize an element, however many thresholds", () => {
    expect(scalarsOf(multiThreshold, [["f32", [4, 2, 3]], STEPS], PLAIN)).toEqual({
      quantize: 24n,
    });
  });

  test("`values()` are one code more than thresholds", () => {
    const bipolar = { ...PLAIN, scale: 2, bias: -1 };
    const one = tensor("f32", [2, 1], [0, 0]);
    const [set] = analysed(multiThreshold, [["f32", [1, 2]], one], bipolar).outputs;
    expect(set).toMatchObject({ status: "declared", grid: { lo: 0, hi: 1, step: 2, origin: -1 } });
    expect(set && formatProof(set.proof)).toBe("MultiThreshold with 1 thresholds at layer");
  });

  test("`values()` are as wide as a wider declared type", () => {
    const [set] = analysed(multiThreshold, [["f32", [1, 2]], STEPS], {
      ...PLAIN,
      levels: 16,
    }).outputs;
    expect(set && widthOf(set)).toEqual({ bits: 4, float: false });
  });

  test("`infer()` refuses thresholds of other channels", () => {
    const x = tensor("f32", [1, 3], [0, 0, 0]);
    expect(() => elements(multiThreshold, [x, STEPS], PLAIN)).toThrow(
      "Cannot apply multiThreshold: expected thresholds of 1 or 3 rows, got shape 2,3",
    );
  });
});
