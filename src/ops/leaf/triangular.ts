import { equalShapes, formatShape, type TensorType } from "../../graph/tensor-type.ts";
import { expectOneElement, refuse } from "../checks.ts";
import { doublesOf, roundedTensor, zeroDoubles } from "../doubles.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { matrixCount, squareSize } from "../square-matrices.ts";
import type { Work } from "../work.ts";

export interface TriangularSolveAttributes {
  /** True: op(a) x = b; false: x op(a) = b. */
  readonly leftSide: boolean;
  /** The triangle of `a` that is read, before it is transposed. */
  readonly lower: boolean;
  /** The diagonal is not read but 1. */
  readonly unitDiagonal: boolean;
  /** Real numbers: the adjoint is the transpose. */
  readonly transpose: "NO_TRANSPOSE" | "TRANSPOSE" | "ADJOINT";
}

export interface CholeskyAttributes {
  /** True: a = l l^T, and l comes out; false: a = u^T u, and u. */
  readonly lower: boolean;
}

const SOLVE = "triangularSolve";
const CHOLESKY = "cholesky";

function expectSystem(a: TensorType, b: TensorType, leftSide: boolean): void {
  const size = squareSize(SOLVE, a);
  const unknowns = b.shape.at(leftSide ? -2 : -1);
  const batches = equalShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (a.shape.length === b.shape.length && batches && unknowns === size) return;
  const expected = `right sides of ${size} ${leftSide ? "rows" : "columns"}, as many as matrices`;
  refuse("shape-mismatch", SOLVE, expected, `${formatShape(a.shape)}, ${formatShape(b.shape)}`);
}

function systems(b: TensorType, leftSide: boolean) {
  const [rows, columns] = b.shape.slice(-2) as [number, number];
  const size = leftSide ? rows : columns;
  return { size, others: leftSide ? columns : rows, batches: matrixCount(b) };
}

function counted(scalars: Readonly<Record<string, bigint>>): Work {
  return { contractions: [], scalars };
}

/**
 * Solutions of linear equations whose matrix is a triangle, one for each vector of b.
 *
 * By substitution in f64 from the unknown that stands alone on, rounded once at the end: each
 * unknown is what is left of its right side after the known ones were taken off in the order in
 * which they were found, over the diagonal.
 *
 * @param inputs - a [..., n, n], b [..., n, m], or [..., m, n] where `leftSide` is false
 *
 * Source: StableHLO `triangular_solve`.
 */
export const triangularSolve: PrimitiveOperator<TriangularSolveAttributes, 2> = {
  kind: "leaf",
  name: SOLVE,
  arity: 2,
  infer(inputs, { leftSide }) {
    expectOneElement(SOLVE, inputs);
    expectSystem(...(inputs as readonly [TensorType, TensorType]), leftSide);
    return [inputs[1]];
  },
  work({ attributes: { leftSide, unitDiagonal }, outputs }) {
    const { size, others, batches } = systems(outputs[0] as TensorType, leftSide);
    const vectors = BigInt(batches) * BigInt(others);
    const products = (vectors * BigInt(size) * BigInt(size - 1)) / 2n;
    const divide = unitDiagonal ? 0n : vectors * BigInt(size);
    return counted({ multiply: products, add: products, divide });
  },
  evaluate([a, b], { attributes, outputs }) {
    const type = outputs[0] as TensorType;
    const { size, others, batches } = systems(type, attributes.leftSide);
    const [matrix, sides] = [doublesOf(a), doublesOf(b)];
    const solution = zeroDoubles(type);
    const layout = layoutOf(attributes, size, others);
    for (let batch = 0; batch < batches; batch++) {
      for (let other = 0; other < others; other++) {
        const first = batch * size * others + other * layout.otherStep;
        substitute(matrix, batch * size * size, sides, solution, first, layout);
      }
    }
    return [roundedTensor(type, solution)];
  },
};

/** How the equations of one vector lie: those of the unknown i have coefficients in its row. */
interface Layout {
  readonly size: number;
  readonly row: number;
  readonly column: number;
  readonly step: number;
  readonly otherStep: number;
  /** The first unknown stands alone; else the last one. */
  readonly forward: boolean;
  readonly unit: boolean;
}

/** x op(a) = b is the same as op(a)^T x^T = b^T. */
function layoutOf(attributes: TriangularSolveAttributes, size: number, others: number): Layout {
  const { leftSide, lower, unitDiagonal: unit, transpose } = attributes;
  const turned = (transpose === "NO_TRANSPOSE") !== leftSide;
  return {
    size,
    row: turned ? 1 : size,
    column: turned ? size : 1,
    step: leftSide ? others : 1,
    otherStep: leftSide ? 1 : size,
    forward: lower !== turned,
    unit,
  };
}

function substitute(
  matrix: Float64Array,
  start: number,
  sides: Float64Array,
  solution: Float64Array,
  first: number,
  { size, row, column, step, forward, unit }: Layout,
): void {
  const unknown = (k: number) => (forward ? k : size - 1 - k);
  for (let k = 0; k < size; k++) {
    const i = unknown(k);
    let value = sides[first + i * step] as number;
    for (let known = 0; known < k; known++) {
      const j = unknown(known);
      const factor = matrix[start + i * row + j * column] as number;
      value -= factor * (solution[first + j * step] as number);
    }
    solution[first + i * step] = unit
      ? value
      : value / (matrix[start + i * (row + column)] as number);
  }
}

/**
 * The triangle whose product with its transpose is a symmetric, positive definite matrix.
 *
 * Column by column in f64, rounded once at the end; only that triangle is read, the other one comes
 * out as 0. Where a root would be of a negative number, it and what depends on it is NaN.
 *
 * Source: StableHLO `cholesky`.
 */
export const cholesky: PrimitiveOperator<CholeskyAttributes, 1> = {
  kind: "leaf",
  name: CHOLESKY,
  arity: 1,
  infer([a]) {
    squareSize(CHOLESKY, a);
    return [a];
  },
  work({ inputs }) {
    const a = inputs[0] as TensorType;
    const n = BigInt(squareSize(CHOLESKY, a));
    const batches = BigInt(matrixCount(a));
    const products = (batches * (n - 1n) * n * (n + 1n)) / 6n;
    const below = (batches * n * (n - 1n)) / 2n;
    return counted({ multiply: products, add: products, divide: below, root: batches * n });
  },
  evaluate([a], { attributes: { lower }, outputs }) {
    const type = outputs[0] as TensorType;
    const n = squareSize(CHOLESKY, type);
    const [matrix, triangle] = [doublesOf(a), zeroDoubles(type)];
    const [row, column] = lower ? [n, 1] : [1, n];
    for (let start = 0; start < matrix.length; start += n * n) {
      factorize(matrix, triangle, start, { size: n, row, column });
    }
    return [roundedTensor(type, triangle)];
  },
};

/** l[i, j] = (a[i, j] - sum of l[i, k] l[j, k] over k < j, ascending) / l[j, j]. */
function factorize(
  a: Float64Array,
  l: Float64Array,
  start: number,
  { size, row, column }: Pick<Layout, "size" | "row" | "column">,
): void {
  for (let j = 0; j < size; j++) {
    const diagonal = start + j * (row + column);
    for (let i = j; i < size; i++) {
      const at = start + i * row + j * column;
      let rest = a[at] as number;
      for (let k = 0; k < j; k++) {
        const [left, right] = [start + i * row + k * column, start + j * row + k * column];
        rest -= (l[left] as number) * (l[right] as number);
      }
      l[at] = i === j ? Math.sqrt(rest) : rest / (l[diagonal] as number);
    }
  }
}
