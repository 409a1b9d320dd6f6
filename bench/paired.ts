/** Runs of one side before it is the other's turn: the first pays for what the other left behind. */
const IN_A_ROW = 3;

/**
 * Median of the ratios of two functions' times, taken in turns in one process: each time is the best
 * of a few runs in a row, for both sides alike.
 */
export async function paired(
  mine: () => unknown,
  other: () => unknown,
  rounds: number,
): Promise<number> {
  await mine();
  await other();
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = await best(mine);
    ratios.push(first / (await best(other)));
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
