/** What Gaussian elimination leaves of a square matrix. */
export interface Eliminated {
  /** Upper triangle, row-major; the columns that were appended follow each row. */
  readonly rows: readonly Float64Array[];
  /** -1 where an odd number of rows were exchanged. */
  readonly sign: number;
}

/**
 * Gaussian elimination of a square matrix with columns appended, in f64, the row with the largest
 * element (of equal ones the first) as pivot.
 *
 * A column without a pivot is left as it is.
 */
export function eliminate(matrix: readonly Float64Array[]): Eliminated {
  const rows: Float64Array[] = matrix.map((row) => Float64Array.from(row));
  let sign = 1;
  for (let k = 0; k < rows.length; k++) {
    const best = pivotRow(rows, k);
    if (best !== k) {
      [rows[k], rows[best]] = [rows[best] as Float64Array, rows[k] as Float64Array];
      sign = -sign;
    }
    const pivot = rows[k] as Float64Array;
    if (pivot[k] === 0) continue;
    for (const row of rows.slice(k + 1)) {
      const factor = (row[k] as number) / (pivot[k] as number);
      for (let i = k; i < row.length; i++) {
        row[i] = (row[i] as number) - factor * (pivot[i] as number);
      }
    }
  }
  return { rows, sign };
}

function pivotRow(rows: readonly Float64Array[], k: number): number {
  let best = k;
  for (let i = k + 1; i < rows.length; i++) {
    if (Math.abs(rows[i]?.[k] as number) > Math.abs(rows[best]?.[k] as number)) best = i;
  }
  return best;
}

/** Sum of the squares 1 to n - 1: products of an elimination without appended columns. */
export function squaresBelow(n: number): number {
  return ((n - 1) * n * (2 * n - 1)) / 6;
}
