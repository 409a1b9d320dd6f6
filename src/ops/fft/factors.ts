/** Lengths below are never worth a convolution. */
const SHORT = 50;

/** What a term of a sum costs where the radix has no code of its own. */
const PLAIN_RADIX = 1.1;

/** A convolution takes two transforms; measured, they cost half as much again as estimated. */
const CONVOLUTION = 2 * 1.5;

/**
 * Radices of the passes of a transform, in order: the powers of 2 that are given, as often as they
 * divide, a 2 that is left before all of them, then odd primes, ascending.
 */
export function radices(n: number, powers: readonly number[]): readonly number[] {
  const result: number[] = [];
  let rest = n;
  for (const power of powers) {
    for (; rest % power === 0; rest /= power) result.push(power);
  }
  if (rest % 2 === 0) result.unshift(2);
  return [...result, ...primes(rest % 2 === 0 ? rest / 2 : rest)];
}

/** Prime factors, ascending. */
function primes(n: number): readonly number[] {
  const result: number[] = [];
  let rest = n;
  for (let p = 2; p * p <= rest; p += p === 2 ? 1 : 2) {
    for (; rest % p === 0; rest /= p) result.push(p);
  }
  if (rest > 1) result.push(rest);
  return result;
}

/**
 * Whether a transform of length n is a convolution: a prime factor is above the root of n, and passes
 * would cost more.
 *
 * @param share - part of the cost of complex passes that the passes take, 1/2 for real numbers
 */
export function isConvolved(n: number, share: number): boolean {
  if (n < SHORT) return false;
  const largest = primes(n).at(-1) as number;
  if (largest * largest <= n) return false;
  return CONVOLUTION * passCost(smoothLength(2 * n - 1)) < share * passCost(n);
}

/** Length times the sum of the radices. */
function passCost(n: number): number {
  const costs = primes(n).map((p) => (p <= 5 ? p : PLAIN_RADIX * p));
  return costs.reduce((sum, cost) => sum + cost, 0) * n;
}

/** The least length from `n` that has no prime factor above 11. */
export function smoothLength(n: number): number {
  let length = n;
  while (length > 1 && (primes(length).at(-1) as number) > 11) length++;
  return length;
}
