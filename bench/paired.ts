/** Runs of one side before it is the other's turn: the first pays for what the other left behind. */
const IN_A_ROW = 3;
/** Rounds that are not counted: the engine compiles what runs often, and that takes a while. */
const WARM_UP = 4;

/**
 * Median of the ratios of two functions' times, taken in turns in one process after some rounds to
 * warm up: each time is the best of a few runs in a row, for both sides alike.
 */
export async function paired(
  mine: () => unknown,
  other: () => unknown,
  rounds: number,
): Promise<number> {
  const ratios: number[] = [];
  for (let round = -WARM_UP; round < rounds; round++) {
    const ratio = (await best(mine)) / (await best(other));
    if (round >= 0) ratios.push(ratio);
  }
  return median(ratios);
}

async function best(run: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < IN_A_ROW; i++) least = Math.min(least, await time(run));
  return least;
}

export async function time(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
