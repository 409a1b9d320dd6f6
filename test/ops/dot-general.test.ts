import { describe, expect, test } from "vitest";
import { gemm } from "../../src/ops/composite/gemm.ts";
import { type DotAttributes, dotGeneral } from "../../src/ops/core/dot-general.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const MATRICES: DotAttributes = {
  lhsBatch: [],
  rhsBatch: [],
  lhsContract: [1],
  rhsContract: [0],
  result: "f32",
};
const A = tensor("f32", [2, 3], [1, 2, 3, 4, 5, 6]);
const B = tensor("f32", [3, 2], [1, 10, 2, 20, 3, 30]);

describe("dotGeneral", () => {
  test("`evaluate()` multiplies matrices", () => {
    expect(elements(dotGeneral, [A, B], MATRICES)).toEqual([14, 140, 32, 320]);
  });

  test("`evaluate()` contracts any axes, several of them in their order", () => {
    const first = { ...MATRICES, lhsContract: [0], rhsContract: [1] };
    const x = tensor("f32", [2, 1], [1, 2]);
    expect(elements(dotGeneral, [x, tensor("f32", [2, 2], [1, 10, 3, 30])], first)).toEqual([
      21, 63,
    ]);
    const all = { ...MATRICES, lhsContract: [0, 1], rhsContract: [1, 0] };
    expect(elements(dotGeneral, [A, B], all)).toEqual([1 + 4 + 9 + 40 + 100 + 180]);
  });

  test("`evaluate()` pairs batch axes and puts them first", () => {
    const batched = { ...MATRICES, lhsBatch: [1], rhsBatch: [0], lhsContract: [], rhsContract: [] };
    const x = tensor("f32", [2, 2], [1, 2, 3, 4]);
    const [result] = apply(dotGeneral, [x, tensor("f32", [2, 1], [10, 100])], batched);
    expect(result?.type.shape).toEqual([2, 2, 1]);
    expect([...(result?.data ?? [])]).toEqual([10, 30, 200, 400]);
  });

  test("`evaluate()` sums in f32 in ascending order; f16 rounds once at the end", () => {
    const x = tensor("f32", [1, 3], [2 ** 24, 1, -(2 ** 24)]);
    const ones = tensor("f32", [3, 1], [1, 1, 1]);
    expect(elements(dotGeneral, [x, ones], MATRICES)).toEqual([0]);
    const half = tensor("f16", [1, 3], [2048, 1, 1]);
    const halves = tensor("f16", [3, 1], [1, 1, 1]);
    expect(elements(dotGeneral, [half, halves], { ...MATRICES, result: "f16" })).toEqual([2050]);
  });

  test("`evaluate()` wraps i32, keeps i64, widens i8 to the result", () => {
    const x = tensor("i32", [1, 2], [65536, 1]);
    const y = tensor("i32", [2, 1], [65536, 7]);
    expect(elements(dotGeneral, [x, y], { ...MATRICES, result: "i32" })).toEqual([7]);
    expect(elements(dotGeneral, [x, y], { ...MATRICES, result: "i64" })).toEqual([4294967303]);
    const u = tensor("u64", [1, 1], [2n ** 63n]);
    const v = tensor("u64", [1, 1], [1n]);
    const [wide] = apply(dotGeneral, [u, v], { ...MATRICES, result: "u64" });
    expect(wide?.data).toEqual(BigUint64Array.of(2n ** 63n));
    const i = tensor("i8", [1, 2], [-128, 127]);
    const j = tensor("i8", [2, 1], [-128, 127]);
    expect(elements(dotGeneral, [i, j], { ...MATRICES, result: "i32" })).toEqual([32513]);
  });

  test("`evaluate()` puts truth values together by or", () => {
    const x = tensor("bool", [2, 2], [1, 1, 1, 0]);
    const y = tensor("bool", [2, 2], [1, 0, 1, 0]);
    expect(elements(dotGeneral, [x, y], { ...MATRICES, result: "bool" })).toEqual([1, 0, 1, 0]);
    expect(elements(dotGeneral, [x, y], { ...MATRICES, result: "i32" })).toEqual([2, 0, 1, 0]);
  });

  test("`evaluate()` of an empty contraction is 0", () => {
    const empty = [tensor("f32", [2, 0], []), tensor("f32", [0, 1], [])];
    expect(elements(dotGeneral, empty, MATRICES)).toEqual([0, 0]);
  });

  test("`infer()` refuses paired axes of two sizes", () => {
    expect(() => apply(dotGeneral, [A, A], MATRICES)).toThrow(
      "Cannot apply dotGeneral: expected paired axes of equal size, got 3 and 2",
    );
  });

  test("`work()` is one contraction, or one multiply an output where nothing is summed", () => {
    const { contractions } = analysed(
      dotGeneral,
      [
        ["f32", [4, 8]],
        ["f32", [8, 16]],
      ],
      MATRICES,
    ).analysis;
    expect(contractions.map(({ contraction }) => [contraction.macs, contraction.length])).toEqual([
      [512n, 8],
    ]);
    const outer = { ...MATRICES, lhsContract: [], rhsContract: [] };
    const vectors = [
      ["f32", [3]],
      ["f32", [5]],
    ] as const;
    const [row] = analysed(dotGeneral, vectors, outer).analysis.contractions;
    expect([row?.contraction.macs, row?.contraction.length]).toEqual([15n, 1]);
    expect(scalarsOf(dotGeneral, vectors, outer)).toEqual({});
  });
});

describe("Gemm", () => {
  const plain = { alpha: 1, beta: 1, transposeA: false, transposeB: false };

  test("`evaluate()` is alpha A' B' + beta C", () => {
    const c = tensor("f32", [2], [1, -1]);
    expect(elements(gemm, [A, B], plain)).toEqual([14, 140, 32, 320]);
    expect(elements(gemm, [A, B, c], { ...plain, alpha: 0.5, beta: 2 })).toEqual([9, 68, 18, 158]);
    const turned = { ...plain, transposeA: true, transposeB: true };
    expect(elements(gemm, [B, A], turned)).toEqual([14, 32, 140, 320]);
  });

  test("`scalars()` are none for factors of 1, one add an output for C", () => {
    const operands = [
      ["f32", [2, 3]],
      ["f32", [3, 4]],
      ["f32", [4]],
    ] as const;
    expect(scalarsOf(gemm, operands.slice(0, 2), plain)).toEqual({});
    expect(scalarsOf(gemm, operands, plain)).toEqual({ add: 8n });
    expect(scalarsOf(gemm, operands, { ...plain, alpha: 2, beta: 3 })).toEqual({
      add: 8n,
      multiply: 12n,
    });
  });
});
