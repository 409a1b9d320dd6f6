import type { Pair } from "./pair.ts";

/** Two sequences, and how much two of their members have in common. */
export interface Sequences {
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** 0 where the two must not be paired. */
  readonly likeness: (before: number, after: number) => number;
}

const PAIR = 1;
const SKIP_BEFORE = 2;
const SKIP_AFTER = 3;

/** The part of row i that is looked at: `width` columns from `starts[i]`. */
interface Band {
  readonly starts: Int32Array;
  readonly width: number;
}

/**
 * The order-preserving pairs with the greatest sum of likenesses (Needleman and Wunsch; a member
 * without a pair costs nothing). Of equal sums the one that pairs late members.
 *
 * @param reach - only members no farther from the diagonal are paired
 *
 * Time and memory: before.length x min(after.length, 2 reach) steps, a byte each.
 */
export function align(sequences: Sequences, reach = Number.POSITIVE_INFINITY): readonly Pair[] {
  const band = bandOf(sequences, reach);
  return traced(sequences, band, stepsOf(sequences, band));
}

/** How many steps that takes. */
export function alignmentSteps(before: number, after: number, reach: number): number {
  return (before + 1) * widthOf(before, after, reach);
}

function widthOf(before: number, after: number, reach: number): number {
  return Math.min(after + 1, 2 * reach + 1 + Math.ceil(after / Math.max(1, before)));
}

function bandOf({ before, after }: Sequences, reach: number): Band {
  const width = widthOf(before.length, after.length, reach);
  const slope = after.length / Math.max(1, before.length);
  const starts = Int32Array.from({ length: before.length + 1 }, (_, i) =>
    Math.max(0, Math.min(Math.floor(i * slope) - reach, after.length + 1 - width)),
  );
  return { starts, width };
}

function stepsOf({ before, after, likeness }: Sequences, { starts, width }: Band): Uint8Array {
  const steps = new Uint8Array((before.length + 1) * width);
  let above = new Int32Array(width);
  let row = new Int32Array(width);
  for (let i = 1; i <= before.length; i++) {
    const start = starts[i] as number;
    const shift = start - (starts[i - 1] as number);
    for (let k = 0; k < width; k++) {
      const diagonal = k + shift - 1;
      const like =
        diagonal >= 0 && diagonal < width && start + k > 0
          ? likeness(before[i - 1] as number, after[start + k - 1] as number)
          : 0;
      const paired = like > 0 ? (above[diagonal] as number) + like : -1;
      const upper = diagonal + 1 < width ? (above[diagonal + 1] as number) : -1;
      const left = k > 0 ? (row[k - 1] as number) : -1;
      row[k] = Math.max(paired, upper, left);
      steps[i * width + k] = row[k] === paired ? PAIR : row[k] === upper ? SKIP_BEFORE : SKIP_AFTER;
    }
    [above, row] = [row, above];
  }
  return steps;
}

function traced({ before, after }: Sequences, { starts, width }: Band, steps: Uint8Array): Pair[] {
  const pairs: Pair[] = [];
  let [i, j] = [before.length, after.length];
  while (i > 0) {
    const step = steps[i * width + j - (starts[i] as number)];
    if (step === PAIR)
      pairs.push({ before: before[i - 1] as number, after: after[j - 1] as number });
    if (step !== SKIP_AFTER) i--;
    if (step !== SKIP_BEFORE) j--;
  }
  return pairs.reverse();
}
