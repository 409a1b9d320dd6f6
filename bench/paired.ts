/** Median of the ratios of two functions' times, taken in turns in one process. */
export function paired(mine: () => unknown, other: () => unknown, rounds: number): number {
  mine();
  other();
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = time(mine);
    ratios.push(first / time(other));
  }
  ratios.sort((a, b) => a - b);
  return ratios[Math.floor(ratios.length / 2)] as number;
}

function time(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}
