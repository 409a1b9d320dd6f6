/** Places of two layers that belong together. */
export interface Pair {
  readonly before: number;
  readonly after: number;
}

/** The places of some pairs on either side. */
export function takenPlaces(pairs: readonly Pair[]) {
  return {
    before: new Set(pairs.map(({ before }) => before)),
    after: new Set(pairs.map(({ after }) => after)),
  };
}

/**
 * The most pairs that have the same order on both sides.
 *
 * @param pairs - ascending in `before`, no place twice
 *
 * O(n log n): a longest increasing subsequence by patience sorting.
 */
export function inOrder(pairs: readonly Pair[]): readonly Pair[] {
  const tails: number[] = [];
  const previous = new Int32Array(pairs.length).fill(-1);
  for (let i = 0; i < pairs.length; i++) {
    const { after } = pairs[i] as Pair;
    const length = firstAtLeast(tails, pairs, after);
    previous[i] = length === 0 ? -1 : (tails[length - 1] as number);
    tails[length] = i;
  }
  const chosen: Pair[] = [];
  for (let i = tails.at(-1) ?? -1; i >= 0; i = previous[i] as number) {
    chosen.push(pairs[i] as Pair);
  }
  return chosen.reverse();
}

function firstAtLeast(tails: readonly number[], pairs: readonly Pair[], after: number): number {
  let [low, high] = [0, tails.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pairs[tails[middle] as number] as Pair).after < after) low = middle + 1;
    else high = middle;
  }
  return low;
}
