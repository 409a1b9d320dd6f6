import type { TensorId } from "../../graph/graph.ts";
import type { GraphBuilder } from "../builder.ts";
import { complexDivide, complexMultiply, complexNegate, complexOne } from "./arithmetic.ts";
import {
  type Calculator,
  type ComplexTensor,
  calculator,
  HALF,
  ONE,
  ratioOf,
  TWO,
  ZERO,
} from "./calculator.ts";

/** e^(a / 2) twice, so that it overflows no earlier than the result. Source: StableHLO `exponential`. */
export function complexExp(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  return rotated(c, c.exp(c.multiply(x.re, HALF)), x.im);
}

/** root^2 (cos angle, sin angle); the imaginary part of real numbers stays what it is. */
function rotated(c: Calculator, root: TensorId, angle: TensorId): ComplexTensor {
  const im = c.multiply(c.multiply(root, c.sin(angle)), root);
  return {
    re: c.multiply(c.multiply(root, c.cos(angle)), root),
    im: c.select(c.equal(angle, ZERO), angle, im),
  };
}

/**
 * e^z - 1, without the cancellation near 0: the real part is (e^a - 1) cos b - 2 sin^2 (b / 2).
 *
 * Source: StableHLO `exponential_minus_one`.
 */
export function complexExpm1(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  const sine = c.sin(c.multiply(x.im, HALF));
  const less = c.multiply(c.multiply(sine, sine), TWO);
  const im = c.multiply(c.exp(x.re), c.sin(x.im));
  return {
    re: c.subtract(c.multiply(c.expm1(x.re), c.cos(x.im)), less),
    im: c.select(c.equal(x.im, ZERO), x.im, im),
  };
}

/** ln |z| and the angle of z. Source: StableHLO `log`. */
export function complexLog(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  const [p, q] = [c.abs(x.re), c.abs(x.im)];
  const large = c.maximum(p, q);
  const excess = c.multiply(c.subtract(large, ONE), c.add(large, ONE));
  return { re: logOfSize(c, large, c.minimum(p, q), excess), im: c.atan2(x.im, x.re) };
}

/**
 * ln (1 + z) without the cancellation near 0, where |1 + z|^2 - 1 = a (a + 2) + b^2.
 *
 * Source: StableHLO `log_plus_one`.
 */
export function complexLog1p(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  const raised = c.add(x.re, ONE);
  const [p, q] = [c.abs(raised), c.abs(x.im)];
  const large = c.maximum(p, q);
  const excess = c.select(
    c.greaterOrEqual(p, q),
    c.multiply(x.re, c.add(x.re, TWO)),
    c.multiply(c.subtract(large, ONE), c.add(large, ONE)),
  );
  return { re: logOfSize(c, large, c.minimum(p, q), excess), im: c.atan2(x.im, raised) };
}

/**
 * ln of the root of large^2 + small^2: ln large + ln (1 + (small / large)^2) / 2, or where large is
 * near 1, ln (1 + excess + small^2) / 2.
 *
 * @param excess - large^2 - 1
 */
function logOfSize(c: Calculator, large: TensorId, small: TensorId, excess: TensorId): TensorId {
  const near = c.and(c.greaterOrEqual(large, HALF), c.less(large, TWO));
  const ratio = ratioOf(c, small, large);
  const far = c.multiply(ratio, ratio);
  const argument = c.select(near, c.add(excess, c.multiply(small, small)), far);
  const base = c.select(near, ZERO, c.log(large));
  return c.add(base, c.multiply(c.log1p(argument), HALF));
}

/**
 * x to the power y: e^(y ln x). 0 to the power 0 is 1, and to a power of positive real part 0.
 *
 * Source: StableHLO `power`.
 */
export function complexPower(b: GraphBuilder, x: ComplexTensor, y: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  const exponent = complexMultiply(b, y, complexLog(b, x));
  const value = rotated(c, c.exp(c.multiply(exponent.re, HALF)), exponent.im);
  const zeroBase = c.and(c.equal(x.re, ZERO), c.equal(x.im, ZERO));
  const plain = c.and(c.equal(y.re, ZERO), c.equal(y.im, ZERO));
  const vanishes = c.and(zeroBase, c.greater(y.re, ZERO));
  return {
    re: c.select(plain, ONE, c.select(vanishes, ZERO, value.re)),
    im: c.select(c.or(plain, vanishes), ZERO, value.im),
  };
}

/** 1 / (1 + e^-z). Source: StableHLO `logistic`. */
export function complexLogistic(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  const { re, im } = complexExp(b, complexNegate(b, x));
  return complexDivide(b, complexOne(b, x), { re: c.add(re, ONE), im });
}
