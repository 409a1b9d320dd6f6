import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/domain/value-set.ts";
import { quantAvgPool } from "../../src/ops/composite/quant-avg-pool.ts";
import { xnorPopcountMatMul } from "../../src/ops/composite/xnor-popcount-matmul.ts";
import { analysed, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

describe("XnorPopcountMatMul", () => {
  const bits = tensor("f32", [3, 2], [1, 0, 1, 1, 0, 0]);

  test("`evaluate()` counts the pairs that are equal", () => {
    expect(elements(xnorPopcountMatMul, [tensor("f32", [1, 3], [1, 0, 0]), bits])).toEqual([2, 1]);
  });

  test("contraction: one product of bits, and nothing beside it", () => {
    const types = [["f32", [1, 3]], bits] as const;
    const [row] = analysed(xnorPopcountMatMul, types).analysis.contractions;
    expect([row?.contraction.macs, row && widthOf(row.rhs.values)]).toEqual([
      6n,
      { bits: 1, float: false },
    ]);
    expect(scalarsOf(xnorPopcountMatMul, types)).toEqual({});
  });
});

describe("QuantAvgPool2d", () => {
  const windows = {
    window: [1, 1, 2, 2],
    strides: [1, 1, 2, 2],
    padLow: [0, 0, 0, 0],
    padHigh: [0, 0, 0, 0],
    dilations: [1, 1, 1, 1],
  };

  test("`evaluate()` shifts sums to the right: 7 and -7 by 1 are 3 and -4", () => {
    const x = tensor("f32", [1, 1, 2, 4], [1, 2, -1, -2, 1, 3, -1, -3]);
    expect(elements(quantAvgPool, [x], { ...windows, shift: 1 })).toEqual([3, -4]);
    expect(elements(quantAvgPool, [x], { ...windows, shift: 0 })).toEqual([7, -7]);
  });
});
