import type { Butterfly } from "./butterflies.ts";
import { type Complex, complexZeros, type Round } from "./complex.ts";
import { radices } from "./factors.ts";
import { butterflyOf, type Sums } from "./odd-butterflies.ts";
import { rootsOfUnity } from "./roots.ts";

/**
 * One radix of a transform between real numbers and half a spectrum, which is kept as re 0, re 1,
 * im 1, re 2, im 2, ..., and for an even length the last real part: as many numbers as there were.
 */
export interface RealPass {
  readonly radix: number;
  /** Spectra on the side of the whole transform's spectrum. */
  readonly count: number;
  /** Numbers of each of the `radix` smaller spectra that one is made of. */
  readonly part: number;
  readonly butterfly: Butterfly;
  /** e^(2 pi i j q count / n) at (j - 1) part + q. */
  readonly turns: Complex;
}

const SUMS: Sums = { mostStated: 5, group: 4 };

/** Radices 4, 2, then odd primes, for the backward transform; the forward one takes them from the end. */
export function realPasses(n: number, round: Round): readonly RealPass[] {
  const root = rootsOfUnity(n, round);
  let count = 1;
  return radices(n, [4]).map((radix) => {
    const part = n / (count * radix);
    const turns = complexZeros((radix - 1) * part);
    for (let j = 1; j < radix; j++) {
      for (let q = 1; 2 * q < part; q++) {
        const at = (j - 1) * part + q;
        [turns.re[at], turns.im[at]] = root(j * count * q);
      }
    }
    const pass = {
      radix,
      count,
      part,
      butterfly: butterflyOf(radix, (k) => root((k * n) / radix), SUMS, round),
      turns,
    };
    count *= radix;
    return pass;
  });
}

/** Where the real part of element q of half a spectrum lies; the imaginary part is next. */
export function placeOf(q: number): number {
  return q === 0 ? 0 : 2 * q - 1;
}
