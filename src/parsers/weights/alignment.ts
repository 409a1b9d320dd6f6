/** The longest alignment of two sequences, or that several are equally long, or too long to tell. */
export type Alignment =
  | {
      readonly kind: "only";
      readonly length: number;
      readonly pairs: readonly (readonly [number, number])[];
    }
  | { readonly kind: "several"; readonly length: number }
  | { readonly kind: "too-long" };

/** Cells of a table, two bytes each. */
const MOST_CELLS = 2 ** 25;

/**
 * Pairs as many of two sequences as can be paired in order, where there is only one way to.
 *
 * A pair is part of some longest alignment where the best before it and the best after it add up to
 * the best of all; there is one way where there are as many such pairs as an alignment has.
 */
export function alignment(
  rows: number,
  columns: number,
  fits: (row: number, column: number) => boolean,
): Alignment {
  if ((rows + 1) * (columns + 1) > MOST_CELLS) return { kind: "too-long" };
  const before = lengthsBefore(rows, columns, fits);
  const width = columns + 1;
  const most = before.at(-1) as number;
  const pairs: (readonly [number, number])[] = [];
  let after = new Uint16Array(width);
  for (let row = rows - 1; row >= 0; row--) {
    const next = new Uint16Array(width);
    for (let column = columns - 1; column >= 0; column--) {
      const fit = fits(row, column);
      const paired = fit ? (after[column + 1] as number) + 1 : 0;
      next[column] = Math.max(paired, after[column] as number, next[column + 1] as number);
      const whole = (before[row * width + column] as number) + paired;
      if (fit && whole === most) pairs.push([row, column]);
    }
    if (pairs.length > most) return { kind: "several", length: most };
    after = next;
  }
  return { kind: "only", length: most, pairs: pairs.reverse() };
}

/** Length of the longest alignment of the first `row` and `column` items, row after row. */
function lengthsBefore(
  rows: number,
  columns: number,
  fits: (row: number, column: number) => boolean,
): Uint16Array {
  const width = columns + 1;
  const lengths = new Uint16Array((rows + 1) * width);
  for (let row = 1; row <= rows; row++) {
    for (let column = 1; column <= columns; column++) {
      const at = row * width + column;
      const paired = fits(row - 1, column - 1) ? (lengths[at - width - 1] as number) + 1 : 0;
      lengths[at] = Math.max(paired, lengths[at - width] as number, lengths[at - 1] as number);
    }
  }
  return lengths;
}
