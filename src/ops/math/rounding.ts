/** 2^52: from here on every double is an integer. */
const ALL_INTEGERS = 4503599627370496;

/**
 * x rounded to the nearest integer, ties to even; exact.
 *
 * The sign is kept, of zeros too: −0.5 becomes −0. Infinities and NaN stay.
 */
export function roundHalfEven(x: number): number {
  if (!(x < ALL_INTEGERS && x > -ALL_INTEGERS)) return x;
  const rounded = x > 0 ? x + ALL_INTEGERS - ALL_INTEGERS : x - ALL_INTEGERS + ALL_INTEGERS;
  return rounded === 0 ? x * 0 : rounded;
}

/**
 * x rounded to the nearest integer, ties away from 0; exact.
 *
 * The sign is kept, of zeros too. Infinities and NaN stay.
 */
export function roundHalfAway(x: number): number {
  const size = Math.abs(x);
  const whole = Math.floor(size);
  const rounded = size - whole >= 0.5 ? whole + 1 : whole;
  return x < 0 || Object.is(x, -0) ? -rounded : rounded;
}
