const ROTATIONS = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;
const PARITY = 0x1bd11bda;
const GROUPS = 5;

/**
 * The Threefry2x32-20 generator: two random words for a counter and a key, the same everywhere.
 *
 * Source: Salmon, Moraes, Dror, Shaw, Parallel Random Numbers: As Easy as 1, 2, 3 (2011).
 */
export function threefry(
  counter: readonly [number, number],
  key: readonly [number, number],
): readonly [number, number] {
  const keys = [key[0], key[1], PARITY ^ key[0] ^ key[1]] as const;
  let x = (counter[0] + keys[0]) | 0;
  let y = (counter[1] + keys[1]) | 0;
  for (let group = 0; group < GROUPS; group++) {
    for (const distance of ROTATIONS[(group % 2) as 0 | 1]) {
      x = (x + y) | 0;
      y = x ^ ((y << distance) | (y >>> (32 - distance)));
    }
    x = (x + (keys[((group + 1) % 3) as 0 | 1 | 2] as number)) | 0;
    y = (y + (keys[((group + 2) % 3) as 0 | 1 | 2] as number) + group + 1) | 0;
  }
  return [x >>> 0, y >>> 0];
}
