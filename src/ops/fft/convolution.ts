import { type Complex, complexZeros, type Round, scale, swapped, writeProduct } from "./complex.ts";
import { complexPasses } from "./complex-passes.ts";
import { smoothLength } from "./factors.ts";
import { rootsOfUnity } from "./roots.ts";

/**
 * Transform of any length as a convolution with the chirp e^(pi i m^2 / n), which is itself done by
 * transforms of a length that has small factors only; not divided by the length.
 *
 * Source: Bluestein, A linear filtering approach to the computation of discrete Fourier transform (1970).
 */
export function convolved(n: number, round: Round): (x: Complex, inverse: boolean) => Complex {
  const size = smoothLength(2 * n - 1);
  const passes = complexPasses(size, round);
  const chirp = chirpOf(n, round);
  const filter = mirrored(passes(wrapped(chirp, size, round)));
  return (x, inverse) => {
    const padded = complexZeros(size);
    multiply(x, chirp, !inverse, padded, n, round);
    const spectrum = passes(padded);
    multiply(spectrum, filter, inverse, spectrum, size, round);
    const back = swapped(passes(swapped(spectrum)));
    const result = complexZeros(n);
    multiply(back, chirp, !inverse, result, n, round);
    return result;
  };
}

/** The roots of order 2n at m^2, found by the steps 2m - 1 between squares. */
function chirpOf(n: number, round: Round): Complex {
  const root = rootsOfUnity(2 * n, round);
  const chirp = complexZeros(n);
  let square = 0;
  for (let m = 0; m < n; m++) {
    if (m > 0) square = (square + 2 * m - 1) % (2 * n);
    [chirp.re[m], chirp.im[m]] = m === 0 ? [1, 0] : root(square);
  }
  return chirp;
}

/** The chirp over `size`, at m and at size - m, zeros between. */
function wrapped(chirp: Complex, size: number, round: Round): Complex {
  const n = chirp.re.length;
  const result = complexZeros(size);
  result.re.set(chirp.re);
  result.im.set(chirp.im);
  scale(result, round(1 / size), round);
  for (let m = 1; m < n; m++) {
    result.re[size - m] = result.re[m] as number;
    result.im[size - m] = result.im[m] as number;
  }
  return result;
}

/** The second half of the filter equals the first, its rounding apart: the first counts for both. */
function mirrored({ re, im }: Complex): Complex {
  const size = re.length;
  for (let m = 1; 2 * m < size; m++) {
    re[size - m] = re[m] as number;
    im[size - m] = im[m] as number;
  }
  return { re, im };
}

/** Products of the first `count` numbers, with the conjugates of `b` where it is said. */
function multiply(
  a: Complex,
  b: Complex,
  conjugate: boolean,
  out: Complex,
  count: number,
  round: Round,
): void {
  const sign = conjugate ? -1 : 1;
  for (let m = 0; m < count; m++) {
    const [re, im] = [a.re[m] as number, a.im[m] as number];
    writeProduct(out, m, re, im, b.re[m] as number, sign * (b.im[m] as number), round);
  }
}
