import { describe, expect, test } from "vitest";
import { toNumbers } from "../../src/graph/tensor.ts";
import { biasedConv } from "../../src/ops/composite/conv.ts";
import { type ConvAttributes, conv } from "../../src/ops/core/conv.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { CONV_3X3 } from "../support/network.ts";
import { tensor } from "../support/tensors.ts";

/** One spatial axis, data [N, C, L], kernel [F, C / groups, K]. */
const LINE: ConvAttributes = {
  data: { batch: 0, feature: 1, spatial: [2] },
  kernel: { output: 0, input: 1, spatial: [2] },
  output: { batch: 0, feature: 1, spatial: [2] },
  strides: [1],
  padLow: [0],
  padHigh: [0],
  dataDilation: [1],
  kernelDilation: [1],
  reversed: [false],
  groups: 1,
  batchGroups: 1,
  result: "f32",
};
const X = tensor("f32", [1, 1, 5], [1, 2, 3, 4, 5]);
const W = tensor("f32", [1, 1, 3], [1, 10, 100]);

function line(change: Partial<ConvAttributes>): number[] {
  return elements(conv, [X, W], { ...LINE, ...change });
}

/** Multiples of 1/8 from -2 to 2, always the same. */
function noise(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return ((state >> 8) % 17) / 8 - 1;
  });
}

describe("conv", () => {
  test("`evaluate()` slides the window as it is written", () => {
    expect(line({})).toEqual([321, 432, 543]);
    expect(line({ reversed: [true] })).toEqual([123, 234, 345]);
  });

  test("`evaluate()` with stride, padding, cut-off positions and dilation", () => {
    expect(line({ strides: [2] })).toEqual([321, 543]);
    expect(line({ padLow: [1], padHigh: [1] })).toEqual([210, 321, 432, 543, 54]);
    expect(line({ padLow: [-1], padHigh: [-1] })).toEqual([432]);
    expect(line({ kernelDilation: [2] })).toEqual([531]);
    expect(line({ kernelDilation: [2], padHigh: [2], strides: [2] })).toEqual([531, 53]);
  });

  test("`evaluate()` puts truth values together by or", () => {
    const x = tensor("bool", [1, 1, 4], [1, 1, 0, 0]);
    const w = tensor("bool", [1, 1, 2], [1, 1]);
    expect(elements(conv, [x, w], { ...LINE, result: "bool" })).toEqual([1, 1, 0]);
  });

  test("`evaluate()` puts gaps between dilated data", () => {
    const both = { dataDilation: [2], padLow: [2], padHigh: [2] };
    expect(line(both)).toEqual([100, 10, 201, 20, 302, 30, 403, 40, 504, 50, 5]);
    expect(line({ ...both, reversed: [true] })).toEqual([
      1, 10, 102, 20, 203, 30, 304, 40, 405, 50, 500,
    ]);
  });

  test("`evaluate()` keeps groups apart, of features and of the batch", () => {
    const x = tensor("f32", [1, 2, 2], [1, 2, 3, 4]);
    const w = tensor("f32", [2, 1, 1], [10, 100]);
    expect(elements(conv, [x, w], { ...LINE, groups: 2 })).toEqual([10, 20, 300, 400]);
    const images = tensor("f32", [2, 1, 2], [1, 2, 3, 4]);
    const [result] = apply(conv, [images, w], { ...LINE, batchGroups: 2 });
    expect(result?.type.shape).toEqual([1, 2, 2]);
    expect([...(result?.data ?? [])]).toEqual([10, 20, 300, 400]);
  });

  test("`evaluate()` reads and writes any layout", () => {
    const last = { batch: 0, feature: 2, spatial: [1] };
    const layouts = { data: last, kernel: { spatial: [0], input: 1, output: 2 }, output: last };
    const x = tensor("f32", [1, 3, 2], [1, 10, 2, 20, 3, 30]);
    const w = tensor("f32", [1, 2, 2], [1, 0, 1, -1]);
    expect(elements(conv, [x, w], { ...LINE, ...layouts })).toEqual([11, -10, 22, -20, 33, -30]);
  });

  test("`evaluate()` sums f32 in f32, window positions first, then input features", () => {
    const x = tensor("f32", [1, 2, 2], [2 ** 24, 1, 1, -(2 ** 24)]);
    const w = tensor("f32", [1, 2, 2], [1, 1, 1, 1]);
    expect(elements(conv, [x, w], LINE)).toEqual([0]);
    const swapped = tensor("f32", [1, 2, 2], [2 ** 24, -(2 ** 24), 1, 1]);
    expect(elements(conv, [swapped, w], LINE)).toEqual([1]);
  });

  test("`evaluate()` skips padded products: an infinite weight gives no NaN", () => {
    const w = tensor("f32", [1, 1, 3], [Number.POSITIVE_INFINITY, 1, 0]);
    const a = { ...LINE, padLow: [1], padHigh: [0] };
    expect(elements(conv, [X, w], a)).toEqual([1, ...new Array(3).fill(Number.POSITIVE_INFINITY)]);
  });

  test("`evaluate()` wraps 32-bit sums, is exact in 64 bits, rounds narrow floats once", () => {
    const one = { ...LINE, result: "i32" } as const;
    const x = tensor("i32", [1, 1, 2], [2147483647, 1]);
    const w = tensor("i32", [1, 1, 2], [1, 1]);
    expect(elements(conv, [x, w], one)).toEqual([-2147483648]);
    expect(elements(conv, [x, w], { ...LINE, result: "i64" })).toEqual([2147483648]);
    const half = tensor("bf16", [1, 1, 3], [256, 1, 1]);
    const ones = tensor("bf16", [1, 1, 3], [1, 1, 1]);
    expect(elements(conv, [half, ones], { ...LINE, result: "bf16" })).toEqual([258]);
    const double = tensor("f64", [1, 1, 2], [2 ** 30, 2 ** -20]);
    const both = tensor("f64", [1, 1, 2], [1, 1]);
    expect(elements(conv, [double, both], { ...LINE, result: "f64" })).toEqual([
      2 ** 30 + 2 ** -20,
    ]);
  });

  test("`evaluate()` gives the same bits side by side over positions and over features", () => {
    const a = {
      ...CONV_3X3,
      strides: [2, 1],
      kernelDilation: [1, 2],
      padLow: [2, 3],
      reversed: [true, false],
    };
    const x = tensor(
      "f32",
      [2, 3, 7, 6],
      noise(252, 1).map((value) => value / 3),
    );
    const few = noise(54, 2).map((value) => value / 7);
    const many = Array.from({ length: 8 }, () => few).flat();
    const lines = apply(conv, [x, tensor("f32", [2, 3, 3, 3], few)], a)[0];
    const features = apply(conv, [x, tensor("f32", [16, 3, 3, 3], many)], a)[0];
    const part = 4 * 6;
    expect(lines?.type.shape).toEqual([2, 2, 4, 6]);
    expect(features?.data.slice(0, 2 * part)).toEqual(lines?.data.slice(0, 2 * part));
    expect(features?.data.slice(16 * part, 18 * part)).toEqual(lines?.data.slice(2 * part));
  });

  test("`evaluate()` of nothing: no output positions, no input features", () => {
    expect(elements(conv, [X, tensor("f32", [1, 1, 6], new Array(6).fill(1))], LINE)).toEqual([]);
    const empty = [tensor("f32", [1, 0, 2], []), tensor("f32", [1, 0, 1], [])];
    expect(elements(conv, empty, LINE)).toEqual([0, 0]);
  });

  test("`infer()` refuses ranks, features and groups that do not fit", () => {
    expect(() => apply(conv, [X, tensor("f32", [1, 1], [1])], LINE)).toThrow(
      "Cannot apply conv: expected data and kernel of rank 3, got ranks 3 and 2",
    );
    expect(() => apply(conv, [X, tensor("f32", [1, 2, 1], [1, 1])], LINE)).toThrow(
      "Cannot apply conv: expected 1 x 2 input features (groups x the kernel's), got 1",
    );
    const x = tensor("f32", [1, 2, 1], [1, 1]);
    expect(() => apply(conv, [x, tensor("f32", [1, 1, 1], [1])], { ...LINE, groups: 2 })).toThrow(
      "Cannot apply conv: expected output features and batch that 2 groups divide, got 1 and 1",
    );
    expect(() => line({ strides: [0] })).toThrow(
      "Cannot apply conv: expected positive strides, dilations and groups, got 0,1,1,1,1",
    );
    expect(() => apply(conv, [X, tensor("i8", [1, 1, 3], [1, 1, 1])], LINE)).toThrow(
      "Cannot apply conv: expected inputs of one element type (f32), got i8",
    );
  });

  test("`work()` counts padded positions, and input positions where the data are dilated", () => {
    const macs = (change: object) =>
      analysed(
        conv,
        [
          ["f32", [2, 4, 8, 8]],
          ["f32", [6, 4, 3, 3]],
        ],
        { ...CONV_3X3, ...change },
      ).analysis.contractions.map(({ contraction }) => contraction.macs);
    expect(macs({})).toEqual([BigInt(2 * 64 * 6 * 4 * 9)]);
    expect(macs({ kernelDilation: [2, 2], padLow: [2, 2], padHigh: [2, 2] })).toEqual([
      BigInt(2 * 64 * 6 * 4 * 9),
    ]);
    expect(macs({ strides: [2, 2] })).toEqual([BigInt(2 * 16 * 6 * 4 * 9)]);
    expect(macs({ dataDilation: [2, 2] })).toEqual([BigInt(2 * 64 * 6 * 4 * 9)]);
  });
});

