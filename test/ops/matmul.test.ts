import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/domain/value-set.ts";
import { convInteger, matMulInteger } from "../../src/ops/composite/integer-contractions.ts";
import { isOneDot, matMul } from "../../src/ops/composite/matmul.ts";
import { analysed, apply, elements, type Operand, scalar, scalarsOf } from "../support/apply.ts";
import { CONV_3X3 } from "../support/network.ts";
import { tensor } from "../support/tensors.ts";

describe("MatMul", () => {
  const rows = tensor("f32", [2, 2], [1, 2, 3, 4]);

  test("`evaluate()` of vectors", () => {
    const v = tensor("f32", [2], [10, 1]);
    expect(elements(matMul, [v, v])).toEqual([101]);
    expect(elements(matMul, [rows, v])).toEqual([12, 34]);
    expect(elements(matMul, [v, rows])).toEqual([13, 24]);
    const batch = tensor("f32", [2, 2, 1], [1, 2, 3, 4]);
    const [result] = apply(matMul, [v, batch]);
    expect(result?.type.shape).toEqual([2, 1]);
    expect([...(result?.data ?? [])]).toEqual([12, 34]);
  });

  test("`evaluate()` stretches the batch axes of either side", () => {
    const lhs = tensor("f32", [2, 1, 1, 2], [1, 0, 0, 1]);
    const rhs = tensor("f32", [3, 2, 1], [1, 2, 3, 4, 5, 6]);
    const [result] = apply(matMul, [lhs, rhs]);
    expect(result?.type.shape).toEqual([2, 3, 1, 1]);
    expect([...(result?.data ?? [])]).toEqual([1, 3, 5, 2, 4, 6]);
    const [turned] = apply(matMul, [
      tensor("f32", [2, 1], [1, 10]),
      tensor("f32", [2, 1, 1], [3, 4]),
    ]);
    expect(turned?.type.shape).toEqual([2, 2, 1]);
    expect([...(turned?.data ?? [])]).toEqual([3, 30, 4, 40]);
  });

  test("`infer()` keeps batch axes of size 1 and 0", () => {
    const shape = (lhs: readonly number[], rhs: readonly number[]) => {
      const empty = (size: readonly number[]) =>
        tensor("f32", size, new Array(size.reduce((a, b) => a * b, 1)).fill(0));
      return apply(matMul, [empty(lhs), empty(rhs)])[0]?.type.shape;
    };
    expect(shape([1, 2, 3], [3, 4])).toEqual([1, 2, 4]);
    expect(shape([2, 3], [1, 1, 3, 4])).toEqual([1, 1, 2, 4]);
    expect(shape([1, 5, 2, 3], [6, 1, 3, 4])).toEqual([6, 5, 2, 4]);
    expect(shape([0, 2, 3], [1, 3, 4])).toEqual([0, 2, 4]);
  });

  test("`infer()` refuses matrices that do not multiply", () => {
    const message = "Cannot apply MatMul: expected matrices that multiply, got";
    expect(() => apply(matMul, [rows, tensor("f32", [3, 1], [1, 2, 3])])).toThrow(
      `${message} 2x2 and 3x1`,
    );
    expect(() => apply(matMul, [rows, scalar("f32", 1)])).toThrow(`${message} 2x2 and scalar`);
    const [two, three] = [tensor("f32", [2, 1, 1], [1, 1]), tensor("f32", [3, 1, 1], [1, 1, 1])];
    expect(() => apply(matMul, [two, three])).toThrow(`${message} 2x1x1 and 3x1x1`);
  });

  test("`isOneDot()` where no operand stretches, or only the left one has batch axes", () => {
    expect(isOneDot([2, 3], [3, 4])).toBe(true);
    expect(isOneDot([5, 2, 3], [3, 4])).toBe(true);
    expect(isOneDot([5, 2, 3], [5, 3, 4])).toBe(true);
    expect(isOneDot([3], [5, 3, 4])).toBe(true);
    expect(isOneDot([1, 8, 2, 3], [1, 8, 3, 4])).toBe(true);
    expect(isOneDot([2, 3], [5, 3, 4])).toBe(false);
    expect(isOneDot([1, 2, 3], [5, 3, 4])).toBe(false);
  });

  test("`work()` is the product of the stretched batch and the matrix", () => {
    const { contractions } = analysed(matMul, [
      ["f32", [8, 1, 4, 16]],
      ["f32", [2, 16, 5]],
    ]).analysis;
    expect(contractions.map(({ contraction }) => contraction.macs)).toEqual([5120n]);
  });
});

