import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/domain/value-set.ts";
import { accumulatorBits } from "../../src/metrics/accumulator.ts";
import { counted } from "../../src/metrics/network.ts";
import { weightsOf } from "../../src/metrics/storage.ts";
import { bitProduct } from "../../src/ops/composite/bit-product.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

/** Two words of 8 bits for each pair of 2 x 1 vectors. */
const LHS = tensor("u8", [2, 1, 2], [0b1111_0000, 0b1, 0, 0xff]);
const RHS = tensor("u8", [2, 1, 2], [0b1010_1010, 0b11, 0, 0xff]);
const summed = { types: ["i32"], axes: [2] } as const;

describe("bitProduct", () => {
  test("`evaluate()` counts bits that differ, agree, or are both 1", () => {
    // 11110000 and 10101010: 4 differ, 4 agree, 2 are both 1; 00000001 and 00000011: 1, 7, 1.
    expect(elements(bitProduct, [LHS, RHS], { of: "differing", ...summed })).toEqual([5, 0]);
    expect(elements(bitProduct, [LHS, RHS], { of: "equal", ...summed })).toEqual([11, 16]);
    expect(elements(bitProduct, [LHS, RHS], { of: "both", ...summed })).toEqual([3, 8]);
  });

  test("`evaluate()` leaves counts of words alone where no axis is summed", () => {
    const [counts] = apply(bitProduct, [LHS, RHS], { of: "differing", types: [], axes: [] });
    expect(counts).toEqual(tensor("u8", [2, 1, 2], [4, 1, 0, 0]));
  });

  test("contraction: one product for each bit of a pair of words, and nothing beside it", () => {
    const operands = [["u8", [2, 1, 2]], RHS] as const;
    const { analysis } = analysed(bitProduct, operands, { of: "equal", ...summed });
    const [row] = analysis.contractions;
    // 2 x 1 x 2 words of 8 bits; 16 of them in a sum, up to 16, which needs 5 bits.
    expect([row?.contraction.macs, row?.contraction.length]).toEqual([32n, 16]);
    expect(row && [row.lhs, row.rhs].map(({ values }) => widthOf(values).bits)).toEqual([1, 1]);
    expect(row?.rhs.values.proof.text).toBe("8 codes of 1 bit in each word");
    expect(counted(analysis).rows.map(accumulatorBits)).toEqual([5]);
    expect(scalarsOf(bitProduct, operands, { of: "equal", ...summed })).toEqual({});
  });

  test("stores all bits of its words", () => {
    const { analysis } = analysed(bitProduct, [["u8", [2, 1, 2]], RHS], {
      of: "equal",
      ...summed,
    });
    const { rows, storage } = counted(analysis);
    // 4 words of 8 bits.
    expect(rows.map(weightsOf)).toEqual([{ weightCount: 32n, weightBits: 32n }]);
    expect(storage).toEqual({
      weightCount: 32n,
      weightBits: 32n,
      storedBits: 32n,
      storedBitsBf16: 32n,
      parameters: 4n,
    });
  });
});
