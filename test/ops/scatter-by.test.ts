import { describe, expect, test } from "vitest";
import { toNumbers } from "../../src/graph/tensor.ts";
import { add, subtract } from "../../src/ops/core/arithmetic.ts";
import { type ScatterByAttributes, scatterBy } from "../../src/ops/core/scatter-by.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { oneByOne, pairwise, region, second } from "../support/regions.ts";
import { tensor } from "../support/tensors.ts";

const EXAMPLE: ScatterByAttributes = {
  updateWindowDims: [3, 4],
  insertedWindowDims: [1],
  inputBatchingDims: [0],
  scatterIndicesBatchingDims: [1],
  scatterDimsToOperandDims: [2, 1],
  indexVectorDim: 3,
};
/** Single elements of a vector. */
const POINTS: ScatterByAttributes = {
  updateWindowDims: [],
  insertedWindowDims: [0],
  inputBatchingDims: [],
  scatterIndicesBatchingDims: [],
  scatterDimsToOperandDims: [0],
  indexVectorDim: 1,
};
const X = tensor("f32", [4], [1, 2, 3, 4]);
const AT = tensor("i32", [3], [1, 3, 1]);
const UPDATES = tensor("f32", [3], [10, 20, 30]);

describe("scatterBy", () => {
  test("`evaluate()` is the example of StableHLO", () => {
    const counting = Array.from({ length: 48 }, (_, i) => BigInt(i + 1));
    const x = tensor("i64", [2, 3, 4, 2], counting);
    const pairs = [0, 0, 1, 0, 2, 1, 0, 1, 1, 1, 0, 9, 0, 0, 2, 1, 2, 2, 1, 2, 0, 1, 1, 0];
    const indices = tensor("i64", [2, 2, 3, 2], pairs.map(BigInt));
    const ones = tensor("i64", [2, 2, 3, 2, 2], Array(48).fill(1n));
    for (const sum of [pairwise("i64", add), oneByOne("i64", add)]) {
      expect(elements(scatterBy, [indices, x, ones], EXAMPLE, [sum])).toEqual([
        ...[3, 4, 6, 7, 6, 7, 7, 8, 9, 10, 11, 12, 15, 16, 17, 18],
        ...[17, 18, 19, 20, 22, 23, 24, 25],
        ...[25, 26, 28, 29, 30, 31, 31, 32, 35, 36, 38, 39, 38, 39, 39, 40],
        ...[41, 42, 44, 45, 46, 47, 47, 48],
      ]);
    }
  });

  test("`evaluate()` lets updates of one element meet it in their order", () => {
    const inputs = [AT, X, UPDATES];
    const later = region(["f32", "f32"], (b, [x, y]) => [
      b.emit(subtract, [y as number, x as number], {}),
    ]);
    // 30 - (10 - 2); 20 - 4
    expect(elements(scatterBy, inputs, POINTS, [later])).toEqual([1, 22, 3, 16]);
    expect(elements(scatterBy, inputs, POINTS, [second("f32")])).toEqual([1, 30, 3, 20]);
    expect([...X.data]).toEqual([1, 2, 3, 4]);
  });

  test("`evaluate()` skips single updates that are out of bounds", () => {
    const windows = { ...POINTS, updateWindowDims: [1], insertedWindowDims: [] };
    const at = tensor("i64", [3], [-1n, 3n, 2n ** 62n]);
    const updates = tensor("f32", [3, 2], [10, 20, 30, 40, 50, 60]);
    const sum = [pairwise("f32", add)];
    expect(elements(scatterBy, [at, X, updates], windows, sum)).toEqual([21, 2, 3, 34]);
    expect(elements(scatterBy, [at, X, updates], windows, [second("f32")])).toEqual([20, 2, 3, 30]);
  });

  test("`evaluate()` updates several tensors together", () => {
    const crossed = region(["f32", "i32", "f32", "i32"], (b, [x, i, y, j]) => [
      b.emit(add, [x as number, y as number], {}),
      b.emit(subtract, [i as number, j as number], {}),
    ]);
    const other = tensor("i32", [4], [0, 0, 0, 0]);
    const counts = tensor("i32", [3], [1, 2, 3]);
    const results = apply(scatterBy, [AT, X, other, UPDATES, counts], POINTS, [crossed]);
    expect(results.map(toNumbers)).toEqual([
      [1, 42, 3, 24],
      [0, -4, 0, -2],
    ]);
  });

  test("`infer()` refuses updates of another shape or type", () => {
    const sum = [pairwise("f32", add)];
    expect(() => apply(scatterBy, [AT, X, tensor("f32", [2], [1, 2])], POINTS, sum)).toThrow(
      "Cannot apply scatterBy: expected updates of shape 3, got 2",
    );
    expect(() => apply(scatterBy, [AT, X, AT], POINTS, sum)).toThrow(
      "Cannot apply scatterBy: expected inputs of one element type (f32), got i32",
    );
    const windows = { ...POINTS, updateWindowDims: [1], insertedWindowDims: [] };
    const wide = tensor("f32", [3, 5], Array(15).fill(1));
    expect(() => apply(scatterBy, [AT, X, wide], windows, sum)).toThrow(
      "Cannot apply scatterBy: expected updates of shape 3x4, got 3x5",
    );
  });

  test("`values()` are those of either where elements are replaced, else unknown", () => {
    const operands = [
      ["i32", [3]],
      ["i8", [4]],
      ["i8", [3]],
    ] as const;
    const [replaced] = analysed(scatterBy, operands, POINTS, [second("i8")]).outputs;
    expect(replaced).toMatchObject({ status: "declared", grid: { lo: -128, hi: 127 } });
    const [summed] = analysed(scatterBy, operands, POINTS, [pairwise("i8", add)]).outputs;
    expect(summed).toMatchObject({ status: "assumed", carrier: "i8" });
  });

  test("work is that of the region, once for each update", () => {
    const operands = [
      ["i32", [3]],
      ["f32", [4]],
      ["f32", [3]],
    ] as const;
    expect(scalarsOf(scatterBy, operands, POINTS, [pairwise("f32", add)])).toEqual({ add: 3n });
    expect(scalarsOf(scatterBy, operands, POINTS, [second("f32")])).toEqual({});
  });
});
