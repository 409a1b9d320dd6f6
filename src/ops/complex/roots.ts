import type { GraphBuilder } from "../builder.ts";
import { complexDivide, complexOne } from "./arithmetic.ts";
import { type ComplexTensor, calculator, HALF, number, ONE, ratioOf, ZERO } from "./calculator.ts";

const INFINITE = number(Number.POSITIVE_INFINITY);

/**
 * The root whose real part is not negative; its imaginary part has the sign of that of z. Where the
 * imaginary part of z is infinite, both parts of the result are.
 *
 * Source: StableHLO `sqrt`.
 */
export function complexSquareRoot(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  const [p, q] = [c.abs(x.re), c.abs(x.im)];
  const large = c.maximum(p, q);
  const small = c.minimum(p, q);
  const ratio = ratioOf(c, small, large);
  const size = c.squareRoot(c.add(c.multiply(ratio, ratio), ONE));
  const share = c.add(c.select(c.greaterOrEqual(p, q), ONE, ratio), size);
  const along = c.multiply(c.squareRoot(large), c.squareRoot(c.multiply(share, HALF)));
  const zero = c.equal(along, ZERO);
  const across = c.select(zero, ZERO, c.divide(c.multiply(q, HALF), along));
  const right = c.greaterOrEqual(x.re, ZERO);
  const tall = c.equal(q, INFINITE);
  const im = c.select(tall, INFINITE, c.select(right, across, along));
  return {
    re: c.select(tall, INFINITE, c.select(right, along, across)),
    im: c.select(c.totalOrderLess(x.im, ZERO), c.negate(im), im),
  };
}

/** 1 / root z. Source: StableHLO `rsqrt`. */
export function complexRsqrt(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  return complexDivide(b, complexOne(b, x), complexSquareRoot(b, x));
}

/** The cube root of the size, at a third of the angle. Source: StableHLO `cbrt`. */
export function complexCbrt(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  const root = c.cbrt(c.hypot(x.re, x.im));
  const third = c.divide(c.atan2(x.im, x.re), number(3));
  return { re: c.multiply(root, c.cos(third)), im: c.multiply(root, c.sin(third)) };
}
