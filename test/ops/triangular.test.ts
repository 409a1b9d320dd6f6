import { describe, expect, test } from "vitest";
import { cholesky, triangularSolve } from "../../src/ops/leaf/triangular.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const PLAIN = { leftSide: true, lower: true, unitDiagonal: false, transpose: "NO_TRANSPOSE" };
/** The triangle above is not read. */
const LOWER = tensor("f64", [3, 3], [2, 99, 99, 1, 4, 99, 3, -1, 5]);
const UPPER = tensor("f64", [3, 3], [2, 1, 3, 99, 4, -1, 99, 99, 5]);
const SIDES = tensor("f64", [3, 2], [2, 4, 9, 3, 1, -2]);

function near(got: readonly number[], expected: readonly number[]): void {
  expect(got.length).toBe(expected.length);
  got.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] as number, 14);
  });
}

/** scipy 1.17.1, `scipy.linalg.solve_triangular`. */
describe("triangularSolve", () => {
  test("`evaluate()` of a lower triangle, and of an upper one that is transposed", () => {
    const solution = [1, 2, 2, 0.25, 0, -1.55];
    near(elements(triangularSolve, [LOWER, SIDES], PLAIN), solution);
    const turned = { ...PLAIN, lower: false, transpose: "TRANSPOSE" };
    near(elements(triangularSolve, [UPPER, SIDES], turned), solution);
  });

  test("`evaluate()` of a transposed lower triangle, and of an upper one", () => {
    const solution = [-0.45, 2.275, 2.3, 0.65, 0.2, -0.4];
    near(elements(triangularSolve, [LOWER, SIDES], { ...PLAIN, transpose: "ADJOINT" }), solution);
    near(elements(triangularSolve, [UPPER, SIDES], { ...PLAIN, lower: false }), solution);
  });

  test("`evaluate()` with the matrix on the right is that of the transposed equation", () => {
    const sides = tensor("f64", [2, 3], [2, 9, 1, 4, 3, -2]);
    const right = { ...PLAIN, leftSide: false };
    near(elements(triangularSolve, [LOWER, sides], right), [-0.45, 2.3, 0.2, 2.275, 0.65, -0.4]);
    near(
      elements(triangularSolve, [LOWER, sides], { ...right, transpose: "TRANSPOSE" }),
      [1, 2, 0, 2, 0.25, -1.55],
    );
  });

  test("`evaluate()` with a diagonal of 1 does not read it", () => {
    near(
      elements(triangularSolve, [LOWER, SIDES], { ...PLAIN, unitDiagonal: true }),
      [2, 4, 7, -1, 2, -15],
    );
  });

  test("`evaluate()` of a batch in f32", () => {
    const a = tensor("f32", [2, 1, 1], [3, 4]);
    const b = tensor("f32", [2, 1, 2], [1, 6, 1, 8]);
    // 1 / 3 in f32 is 11184811 / 2^25.
    expect(elements(triangularSolve, [a, b], PLAIN)).toEqual([11184811 / 2 ** 25, 2, 0.25, 2]);
  });

  test("`infer()` refuses right sides of another size", () => {
    expect(() => apply(triangularSolve, [LOWER, tensor("f64", [2, 3], [0])], PLAIN)).toThrow(
      "Cannot apply triangularSolve: expected right sides of 3 rows, as many as matrices, got 3x3, 2x3",
    );
  });

  test("`work()` of 2 vectors of 3: 3 products each, and quotients", () => {
    const operands = [
      ["f32", [3, 3]],
      ["f32", [3, 2]],
    ] as const;
    expect(scalarsOf(triangularSolve, operands, PLAIN)).toEqual({
      multiply: 6n,
      add: 6n,
      divide: 6n,
    });
    const unit = { ...PLAIN, unitDiagonal: true };
    expect(scalarsOf(triangularSolve, operands, unit)).toEqual({ multiply: 6n, add: 6n });
  });
});

/** numpy 2.4.6, `numpy.linalg.cholesky`. */
describe("cholesky", () => {
  test("`evaluate()` reads one triangle and clears the other", () => {
    const below = tensor("f32", [3, 3], [4, 99, 99, 2, 10, 99, 6, 0, 14]);
    expect(elements(cholesky, [below], { lower: true })).toEqual([2, 0, 0, 1, 3, 0, 3, -1, 2]);
    const above = tensor("f32", [3, 3], [4, 2, 6, 99, 10, 0, 99, 99, 14]);
    expect(elements(cholesky, [above], { lower: false })).toEqual([2, 1, 3, 0, 3, -1, 0, 0, 2]);
  });

  test("`evaluate()` of each matrix; what is not positive definite is NaN", () => {
    const x = tensor("f32", [2, 2, 2], [9, 0, 3, 5, 1, 0, 2, 1]);
    expect(elements(cholesky, [x], { lower: true })).toEqual([3, 0, 1, 2, 1, 0, 2, Number.NaN]);
  });

  test("`infer()` refuses what is not square", () => {
    expect(() => apply(cholesky, [tensor("f32", [2, 3], [0])], { lower: true })).toThrow(
      "Cannot apply cholesky: expected square matrices in the last two axes, got 2x3",
    );
  });

  test("`work()` of 5 matrices of 3: 3 roots, 3 quotients, 4 products", () => {
    expect(scalarsOf(cholesky, [["f32", [5, 3, 3]]], { lower: true })).toEqual({
      root: 15n,
      divide: 15n,
      multiply: 20n,
      add: 20n,
    });
  });
});
