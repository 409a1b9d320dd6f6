import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/domain/value-set.ts";
import { gatherBlockQuantized } from "../../src/ops/composite/gather-block-quantized.ts";
import { matMulBnb4 } from "../../src/ops/composite/matmul-bnb4.ts";
import { lookUp } from "../../src/ops/core/look-up.ts";
import { analysed, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

describe("lookUp", () => {
  const codes = tensor("u2", [3], [3, 0, 1]);
  const table = tensor("f32", [4], [-1, 0, 0.5, 8]);

  test("`evaluate()` gives the entry of each code", () => {
    expect(elements(lookUp, [codes, table])).toEqual([8, -1, 0]);
  });

  test("`values()`: as many levels as the table has", () => {
    const { outputs } = analysed(lookUp, [["u2", [3]], table]);
    expect(outputs.map(widthOf)).toEqual([{ bits: 2, float: false }]);
  });

  test("`infer()` refuses signed codes and a table that is too short", () => {
    expect(() => elements(lookUp, [tensor("i8", [1], [0]), table])).toThrow(
      "Cannot apply lookUp: expected unsigned codes of at most 8 bits, got i8",
    );
    expect(() => elements(lookUp, [tensor("u4", [1], [0]), table])).toThrow(
      "Cannot apply lookUp: expected a table of 16 floats, got f32 4",
    );
  });
});

describe("MatMulBnb4", () => {
  const x = tensor("f32", [1, 3], [1, 10, 100]);
  const shape = { outputs: 2, length: 3, blockSize: 4 };
  const scales = tensor("f32", [2], [1, 2]);

  test("`evaluate()` scales blocks that go on through all of W", () => {
    // nf4: 0, 7 and 15 are -1, 0 and 1; fp4: 3, 11 and 0 are 1, -1 and 0.
    const nf4 = tensor("u4", [6], [0, 7, 15, 15, 0, 15]);
    expect(elements(matMulBnb4, [x, nf4, scales], { ...shape, table: "nf4" })).toEqual([99, 181]);
    const fp4 = tensor("u4", [6], [3, 0, 11, 3, 11, 3]);
    expect(elements(matMulBnb4, [x, fp4, scales], { ...shape, table: "fp4" })).toEqual([-99, 181]);
  });

  test("contraction: floats by 4 bits, for which nothing is done at run time", () => {
    const codes = tensor("u4", [6], [0, 3, 7, 9, 12, 15]);
    const inputs = [["f32", [1, 3]], codes, scales] as const;
    // Blocks that cross rows would leave a scale that nothing is known of.
    const attributes = { ...shape, blockSize: 3, table: "nf4" };
    const [row] = analysed(matMulBnb4, inputs, attributes).analysis.contractions;
    expect([row?.contraction.macs, row && widthOf(row.rhs.values)]).toEqual([
      6n,
      { bits: 4, float: false },
    ]);
    expect(scalarsOf(matMulBnb4, inputs, attributes)).toEqual({});
  });
});

describe("GatherBlockQuantized", () => {
  /** Rows (1, 2, 30) and (-1, 0, 10) in blocks of two, around 8. */
  const codes = tensor("u4", [2, 3], [9, 10, 11, 7, 8, 9]);
  const scales = tensor("f32", [2, 2], [1, 10, 1, 10]);
  const zeros = tensor("u4", [2, 2], [8, 8, 8, 8]);
  const along = { gatherAxis: 0, quantizeAxis: 1, blockSize: 2 };

  test("`evaluate()` takes rows and dequantizes them", () => {
    const rows = tensor("i64", [1, 2], [1n, 0n]);
    expect(elements(gatherBlockQuantized, [codes, rows, scales, zeros], along)).toEqual([
      -1, 0, 10, 1, 2, 30,
    ]);
  });

  test("`evaluate()` takes along the axis of the blocks", () => {
    const columns = tensor("i64", [2], [2n, 1n]);
    const attributes = { ...along, gatherAxis: 1 };
    expect(elements(gatherBlockQuantized, [codes, columns, scales, zeros], attributes)).toEqual([
      30, 2, 10, 0,
    ]);
  });

  test("`scalars()`: only what was taken is dequantized", () => {
    const inputs = [codes, ["i64", [1]], scales, zeros] as const;
    expect(scalarsOf(gatherBlockQuantized, inputs, along)).toEqual({ dequantize: 3n });
  });
});
