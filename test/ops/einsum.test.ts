import { describe, expect, test } from "vitest";
import { einsum } from "../../src/ops/composite/einsum.ts";
import { parseEinsum } from "../../src/ops/einsum-equation.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const A = tensor("f32", [2, 2], [1, 2, 3, 4]);
const B = tensor("f32", [2, 2], [10, 20, 30, 40]);
const CUBE = tensor("f32", [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);

function summed(equation: string, ...inputs: (typeof A)[]): number[] {
  return elements(einsum, inputs, { equation });
}

describe("Einsum", () => {
  test("`evaluate()` of two operands", () => {
    expect(summed("ij,jk->ik", A, B)).toEqual([70, 100, 150, 220]);
    expect(summed("ij,jk->ki", A, B)).toEqual([70, 150, 100, 220]);
    expect(summed("ij,ij->ij", A, B)).toEqual([10, 40, 90, 160]);
    expect(summed("ij,ij->", A, B)).toEqual([300]);
    expect(summed("ij,kj->i", A, B)).toEqual([160, 360]);
  });

  test("`evaluate()` of one operand: order, sums, diagonals", () => {
    expect(summed("ij->ji", A)).toEqual([1, 3, 2, 4]);
    expect(summed("ij->j", A)).toEqual([4, 6]);
    expect(summed("ii->i", A)).toEqual([1, 4]);
    expect(summed("ii->", A)).toEqual([5]);
    expect(summed("iii->i", CUBE)).toEqual([1, 8]);
    expect(summed("iji->ji", CUBE)).toEqual([1, 6, 3, 8]);
  });

  test("`evaluate()` without an arrow: letters that occur once, in ASCII order", () => {
    expect(summed("ba", A)).toEqual([1, 3, 2, 4]);
    expect(summed("ij,jk", A, B)).toEqual([70, 100, 150, 220]);
    expect(summed("aB,aC", A, B)).toEqual([100, 140, 140, 200]);
  });

  test("`evaluate()` of three operands, from the left", () => {
    const v = tensor("f32", [2], [1, 10]);
    expect(summed("i,ij,j->", v, A, v)).toEqual([1 + 20 + 30 + 400]);
  });

  test("`evaluate()` with an ellipsis, and axes of size 1 that stretch", () => {
    expect(summed("...ij->...ji", CUBE)).toEqual([1, 3, 2, 4, 5, 7, 6, 8]);
    expect(summed("...ij,jk->...ik", CUBE, A)).toEqual([7, 10, 15, 22, 23, 34, 31, 46]);
    const row = tensor("f32", [1, 2], [1, 10]);
    expect(summed("ij,ij->ij", A, row)).toEqual([1, 20, 3, 40]);
    expect(summed("...,...->...", A, tensor("f32", [2], [1, 10]))).toEqual([1, 20, 3, 40]);
  });

  test("`evaluate()` rounds every product and sum to the element type", () => {
    const x = tensor("bf16", [1, 2], [256, 1]);
    expect(summed("ij,kj->", x, tensor("bf16", [2, 2], [1, 1, 0, 1]))).toEqual([256]);
  });

  test("`infer()` refuses sizes that contradict each other", () => {
    const x = tensor("f32", [3], [1, 2, 3]);
    expect(() => apply(einsum, [A, x], { equation: "ij,j->i" })).toThrow(
      "Cannot apply Einsum: expected one size of j in ij,j->i, got 2 and 3",
    );
    expect(() => apply(einsum, [tensor("f32", [1, 2], [1, 2])], { equation: "ii->i" })).toThrow(
      "Cannot apply Einsum: expected a diagonal of equal axes, got 1 and 2",
    );
  });

  test("`work()` is the product of the index ranges; one operand is no contraction", () => {
    const macs = (equation: string, ...shapes: number[][]) =>
      analysed(
        einsum,
        shapes.map((shape) => ["f32", shape] as const),
        { equation },
      ).analysis.contractions.map(({ contraction }) => contraction.macs);
    expect(macs("bhqd,bhkd->bhqk", [2, 3, 5, 8], [2, 3, 7, 8])).toEqual([
      BigInt(2 * 3 * 5 * 7 * 8),
    ]);
    expect(macs("ij,jk->k", [2, 3], [3, 5])).toEqual([30n]);
    expect(macs("ij->i", [2, 3])).toEqual([]);
    expect(scalarsOf(einsum, [["f32", [2, 3]]], { equation: "ij->i" })).toEqual({ add: 4n });
    // Without a contracted axis: one multiply for each output.
    expect(macs("i,j->ij", [2], [3])).toEqual([6n]);
    const outer = [
      ["f32", [2]],
      ["f32", [3]],
    ] as const;
    expect(scalarsOf(einsum, outer, { equation: "i,j->ij" })).toEqual({});
  });
});

describe("parseEinsum()", () => {
  test("numbers the axes behind an ellipsis from the right", () => {
    expect(parseEinsum("a...b, ...b -> a ...", [4, 2])).toEqual({
      operands: [
        ["a", "1", "0", "b"],
        ["0", "b"],
      ],
      output: ["a", "1", "0"],
    });
  });

  test("puts the ellipsis first where there is no arrow", () => {
    expect(parseEinsum("b...a", [3]).output).toEqual(["0", "a", "b"]);
  });

  test.each([
    [
      "ij->ik",
      [2],
      "Cannot apply Einsum: expected an output of distinct labels of the operands, got ij->ik",
    ],
    [
      "ij->ii",
      [2],
      "Cannot apply Einsum: expected an output of distinct labels of the operands, got ij->ii",
    ],
    ["ij,jk->ik", [2], "Cannot apply Einsum: expected 1 terms before the arrow, got ij,jk->ik"],
    ["i1->i", [2], "Cannot apply Einsum: expected an equation like ij,jk->ik, got i1->i"],
    ["i->i->i", [1], "Cannot apply Einsum: expected an equation like ij,jk->ik, got i->i->i"],
    ["ij->i", [3], "Cannot apply Einsum: expected an operand of rank 2 for ij->i, got 3"],
  ])("refuses %s", (equation, ranks, message) => {
    expect(() => parseEinsum(equation, ranks)).toThrow(message);
  });
});
