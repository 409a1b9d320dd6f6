import { allocate } from "../../graph/tensor.ts";
import { type Complex, complexZeros, type Round, scale, swapped } from "./complex.ts";
import { complexPasses } from "./complex-passes.ts";
import { convolved } from "./convolution.ts";
import { isConvolved } from "./factors.ts";
import { runBackward } from "./real-backward.ts";
import { runForward } from "./real-forward.ts";
import { realPasses } from "./real-passes.ts";

/**
 * Discrete Fourier transforms of one length: sum of x[k] e^(-2 pi i k m / n); the inverse has the
 * other sign and is multiplied by 1 / n, rounded, at the end. `x` may be overwritten.
 *
 * The order of sums is pocketfft's, which numpy uses: a pass for each radix, n times the radix
 * operations, or a convolution, O(n log n), where a prime factor above the root of n makes that cheaper.
 *
 * @param round - rounds to the type that is computed in: every sum, product and root of unity
 */
export function complexTransform(
  n: number,
  round: Round,
): (x: Complex, inverse: boolean) => Complex {
  const transform = unscaled(n, round);
  return (x, inverse) => {
    const result = transform(x, inverse);
    if (inverse) scale(result, round(1 / n), round);
    return result;
  };
}

function unscaled(n: number, round: Round): (x: Complex, inverse: boolean) => Complex {
  if (isConvolved(n, 1)) return convolved(n, round);
  const passes = complexPasses(n, round);
  return (x, inverse) => (inverse ? swapped(passes(swapped(x))) : passes(x));
}

/** Elements 0 to floor(n / 2): the half of a spectrum that is its own mirror image. */
export function halfLength(n: number): number {
  return Math.floor(n / 2) + 1;
}

export interface RealTransform {
  /** Elements 0 to floor(n / 2) of the spectrum of n real numbers, which may be overwritten. */
  readonly spectrum: (signal: Float64Array) => Complex;
  /** The inverse; imaginary parts that a real signal cannot have are left out. */
  readonly signal: (spectrum: Complex) => Float64Array;
}

/** The same for real numbers, whose spectrum is its own mirror image: half the work. */
export function realTransform(n: number, round: Round): RealTransform {
  const factor = round(1 / n);
  if (isConvolved(n, 1 / 2)) return convolvedReal(n, factor, round);
  const passes = realPasses(n, round);
  const run = (x: Float64Array, steps: typeof passes, step: typeof runForward) => {
    let [from, to] = [x, allocate("f64", n) as Float64Array];
    for (const pass of steps) {
      step(pass, from, to, round);
      [from, to] = [to, from];
    }
    return from;
  };
  return {
    spectrum: (x) => unfolded(run(x, passes.toReversed(), runForward)),
    signal: (z) => run(folded(z, n), passes, runBackward).map((x) => round(factor * x)),
  };
}

/** What is done to one line of complex numbers, which may be overwritten. */
export type LineTransform = (line: Complex) => Complex;

/**
 * The transform of one line, or its inverse.
 *
 * @param length - of the signal
 * @param way - half: of a signal without imaginary parts, and of half of its spectrum
 */
export function lineTransform(
  length: number,
  { inverse, half }: { readonly inverse: boolean; readonly half: boolean },
  round: Round,
): LineTransform {
  if (!half) {
    const transform = complexTransform(length, round);
    return (line) => transform(line, inverse);
  }
  const { spectrum, signal } = realTransform(length, round);
  if (!inverse) return ({ re }) => spectrum(re);
  return (line) => ({ re: signal(line), im: new Float64Array(length) });
}

function convolvedReal(n: number, factor: number, round: Round): RealTransform {
  const transform = convolved(n, round);
  const half = halfLength(n);
  return {
    spectrum(x) {
      const { re, im } = transform({ ...complexZeros(n), re: x }, false);
      im[0] = 0;
      if (n % 2 === 0) im[n / 2] = 0;
      return { re: re.subarray(0, half), im: im.subarray(0, half) };
    },
    signal: (z) => transform(mirrored(z, n), true).re.map((x) => round(x * factor)),
  };
}

/** Half a spectrum as re 0, re 1, im 1, re 2, im 2, ...: n numbers. */
function folded({ re, im }: Complex, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    const part = i === 0 || i % 2 !== 0 ? re : im;
    return part[Math.ceil(i / 2)] as number;
  });
}

function unfolded(x: Float64Array): Complex {
  const n = x.length;
  const result = complexZeros(halfLength(n));
  for (let i = 0; i < n; i++) {
    const part = i === 0 || i % 2 !== 0 ? result.re : result.im;
    part[Math.ceil(i / 2)] = x[i] as number;
  }
  return result;
}

/** A whole spectrum of which half is given. */
function mirrored({ re, im }: Complex, n: number): Complex {
  const result = complexZeros(n);
  for (let k = 0; 2 * k <= n; k++) {
    const imaginary = k === 0 || 2 * k === n ? 0 : (im[k] as number);
    result.re[k] = re[k] as number;
    result.im[k] = imaginary;
    if (k === 0 || 2 * k === n) continue;
    result.re[n - k] = re[k] as number;
    result.im[n - k] = -imaginary;
  }
  return result;
}