/** Widths of the operands of the one contraction. */
function widths(
  operator: Parameters<typeof analysed>[0],
  operands: readonly Operand[],
  attributes = {},
) {
  const { contractions } = analysed(operator, operands, attributes).analysis;
  return contractions.map(({ lhs, rhs }) => [widthOf(lhs.values).bits, widthOf(rhs.values).bits]);
}

describe("MatMulInteger", () => {
  const a = tensor("u8", [2, 2], [11, 7, 10, 9]);
  const b = tensor("i8", [2, 1], [1, -2]);

  test("`evaluate()` subtracts zero points as far as there are any", () => {
    expect(elements(matMulInteger, [a, b])).toEqual([-3, -8]);
    expect(elements(matMulInteger, [a, b, scalar("u8", 12)])).toEqual([9, 4]);
    expect(elements(matMulInteger, [a, b, scalar("u8", 12), scalar("i8", 1)])).toEqual([15, 9]);
  });

  test("`evaluate()` takes zero points by row of A and by column of B", () => {
    const rows = tensor("u8", [2], [11, 9]);
    const wide = tensor("i8", [2, 2], [1, 0, -2, 1]);
    const columns = tensor("i8", [2], [0, 1]);
    expect(elements(matMulInteger, [a, wide, rows, columns])).toEqual([8, 0, 1, -1]);
    const batch = tensor("u8", [1, 2, 1], [11, 9]);
    expect(elements(matMulInteger, [tensor("u8", [1, 2, 2], [11, 7, 10, 9]), b, batch])).toEqual([
      8, 1,
    ]);
  });

  test("the operands show that they come from 8 bits, zero points known or not", () => {
    const operands = [
      ["u8", [2, 4]],
      ["i8", [4, 3]],
    ] as const;
    expect(widths(matMulInteger, operands)).toEqual([[8, 8]]);
    expect(widths(matMulInteger, [...operands, scalar("u8", 128)])).toEqual([[8, 8]]);
    expect(widths(matMulInteger, [...operands, ["u8", []], ["i8", []]])).toEqual([[8, 8]]);
  });

  test("`infer()` gives i32; zero points are no work", () => {
    expect(apply(matMulInteger, [a, b])[0]?.type).toEqual({ element: "i32", shape: [2, 1] });
    const operands = [
      ["u8", [2, 4]],
      ["i8", [4, 3]],
      ["u8", []],
      ["i8", []],
    ] as const;
    expect(scalarsOf(matMulInteger, operands)).toEqual({});
  });

  test("`infer()` refuses a zero point of another size", () => {
    expect(() => apply(matMulInteger, [a, b, tensor("u8", [3], [1, 2, 3])])).toThrow(
      "Cannot apply zero point or scale: expected 2 elements, got 3",
    );
  });
});

describe("ConvInteger", () => {
  test("`evaluate()` subtracts zero points; padding is x's zero point", () => {
    const x = tensor("u8", [1, 1, 1, 2], [10, 14]);
    const w = tensor("i8", [1, 1, 3, 3], new Array(9).fill(2));
    const attributes = { ...CONV_3X3, result: "u8" };
    expect(elements(convInteger, [x, w, scalar("u8", 12)], attributes)).toEqual([0, 0]);
    expect(elements(convInteger, [x, w, scalar("u8", 11), scalar("i8", 1)], attributes)).toEqual([
      2, 2,
    ]);
    const channels = tensor("i8", [2, 1, 1, 1], [3, 3]);
    const pointwise = { ...attributes, padLow: [0, 0], padHigh: [0, 0] };
    const zeros = tensor("i8", [2], [1, 2]);
    expect(elements(convInteger, [x, channels, scalar("u8", 9), zeros], pointwise)).toEqual([
      2, 10, 1, 5,
    ]);
  });

  test("the operands show that they come from 8 bits", () => {
    const operands = [
      ["u8", [1, 3, 8, 8]],
      ["i8", [4, 3, 3, 3]],
      ["u8", []],
    ] as const;
    expect(widths(convInteger, operands, CONV_3X3)).toEqual([[8, 8]]);
  });
});