describe("Conv", () => {
  test("`evaluate()` adds the bias of each output feature after the sum", () => {
    const w = tensor("f32", [2, 1, 1], [1, -1]);
    const bias = tensor("f32", [2], [0.5, 100]);
    expect(elements(biasedConv, [X, w, bias], LINE)).toEqual([
      1.5, 2.5, 3.5, 4.5, 5.5, 99, 98, 97, 96, 95,
    ]);
  });

  test("`work()` is one add an output element beside the convolution", () => {
    const operands = [
      ["f32", [1, 3, 8, 8]],
      ["f32", [4, 3, 3, 3]],
      ["f32", [4]],
    ] as const;
    expect(scalarsOf(biasedConv, operands, CONV_3X3)).toEqual({ add: 256n });
  });

  test("`infer()` refuses a bias of another size", () => {
    expect(() => apply(biasedConv, [X, W, tensor("f32", [2], [1, 1])], LINE)).toThrow(
      "Cannot apply reshape: expected a shape of 2 elements, got 1x1x1",
    );
  });

  test("the result keeps its numbers through `toNumbers()`", () => {
    const [result] = apply(biasedConv, [X, W, tensor("f32", [1], [1])], LINE);
    expect(result === undefined ? [] : toNumbers(result)).toEqual([322, 433, 544]);
  });
});
