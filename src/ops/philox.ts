/** Four 32-bit words. */
export type Words = readonly [number, number, number, number];

const ROUNDS = 10;
const [MULTIPLIER_0, MULTIPLIER_1] = [0xd2511f53, 0xcd9e8d57] as const;
const [WEYL_0, WEYL_1] = [0x9e3779b9, 0xbb67ae85] as const;

/**
 * The Philox4x32-10 generator: four random words for a counter and a key, the same everywhere.
 *
 * Source: Salmon, Moraes, Dror, Shaw, Parallel Random Numbers: As Easy as 1, 2, 3 (2011).
 */
export function philox(counter: Words, key: readonly [number, number]): Words {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = highWord(MULTIPLIER_0, c0);
    const high1 = highWord(MULTIPLIER_1, c2);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    [c0, c1, c2, c3] = [high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0];
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}

/** Upper 32 bits of a product of unsigned words. */
function highWord(x: number, y: number): number {
  const [xl, xh, yl, yh] = [x & 0xffff, x >>> 16, y & 0xffff, y >>> 16];
  const low = xl * yl;
  const middle = xh * yl + (low >>> 16);
  const other = xl * yh + (middle % 0x10000);
  return (xh * yh + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000)) | 0;
}

/** Random numbers of one seed, by index: uniform from 0 up to 1 without it, multiples of 2^-32. */
export function uniformNumbers(seed: number): (index: number) => number {
  const bits = new Uint32Array(Float64Array.of(seed).buffer);
  const key = [bits[0] as number, bits[1] as number] as const;
  let block = -1;
  let words: Words = [0, 0, 0, 0];
  return (index) => {
    const wanted = Math.floor(index / 4);
    if (wanted !== block) {
      block = wanted;
      words = philox([block | 0, Math.floor(block / 2 ** 32), 0, 0], key);
    }
    return (words[index % 4] as number) / 2 ** 32;
  };
}
