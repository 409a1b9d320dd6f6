const LENGTH = 624;
const MIDDLE = 397;
const TWIST = 0x9908b0df;
const [LOWER, UPPER] = [0x7fffffff, 0x80000000] as const;
const SEED_MULTIPLIER = 1812433253;

/**
 * Words of 32 bits of the generator MT19937, in order, the same everywhere.
 *
 * The state is filled from the seed as its authors do since 2002.
 *
 * @param seed - from 0 to 2^32 - 1
 *
 * Source: Matsumoto, Nishimura, Mersenne Twister: A 623-Dimensionally Equidistributed Uniform
 * Pseudo-Random Number Generator (1998).
 */
export function mersenneTwister(seed: number): () => number {
  const state = filledState(seed);
  let next = LENGTH;
  return () => {
    if (next === LENGTH) {
      twist(state);
      next = 0;
    }
    return tempered(state[next++] as number);
  };
}

function filledState(seed: number): Uint32Array {
  const state = new Uint32Array(LENGTH);
  state[0] = seed;
  for (let i = 1; i < LENGTH; i++) {
    const last = state[i - 1] as number;
    state[i] = Math.imul(SEED_MULTIPLIER, last ^ (last >>> 30)) + i;
  }
  return state;
}

/** Replaces all words by the next ones; words that are behind the end are new already. */
function twist(state: Uint32Array): void {
  for (let i = 0; i < LENGTH; i++) {
    const following = state[(i + 1) % LENGTH] as number;
    const joined = ((state[i] as number) & UPPER) | (following & LOWER);
    const distant = state[(i + MIDDLE) % LENGTH] as number;
    state[i] = distant ^ (joined >>> 1) ^ ((joined & 1) === 0 ? 0 : TWIST);
  }
}

function tempered(word: number): number {
  let y = word;
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  y ^= y >>> 18;
  return y >>> 0;
}

/**
 * Numbers of one seed in order: uniform from 0 up to 1 without it, multiples of 2^-53.
 *
 * Each takes two words: 27 bits of the first lead 26 bits of the second, as in the authors'
 * `genrand_res53` and in NumPy's `RandomState`.
 */
export function uniformDoubles(seed: number): () => number {
  const word = mersenneTwister(seed);
  return () => {
    const high = word() >>> 5;
    return (high * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
  };
}
