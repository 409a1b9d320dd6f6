import type { Tensor } from "../../graph/tensor.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { doublesOf, roundedTensor } from "../doubles.ts";
import { eliminate, squaresBelow } from "../elimination.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { matrixCount, squareSize } from "../square-matrices.ts";
import type { Work } from "../work.ts";

/** Rows of the i-th matrix. */
function rowsOf(data: Float64Array, i: number, size: number): readonly Float64Array[] {
  return Array.from({ length: size }, (_, row) => {
    const at = (i * size + row) * size;
    return data.subarray(at, at + size);
  });
}

function times(count: number, scalars: Readonly<Record<string, number>>): Work {
  return {
    contractions: [],
    scalars: Object.fromEntries(
      Object.entries(scalars).map(([kind, each]) => [kind, BigInt(count) * BigInt(each)]),
    ),
  };
}

/**
 * Determinants of the matrices in the last two axes, by elimination in f64, rounded once; 0 is +0.
 *
 * Source: ONNX `Det`.
 */
export const determinant: PrimitiveOperator<object, 1> = {
  kind: "leaf",
  name: "determinant",
  arity: 1,
  infer([x]) {
    squareSize("determinant", x);
    return [{ element: x.element, shape: x.shape.slice(0, -2) }];
  },
  work({ inputs }) {
    const x = inputs[0] as TensorType;
    const n = squareSize("determinant", x);
    const products = squaresBelow(n);
    const below = (n * (n - 1)) / 2;
    return times(matrixCount(x), {
      divide: below,
      multiply: products + Math.max(0, n - 1),
      add: products,
      compare: below,
    });
  },
  evaluate([x], { outputs }) {
    const n = squareSize("determinant", x.type);
    const data = doublesOf(x);
    const results = Array.from({ length: matrixCount(x.type) }, (_, i) => {
      const { rows, sign } = eliminate(rowsOf(data, i, n));
      const product = rows.reduce((total, row, k) => total * (row[k] as number), sign);
      return product === 0 ? 0 : product;
    });
    return [roundedTensor(outputs[0] as TensorType, results)];
  },
};

/**
 * Inverses of the matrices in the last two axes, by elimination in f64, rounded once. A matrix that
 * has none gives infinities or NaN.
 *
 * Source: com.microsoft `Inverse`.
 */
export const inverse: PrimitiveOperator<object, 1> = {
  kind: "leaf",
  name: "inverse",
  arity: 1,
  infer([x]) {
    squareSize("inverse", x);
    return [x];
  },
  work({ inputs }) {
    const x = inputs[0] as TensorType;
    const n = squareSize("inverse", x);
    const below = (n * (n - 1)) / 2;
    const products = squaresBelow(n) + 2 * below * n;
    return times(matrixCount(x), {
      divide: below + n * n,
      multiply: products,
      add: products,
      compare: below,
    });
  },
  evaluate: ([x], { outputs }) => [inverted(x, outputs[0] as TensorType)],
};

function inverted(x: Tensor, type: TensorType): Tensor {
  const n = squareSize("inverse", x.type);
  const data = doublesOf(x);
  const results = new Float64Array(data.length);
  for (let i = 0; i < matrixCount(x.type); i++) {
    const extended = rowsOf(data, i, n).map((row, k) => {
      const wide = new Float64Array(2 * n);
      wide.set(row);
      wide[n + k] = 1;
      return wide;
    });
    const { rows } = eliminate(extended);
    for (let k = n - 1; k >= 0; k--) {
      const row = rows[k] as Float64Array;
      for (let column = 0; column < n; column++) {
        let value = row[n + column] as number;
        for (let j = k + 1; j < n; j++) {
          value -= (row[j] as number) * (results[(i * n + j) * n + column] as number);
        }
        results[(i * n + k) * n + column] = value / (row[k] as number);
      }
    }
  }
  return roundedTensor(type, results);
}
