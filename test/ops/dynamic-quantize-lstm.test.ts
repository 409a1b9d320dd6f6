import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/domain/value-set.ts";
import { toNumbers } from "../../src/graph/tensor.ts";
import { dynamicQuantizeLstm } from "../../src/ops/composite/dynamic-quantize-lstm.ts";
import { analysed, apply } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const ATTRIBUTES = {
  reversed: [false],
  functions: [
    { name: "Affine", alpha: 0, beta: 0.5 },
    { name: "Affine", alpha: 1, beta: 0 },
    { name: "Affine", alpha: 1, beta: 0 },
  ],
  clip: 0,
  coupled: false,
  batchFirst: false,
  optional: [],
};
const f32 = (shape: readonly number[], values: readonly number[]) => tensor("f32", shape, values);
const u8 = (shape: readonly number[], values: readonly number[]) => tensor("u8", shape, values);

/** Weights of the gates i, o, f, c with scale 1/2 and zero point 128, for one feature and one unit. */
const parameters = [f32([1], [0.5]), u8([1], [128]), f32([1], [0.5]), u8([1], [128])] as const;

describe("DynamicQuantizeLSTM", () => {
  test("`evaluate()`: x is 255 / 255, its weight 2, the gates 1/2: c = 1, h = 1/2; h R = 1/2", () => {
    const x = f32([2, 1, 1], [255, 0]);
    const w = u8([1, 1, 4], [128, 128, 128, 132]);
    const r = u8([1, 1, 4], [128, 128, 128, 130]);
    const outputs = apply(dynamicQuantizeLstm, [x, w, r, ...parameters], ATTRIBUTES);
    // c = 255 x 2 / 2, h = c / 2 = 127.5; then c = 255 / 2 + 127.5 / 2 = 191.25, h = 95.625.
    expect(outputs.map(toNumbers)).toEqual([[127.5, 95.625], [95.625], [191.25]]);
  });

  test("`evaluate()` rounds x to 256 codes over the range of all steps", () => {
    const x = f32([2, 1, 1], [254.75, 0.4]);
    const w = u8([1, 1, 4], [128, 128, 128, 132]);
    const zero = u8([1, 1, 4], [128, 128, 128, 128]);
    const [all] = apply(dynamicQuantizeLstm, [x, w, zero, ...parameters], ATTRIBUTES);
    // 0.4 is less than half a step of 254.75 / 255: c = 254.75, then half of it.
    expect(toNumbers(all as never)).toEqual([127.375, 63.6875]);
  });

  test("`work()`: activations and states are 8 bit, weights as stored or as found", () => {
    const codes = Array.from({ length: 96 }, (_, i) => (i * 37) % 256);
    const signs = Array.from({ length: 64 }, (_, i) => ((i * 5) % 3 === 0 ? 1 : 255));
    const operands = [
      ["f32", [5, 2, 6]],
      u8([1, 6, 16], codes),
      u8([1, 4, 16], signs),
      ...parameters,
    ] as const;
    const { contractions } = analysed(dynamicQuantizeLstm, operands, ATTRIBUTES).analysis;
    expect(
      contractions.map(({ contraction, lhs, rhs }) => [
        contraction.macs,
        widthOf(lhs.values),
        widthOf(rhs.values),
      ]),
    ).toEqual([
      [960n, { bits: 8, float: false }, { bits: 8, float: false }],
      [640n, { bits: 8, float: false }, { bits: 1, float: false }],
    ]);
  });
});
