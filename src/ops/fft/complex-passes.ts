import type { Butterfly } from "./butterflies.ts";
import { type Complex, complexZeros, type Round, writeProduct } from "./complex.ts";
import { radices } from "./factors.ts";
import { butterflyOf, type Sums } from "./odd-butterflies.ts";
import { rootsOfUnity } from "./roots.ts";

/** One radix of a transform: `before` is the product of the radices of earlier passes. */
interface Pass {
  readonly radix: number;
  readonly before: number;
  /** Length over the product of the radices up to this one. */
  readonly after: number;
  readonly butterfly: Butterfly;
  /** e^(-2 pi i j q before / n) at (j - 1) after + q. */
  readonly turns: Complex;
}

const SUMS: Sums = { mostStated: 11, group: 2 };

/**
 * Forward transform of complex numbers in passes, decimated in frequency, in order from pass to pass
 * (Stockham). The result lies in `x` or beside it; `x` is overwritten.
 *
 * Radices 8, 4, 2, then odd primes.
 *
 * Source: Temperton, Self-sorting mixed-radix fast Fourier transforms (1983), as FFTPACK orders it.
 */
export function complexPasses(n: number, round: Round): (x: Complex) => Complex {
  const passes = planned(n, round);
  return (x) => {
    let [from, to] = [x, complexZeros(n)];
    for (const pass of passes) {
      runPass(pass, from, to, round);
      [from, to] = [to, from];
    }
    return from;
  };
}

function planned(n: number, round: Round): readonly Pass[] {
  const root = rootsOfUnity(n, round);
  let before = 1;
  return radices(n, [8, 4]).map((radix) => {
    const after = n / (before * radix);
    const turns = complexZeros((radix - 1) * after);
    for (let j = 1; j < radix; j++) {
      for (let q = 1; q < after; q++) {
        const [c, s] = root(j * before * q);
        turns.re[(j - 1) * after + q] = c;
        turns.im[(j - 1) * after + q] = -s;
      }
    }
    const pass = {
      radix,
      before,
      after,
      butterfly: butterflyOf(radix, (k) => root((k * n) / radix), SUMS, round),
      turns,
    };
    before *= radix;
    return pass;
  });
}

function runPass(pass: Pass, from: Complex, to: Complex, round: Round): void {
  const { radix, before, after, butterfly } = pass;
  const z = complexZeros(radix);
  for (let k = 0; k < before; k++) {
    for (let q = 0; q < after; q++) {
      for (let j = 0; j < radix; j++) {
        const at = q + after * (j + radix * k);
        z.re[j] = from.re[at] as number;
        z.im[j] = from.im[at] as number;
      }
      butterfly(z);
      writeTurned(pass, z, k, q, to, round);
    }
  }
}

function writeTurned(
  { radix, before, after, turns }: Pass,
  z: Complex,
  k: number,
  q: number,
  to: Complex,
  round: Round,
): void {
  for (let j = 0; j < radix; j++) {
    const re = z.re[j] as number;
    const im = z.im[j] as number;
    const at = q + after * (k + before * j);
    if (q === 0 || j === 0) {
      to.re[at] = re;
      to.im[at] = im;
    } else {
      const turn = (j - 1) * after + q;
      writeProduct(to, at, re, im, turns.re[turn] as number, turns.im[turn] as number, round);
    }
  }
}
