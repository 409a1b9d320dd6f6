/** Median of the ratios of two functions' times, taken in turns in one process. */
export async function paired(
  mine: () => unknown,
  other: () => unknown,
  rounds: number,
): Promise<number> {
  await mine();
  await other();
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = await time(mine);
    ratios.push(first / (await time(other)));
  }
  return median(ratios);
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
