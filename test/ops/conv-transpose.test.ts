import { describe, expect, test } from "vitest";
import { convTranspose } from "../../src/ops/composite/conv-transpose.ts";
import type { ConvAttributes } from "../../src/ops/core/conv.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

/** Stride 2 and a window of 2 on one axis: each element becomes two. */
const DOUBLED: ConvAttributes = {
  data: { batch: 0, feature: 1, spatial: [2] },
  kernel: { output: 1, input: 0, spatial: [2] },
  output: { batch: 0, feature: 1, spatial: [2] },
  strides: [1],
  padLow: [1],
  padHigh: [1],
  dataDilation: [2],
  kernelDilation: [1],
  reversed: [true],
  groups: 1,
  batchGroups: 1,
  result: "f32",
};

describe("ConvTranspose", () => {
  const x = tensor("f32", [1, 2, 2], [1, 2, 3, 4]);

  test("`evaluate()` spreads every element over its window, and adds a bias", () => {
    const w = tensor("f32", [2, 1, 2], [1, 10, 100, 1000]);
    expect(elements(convTranspose, [x, w], DOUBLED)).toEqual([301, 3010, 402, 4020]);
    const bias = tensor("f32", [1], [0.5]);
    expect(elements(convTranspose, [x, w, bias], DOUBLED)).toEqual([301.5, 3010.5, 402.5, 4020.5]);
  });

  test("`evaluate()` of groups, each with its features of the kernel [C, F / groups, ...]", () => {
    const w = tensor("f32", [2, 2, 1], [1, 10, 100, 1000]);
    const grouped = { ...DOUBLED, groups: 2, dataDilation: [1], padLow: [0], padHigh: [0] };
    const [result] = apply(convTranspose, [x, w], grouped);
    expect(result?.type.shape).toEqual([1, 4, 2]);
    expect([...(result?.data ?? [])]).toEqual([1, 2, 10, 20, 300, 400, 3000, 4000]);
  });

  test("`work()` counts input positions x window, and one add an output element for the bias", () => {
    const operands = [
      ["f32", [1, 8, 16]],
      ["f32", [8, 4, 2]],
      ["f32", [4]],
    ] as const;
    const { contractions } = analysed(convTranspose, operands, DOUBLED).analysis;
    expect(contractions.map(({ contraction }) => contraction.macs)).toEqual([1024n]);
    expect(scalarsOf(convTranspose, operands, DOUBLED)).toEqual({ add: 128n });
  });

  test("`infer()` refuses groups that do not divide the kernel", () => {
    const w = tensor("f32", [3, 1, 1], [1, 1, 1]);
    expect(() => apply(convTranspose, [x, w], { ...DOUBLED, groups: 2 })).toThrow(
      "Cannot apply reshape: expected a shape of 3 elements, got 2x1.5x1x1",
    );
  });
});
