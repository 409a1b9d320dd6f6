import { describe, expect, test } from "vitest";
import { softmaxCrossEntropyLoss } from "../../src/ops/composite/losses.ts";
import { negativeLogLikelihood } from "../../src/ops/leaf/negative-log-likelihood.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const x = tensor("f32", [2, 2, 2], [-1, -2, -3, -4, -5, -6, -7, -8]);
const target = tensor("i64", [2, 2], [0n, 1n, 1n, 0n]);
const weight = tensor("f32", [2], [0.5, 2]);

describe("negativeLogLikelihood", () => {
  test("`evaluate()` picks one class a place", () => {
    expect(elements(negativeLogLikelihood, [x, target], { reduction: "none" })).toEqual([
      1, 4, 7, 6,
    ]);
    expect(elements(negativeLogLikelihood, [x, target], { reduction: "sum" })).toEqual([18]);
    expect(elements(negativeLogLikelihood, [x, target], { reduction: "mean" })).toEqual([4.5]);
  });

  test("`evaluate()` divides by the weights that were used", () => {
    const inputs = [x, target, weight];
    expect(elements(negativeLogLikelihood, inputs, { reduction: "none" })).toEqual([0.5, 8, 14, 3]);
    expect(elements(negativeLogLikelihood, inputs, { reduction: "mean" })).toEqual([
      5.099999904632568,
    ]);
  });

  test("`evaluate()` leaves out the ignored target, which may be no class", () => {
    const other = tensor("i64", [2, 2], [0n, -5n, 1n, 0n]);
    const ignored = -5;
    expect(elements(negativeLogLikelihood, [x, other], { reduction: "none", ignored })).toEqual([
      1, 0, 7, 6,
    ]);
    const mean = elements(negativeLogLikelihood, [x, other], { reduction: "mean", ignored });
    expect(mean[0]).toBeCloseTo(14 / 3, 6);
    expect(() => apply(negativeLogLikelihood, [x, other], { reduction: "none" })).toThrow(
      "Cannot apply negativeLogLikelihood: expected indices from -2 to 1, got -5",
    );
  });

  test("`work()`", () => {
    const operands = [
      ["f32", [2, 3, 5]],
      ["i64", [2, 5]],
    ] as const;
    const of = (reduction: string, ...more: readonly (readonly ["f32", readonly number[]])[]) =>
      scalarsOf(negativeLogLikelihood, [...operands, ...more], { reduction });
    expect(of("none")).toEqual({});
    expect(of("sum")).toEqual({ add: 9n });
    expect(of("mean", ["f32", [3]])).toEqual({ multiply: 10n, add: 18n, divide: 1n });
  });
});

describe("SoftmaxCrossEntropyLoss", () => {
  test("`evaluate()` of equal scores is ln 2, with all logarithms", () => {
    const scores = tensor("f64", [1, 2], [3, 3]);
    const labels = tensor("i32", [1], [1]);
    const [loss, logarithms] = apply(softmaxCrossEntropyLoss, [scores, labels], {
      reduction: "mean",
    });
    expect(loss?.data[0]).toBeCloseTo(Math.LN2, 14);
    expect(logarithms?.data[1]).toBeCloseTo(-Math.LN2, 14);
  });
});
