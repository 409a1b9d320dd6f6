import type { TensorId } from "../../graph/graph.ts";
import type { GraphBuilder } from "../builder.ts";
import { type ComplexTensor, calculator, ZERO } from "./calculator.ts";

/** 1, as large as a complex tensor. */
export function complexOne(b: GraphBuilder, { re: like }: ComplexTensor): ComplexTensor {
  const filled = (value: number) => b.constant(b.element(like), b.shape(like), [value]);
  return { re: filled(1), im: filled(0) };
}

/** Source: StableHLO `add`. */
export function complexAdd(b: GraphBuilder, x: ComplexTensor, y: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  return { re: c.add(x.re, y.re), im: c.add(x.im, y.im) };
}

/** Source: StableHLO `subtract`. */
export function complexSubtract(
  b: GraphBuilder,
  x: ComplexTensor,
  y: ComplexTensor,
): ComplexTensor {
  const c = calculator(b, x);
  return { re: c.subtract(x.re, y.re), im: c.subtract(x.im, y.im) };
}

/** Source: StableHLO `negate`. */
export function complexNegate(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  return { re: c.negate(x.re), im: c.negate(x.im) };
}

/** Source: CHLO `conj`. */
export function complexConjugate(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  return { re: x.re, im: calculator(b, x).negate(x.im) };
}

/** Two products and their sum or difference for each part, each rounded. Source: StableHLO `multiply`. */
export function complexMultiply(
  b: GraphBuilder,
  x: ComplexTensor,
  y: ComplexTensor,
): ComplexTensor {
  const c = calculator(b, x);
  return {
    re: c.subtract(c.multiply(x.re, y.re), c.multiply(x.im, y.im)),
    im: c.add(c.multiply(x.re, y.im), c.multiply(x.im, y.re)),
  };
}

/** (a - b)(a + b) + 2 i a b, which overflows no earlier than the result. Source: CHLO `square`. */
export function complexSquare(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  const product = c.multiply(x.re, x.im);
  return {
    re: c.multiply(c.subtract(x.re, x.im), c.add(x.re, x.im)),
    im: c.add(product, product),
  };
}

/**
 * Quotient, by the ratio of the divisor's parts, so that no square overflows; a divisor of 0 divides
 * both parts by its real part. Where both parts of the divisor, or one of the dividend, are infinite,
 * parts of the result may be NaN.
 *
 * Source: StableHLO `divide`; Smith, Algorithm 116: Complex Division (1962).
 */
export function complexDivide(b: GraphBuilder, x: ComplexTensor, y: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  const wide = c.greaterOrEqual(c.abs(y.re), c.abs(y.im));
  const [large, small] = [c.select(wide, y.re, y.im), c.select(wide, y.im, y.re)];
  const ratio = c.divide(small, large);
  const below = c.add(large, c.multiply(small, ratio));
  const [p, q] = [c.select(wide, x.re, x.im), c.select(wide, x.im, x.re)];
  const re = c.divide(c.add(p, c.multiply(q, ratio)), below);
  const turned = c.divide(c.subtract(q, c.multiply(p, ratio)), below);
  const im = c.select(wide, turned, c.negate(turned));
  const zero = c.equal(large, ZERO);
  return {
    re: c.select(zero, c.divide(x.re, y.re), re),
    im: c.select(zero, c.divide(x.im, y.re), im),
  };
}

/** A real tensor. Source: StableHLO `abs`. */
export function complexAbs(b: GraphBuilder, x: ComplexTensor): TensorId {
  return calculator(b, x).hypot(x.re, x.im);
}

/** z / |z|, and 0 for 0. Source: StableHLO `sign`. */
export function complexSign(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  const large = c.maximum(c.abs(x.re), c.abs(x.im));
  const zero = c.equal(large, ZERO);
  const [p, q] = [c.divide(x.re, large), c.divide(x.im, large)];
  const size = c.hypot(p, q);
  return {
    re: c.select(zero, ZERO, c.divide(p, size)),
    im: c.select(zero, ZERO, c.divide(q, size)),
  };
}
