import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/domain/value-set.ts";
import { biasedGelu } from "../../src/ops/composite/biased-gelu.ts";
import { fusedMatMul } from "../../src/ops/composite/fused-matmul.ts";
import { matMulNBits } from "../../src/ops/composite/matmul-nbits.ts";
import { analysed, elements, scalar, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

describe("MatMulNBits", () => {
  /** One output of three codes in blocks of two: (9 - 8, 10 - 8) x 1 and (4 - 2) x 10 */
  const codes = tensor("u4", [1, 3], [9, 10, 4]);
  const scales = tensor("f32", [2], [1, 10]);
  const zeroPoints = tensor("u4", [1, 2], [8, 2]);
  const x = tensor("f32", [2, 3], [1, 1, 1, 1, 0, -1]);

  test("`evaluate()`: rows of x times (1, 2, 20), then the bias", () => {
    const inputs = [x, codes, scales, zeroPoints];
    expect(elements(matMulNBits, inputs, { blockSize: 2 })).toEqual([23, -19]);
    const bias = tensor("f32", [1], [100]);
    expect(elements(matMulNBits, [...inputs, bias], { blockSize: 2 })).toEqual([123, 81]);
  });

  test("`evaluate()` takes one zero point for all, or floats", () => {
    expect(elements(matMulNBits, [x, codes, scales, scalar("u4", 8)], { blockSize: 2 })).toEqual([
      -37, 41,
    ]);
    const floats = tensor("f32", [1, 2], [8.5, 2.5]);
    expect(elements(matMulNBits, [x, codes, scales, floats], { blockSize: 2 })).toEqual([
      17, -14.5,
    ]);
  });

  test("`evaluate()` in f16 rounds each weight: 1 x 0.1 and 2 x 0.1 as f16", () => {
    const half = tensor("f16", [1, 3], [1, 0, 0]);
    const tenth = tensor("f16", [2], [0.0999755859375, 1]);
    const inputs = [half, codes, tenth, zeroPoints];
    expect(elements(matMulNBits, inputs, { blockSize: 2 })).toEqual([0.0999755859375]);
  });

  test("contraction: floats by 4-bit codes", () => {
    const inputs = [["f32", [2, 3]], codes, scales, zeroPoints] as const;
    const [row] = analysed(matMulNBits, inputs, { blockSize: 2 }).analysis.contractions;
    expect(row?.contraction.macs).toBe(6n);
    expect([row?.lhs, row?.rhs].map((side) => side && widthOf(side.values))).toEqual([
      { bits: 32, float: true },
      { bits: 4, float: false },
    ]);
    expect(scalarsOf(matMulNBits, inputs, { blockSize: 2 })).toEqual({});
  });

  test("`infer()` refuses operands of another length", () => {
    const four = tensor("f32", [1, 4], [1, 1, 1, 1]);
    const inputs = [four, codes, scales, zeroPoints];
    expect(() => elements(matMulNBits, inputs, { blockSize: 2 })).toThrow(
      "Cannot apply dotGeneral: expected paired axes of equal size, got 4 and 3",
    );
  });
});

describe("FusedMatMul", () => {
  const plain = {
    alpha: 1,
    lhs: { batch: false, matrix: false },
    rhs: { batch: false, matrix: false },
  };
  const x = tensor("f32", [2, 2], [1, 2, 3, 4]);
  const y = tensor("f32", [2, 1], [1, 10]);

  test("`evaluate()` with a factor and a swap: (1, 2; 3, 4)' x (1, 10)' / 2", () => {
    expect(elements(fusedMatMul, [x, y], { ...plain, alpha: 0.5 })).toEqual([10.5, 21.5]);
    const swapped = { ...plain, lhs: { batch: false, matrix: true } };
    expect(elements(fusedMatMul, [x, y], swapped)).toEqual([31, 42]);
  });

  test("`evaluate()` with rows before the batch axis: [2, 1, 2] is [1, 2, 2]", () => {
    const rowsFirst = tensor("f32", [2, 1, 2], [1, 2, 3, 4]);
    const moved = { ...plain, lhs: { batch: true, matrix: false } };
    expect(elements(fusedMatMul, [rowsFirst, y], moved)).toEqual([21, 43]);
  });

  test("`scalars()`: a factor is one multiply an element, 1 is none", () => {
    const inputs = [["f32", [3, 2]], y] as const;
    expect(scalarsOf(fusedMatMul, inputs, plain)).toEqual({});
    expect(scalarsOf(fusedMatMul, inputs, { ...plain, alpha: 2 })).toEqual({ multiply: 3n });
  });
});

describe("BiasGelu", () => {
  test("`evaluate()` of 0 + 0 is 0, far out it is x + bias or 0", () => {
    const x = tensor("f32", [3], [-1, 10, -20]);
    const one = tensor("f32", [1], [1]);
    for (const approximate of ["none", "tanh"]) {
      expect(elements(biasedGelu, [x, one], { approximate }).map((v) => v + 0)).toEqual([0, 11, 0]);
    }
  });
});
