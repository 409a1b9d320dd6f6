import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/domain/value-set.ts";
import {
  dynamicQuantizeMatMul,
  matMulIntegerToFloat,
} from "../../src/ops/composite/matmul-integer-to-float.ts";
import { qgemm } from "../../src/ops/composite/qgemm.ts";
import { qlinearMatMul } from "../../src/ops/composite/qlinear-matmul.ts";
import { analysed, elements, scalar, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

/** (3, -1; 0, 2) of scale 0.5 */
const A = [tensor("u8", [2, 2], [131, 127, 128, 130]), scalar("f32", 0.5), scalar("u8", 128)];
/** (1, 2; 3, 4) of scale 0.25; A x B = (0, 2; 6, 8) / 8 */
const B = [tensor("i8", [2, 2], [2, 3, 4, 5]), scalar("f32", 0.25), scalar("i8", 1)];
const Y = [scalar("f32", 0.5), scalar("u8", 10)];

describe("QLinearMatMul", () => {
  test("`evaluate()`: (0, 2; 6, 8) / 4 = (0, 0.5; 1.5, 2), rounded to even, plus 10", () => {
    expect(elements(qlinearMatMul, [...A, ...B, ...Y])).toEqual([10, 10, 12, 12]);
  });

  test("`evaluate()` takes parameters by row of a and by column of b", () => {
    const rows = [A[0], tensor("f32", [2], [0.5, 1]), tensor("u8", [2], [128, 128])] as typeof A;
    const columns = [B[0], tensor("f32", [2], [0.25, 1]), tensor("i8", [2], [1, 3])] as typeof B;
    expect(elements(qlinearMatMul, [...rows, ...columns, ...Y])).toEqual([10, 8, 13, 18]);
  });

  test("`evaluate()` sums codes of f8 in f32", () => {
    const one = [tensor("f8e4m3fn", [1, 1], [1.5]), scalar("f32", 2), scalar("f8e4m3fn", 0)];
    const result = [scalar("f32", 1), scalar("f8e4m3fn", 0)];
    expect(elements(qlinearMatMul, [...one, ...one, ...result])).toEqual([9]);
  });

  test("`scalars()` are one quantize an output element", () => {
    const inputs = [["u8", [3, 2]], ...A.slice(1), ...B, ...Y] as const;
    expect(scalarsOf(qlinearMatMul, inputs)).toEqual({ quantize: 6n });
  });

  test("`infer()` refuses matrices that do not multiply", () => {
    const three = [tensor("i8", [3, 1], [1, 1, 1]), ...B.slice(1)];
    expect(() => elements(qlinearMatMul, [...A, ...three, ...Y])).toThrow(
      "Cannot apply MatMul: expected matrices that multiply, got 2x2 and 3x1",
    );
  });
});

describe("QGemm", () => {
  const plain = { alpha: 1, transposeA: false, transposeB: false, biased: false };

  test("`evaluate()` as f32: (0, 2; 6, 8) / 8 x alpha", () => {
    expect(elements(qgemm, [...A, ...B], { ...plain, alpha: 2 })).toEqual([0, 0.5, 1.5, 2]);
  });

  test("`evaluate()` as codes: (0, 2; 6, 8) + (2, 4; 2, 4) = (2, 6; 8, 12) / 4, plus 10", () => {
    const bias = tensor("i32", [2], [2, 4]);
    const attributes = { ...plain, biased: true, codes: "u8" };
    expect(elements(qgemm, [...A, ...B, bias, ...Y], attributes)).toEqual([10, 12, 12, 13]);
  });

  test("`evaluate()` turns the operands: (131, 128; 127, 130)' and (2, 4; 3, 5)'", () => {
    const a = [tensor("u8", [2, 2], [131, 128, 127, 130]), ...A.slice(1)];
    const b = [tensor("i8", [2, 2], [2, 4, 3, 5]), ...B.slice(1)];
    const turned = { ...plain, transposeA: true, transposeB: true };
    expect(elements(qgemm, [...a, ...b], turned)).toEqual([0, 0.25, 0.75, 1]);
  });

  test("`scalars()` are one quantize or dequantize an output element, one add with a bias", () => {
    const inputs = [["u8", [3, 2]], ...A.slice(1), ...B] as const;
    expect(scalarsOf(qgemm, inputs, plain)).toEqual({ dequantize: 6n });
    const bias = tensor("i32", [2], [2, 4]);
    const attributes = { ...plain, biased: true, codes: "u8" };
    expect(scalarsOf(qgemm, [...inputs, bias, ...Y], attributes)).toEqual({
      quantize: 6n,
      add: 6n,
    });
  });

  test("contraction: 8-bit codes on both sides", () => {
    const inputs = [["u8", [3, 2]], ...A.slice(1), ...B] as const;
    const [row] = analysed(qgemm, inputs, plain).analysis.contractions;
    expect(row?.contraction.macs).toBe(12n);
    expect([row?.lhs, row?.rhs].map((side) => side && widthOf(side.values).bits)).toEqual([8, 8]);
  });
});

describe("MatMulIntegerToFloat", () => {
  const operands = [A[0], B[0], A[1], B[1], A[2], B[2]] as typeof A;

  test("`evaluate()`: (0, 2; 6, 8) / 8, then the bias", () => {
    expect(elements(matMulIntegerToFloat, operands)).toEqual([0, 0.25, 0.75, 1]);
    const bias = tensor("f32", [2], [10, 20]);
    expect(elements(matMulIntegerToFloat, [...operands, bias])).toEqual([10, 20.25, 10.75, 21]);
  });

  test("`scalars()` are one dequantize an output element, one add with a bias", () => {
    expect(scalarsOf(matMulIntegerToFloat, [["u8", [3, 2]], ...operands.slice(1)])).toEqual({
      dequantize: 6n,
    });
  });
});

describe("DynamicQuantizeMatMul", () => {
  test("`evaluate()` quantizes A as it comes: 255 and 0 of scale 1", () => {
    const x = tensor("f32", [1, 2], [255, 0]);
    expect(elements(dynamicQuantizeMatMul, [x, ...B])).toEqual([63.75, 127.5]);
  });

  test("contraction: 8-bit codes behind a zero point that is known at run time only", () => {
    const { analysis } = analysed(dynamicQuantizeMatMul, [["f32", [4, 2]], ...B]);
    const [row] = analysis.contractions;
    expect(row?.lhs.values).toMatchObject({ status: "declared", grid: { lo: 0, hi: 255 } });
    expect(row && widthOf(row.rhs.values).bits).toBe(8);
  });
});
