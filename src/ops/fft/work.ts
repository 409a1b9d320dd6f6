import type { Work } from "../work.ts";

/**
 * Scalar operations of `count` transforms: ceil(log2 n) rounds of n / 2 butterflies, each a complex
 * product (4 multiplies, 2 adds) and two complex sums (4 adds), whatever the length.
 */
export function fourierWork(count: number, length: number): Work {
  const rounds = length < 2 ? 0 : Math.ceil(Math.log2(length));
  const butterflies = BigInt(count) * BigInt(rounds) * BigInt(Math.ceil(length / 2));
  return { contractions: [], scalars: { multiply: 4n * butterflies, add: 6n * butterflies } };
}
