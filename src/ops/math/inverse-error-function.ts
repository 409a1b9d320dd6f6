import { erf, erfc } from "./error-function.ts";
import { exp } from "./exp.ts";
import { log1p } from "./log.ts";

/** √π / 2. */
const HALF_ROOT_PI = 0.886226925452758;
/** 2^-27: below, the result is x √π / 2. */
const TINY = 7.450580596923828e-9;
const STEPS = 3;

/**
 * The number whose error function is x.
 *
 * An estimate, then steps of Halley's method on erf, or on erfc for large x.
 * Error below 2 ulp, measured against mpmath.
 * Odd; a zero keeps its sign. ±Infinity at ±1, NaN beyond.
 */
export function erfInverse(x: number): number {
  const size = Math.abs(x);
  if (size < TINY) return x * HALF_ROOT_PI;
  if (!(size < 1)) return size === 1 ? x * Infinity : NaN;
  let y = estimate(size);
  for (let step = 0; step < STEPS; step++) {
    const miss = size < 0.5 ? erf(y) - size : 1 - size - erfc(y);
    const newton = miss * HALF_ROOT_PI * exp(y * y);
    y -= newton / (1 + y * newton);
  }
  return x < 0 ? -y : y;
}

/** Source: Winitzki, A handy approximation for the error function and its inverse (2008). */
function estimate(x: number): number {
  if (x < 0.1) return x * HALF_ROOT_PI;
  const log = log1p(-x * x);
  const half = 2 / (Math.PI * 0.147) + log / 2;
  return Math.sqrt(Math.sqrt(half * half - log / 0.147) - half);
}
