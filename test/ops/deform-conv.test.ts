import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/domain/value-set.ts";
import { deformConv } from "../../src/ops/composite/deform-conv.ts";
import { analysed, apply, elements } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const PLAIN = {
  window: [2, 2],
  strides: [1, 1],
  dilations: [1, 1],
  padLow: [0, 0],
  padHigh: [0, 0],
  offsetGroups: 1,
  groups: 1,
  hasBias: false,
};
const f32 = (shape: readonly number[], values: readonly number[]) => tensor("f32", shape, values);
const image = f32([1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
const ones = f32([1, 1, 2, 2], [1, 1, 1, 1]);
const still = f32([1, 8, 2, 2], new Array(32).fill(0));

describe("DeformConv", () => {
  test("`evaluate()` without offsets is a convolution", () => {
    expect(elements(deformConv, [image, ones, still], PLAIN)).toEqual([12, 16, 24, 28]);
  });

  test("`evaluate()` reads the first tap half a row lower: 2.5 instead of 1", () => {
    const moved = f32([1, 8, 2, 2], [0.5, ...new Array(31).fill(0)]);
    expect(elements(deformConv, [image, ones, moved], PLAIN)).toEqual([13.5, 16, 24, 28]);
  });

  test("`evaluate()` with a bias and a mask", () => {
    const mask = f32([1, 4, 2, 2], [0.5, ...new Array(15).fill(1)]);
    const inputs = [image, ones, still, f32([1], [100]), mask];
    expect(elements(deformConv, inputs, { ...PLAIN, hasBias: true })).toEqual([
      111.5, 116, 124, 128,
    ]);
  });

  test("`infer()` refuses offsets of another size", () => {
    expect(() => apply(deformConv, [image, ones, image], PLAIN)).toThrow(
      "Cannot apply deformedWindows: expected offsets of shape 1x8x2x2, got 1x1x3x3",
    );
  });

  test("`work()` is that of the convolution, and its weights are looked at", () => {
    const kernel = f32(
      [4, 2, 3, 3],
      Array.from({ length: 72 }, (_, i) => ((i * i) % 5 < 2 ? 0.25 : -0.25)),
    );
    const attributes = { ...PLAIN, window: [3, 3], padLow: [1, 1], padHigh: [1, 1], groups: 2 };
    const operands = [["f32", [1, 4, 8, 8]], kernel, ["f32", [1, 18, 8, 8]]] as const;
    const { contractions, scalars } = analysed(deformConv, operands, attributes).analysis;
    expect(contractions.map(({ contraction: { kind, macs } }) => [kind, macs])).toEqual([
      ["convolution", 4608n],
    ]);
    expect(widthOf(contractions[0]?.rhs.values as never).bits).toBe(1);
    // 64 places x 9 taps x 4 channels, 4 neighbours each; 18 x 64 offsets are added.
    expect([scalars.multiply, scalars.add]).toEqual([9216n, 6912n + 1152n]);
  });
});
