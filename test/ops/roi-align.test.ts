import { describe, expect, test } from "vitest";
import { roiAlign } from "../../src/ops/leaf/roi-align.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const PLAIN = {
  mode: "avg",
  height: 1,
  width: 1,
  samplingRatio: 1,
  spatialScale: 1,
  halfPixel: false,
} as const;
const image = tensor("f32", [1, 1, 3, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8]);
const first = tensor("i64", [1], [0n]);
const box = (...edges: readonly number[]) => tensor("f32", [1, 4], edges);

describe("roiAlign", () => {
  test("`evaluate()` takes the middle of a box, half an element before where boxes count so", () => {
    expect(elements(roiAlign, [image, box(0, 0, 2, 1), first], PLAIN)).toEqual([2.5]);
    const shifted = { ...PLAIN, halfPixel: true };
    expect(elements(roiAlign, [image, box(0.5, 0.5, 2.5, 1.5), first], shifted)).toEqual([2.5]);
  });

  test("`evaluate()` averages samples, or takes the largest weighted neighbour", () => {
    const four = { ...PLAIN, samplingRatio: 2 };
    // Samples at 0.5 and 1.5 each way: 2, 3, 5, 6.
    expect(elements(roiAlign, [image, box(0, 0, 2, 2), first], four)).toEqual([4]);
    // A quarter of the element at (2, 2).
    expect(elements(roiAlign, [image, box(0, 0, 2, 2), first], { ...four, mode: "max" })).toEqual([
      2,
    ]);
  });

  test("`evaluate()` without a ratio samples as many times as a bin has elements", () => {
    const adaptive = { ...PLAIN, samplingRatio: 0, width: 2 };
    expect(elements(roiAlign, [image, box(0, 0, 2, 2), first], adaptive)).toEqual([3.5, 4.5]);
  });

  test("`evaluate()`: what lies more than an element outside is 0", () => {
    expect(elements(roiAlign, [image, box(8, 8, 9, 9), first], PLAIN)).toEqual([0]);
  });

  test("`infer()` refuses other boxes", () => {
    expect(() => apply(roiAlign, [image, tensor("f32", [1, 5], [0]), first], PLAIN)).toThrow(
      "Cannot apply roiAlign: expected an image of rank 4 and boxes [R, 4], got 1x1x3x3 and 1x5",
    );
    const adaptive = { ...PLAIN, samplingRatio: 0 };
    expect(() => apply(roiAlign, [image, box(0, 0, 1e9, 1), first], adaptive)).toThrow(
      "Cannot apply roiAlign: expected boxes of at most 65536 elements a bin, got 1000000000",
    );
  });

  test("`work()` counts samples; that their number is open is said", () => {
    const operands = [
      ["f32", [1, 3, 9, 9]],
      ["f32", [5, 4]],
      ["i64", [5]],
    ] as const;
    const bins = { ...PLAIN, height: 2, width: 2, samplingRatio: 3 };
    expect(scalarsOf(roiAlign, operands, bins)).toEqual({
      multiply: 2160n,
      add: 2100n,
      divide: 60n,
    });
    expect(scalarsOf(roiAlign, operands, { ...bins, mode: "max" })).toEqual({
      multiply: 2160n,
      compare: 2100n,
    });
    const warnings = (samplingRatio: number) =>
      analysed(roiAlign, operands, { ...bins, samplingRatio }).analysis.warnings.map(
        ({ code }) => code,
      );
    expect([warnings(3), warnings(0)]).toEqual([[], ["data-dependent-work"]]);
  });
});
