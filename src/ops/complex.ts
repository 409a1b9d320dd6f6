import type { TensorId } from "../graph/graph.ts";
import type { GraphBuilder } from "./builder.ts";
import * as arithmetic from "./core/arithmetic.ts";
import { atan2 } from "./core/atan2.ts";
import * as comparison from "./core/comparison.ts";
import { hypot } from "./core/hypot.ts";
import * as logic from "./core/logic.ts";
import { select } from "./core/select.ts";
import * as transcendental from "./core/transcendental.ts";
import type { PrimitiveOperator } from "./operator.ts";

/** A complex tensor as two of floats. */
export interface ComplexTensor {
  readonly re: TensorId;
  readonly im: TensorId;
}

/** Operators on tensors or numbers, which take the element type of the complex tensor. */
type Operand = TensorId | { readonly value: number };

/** Short names for what the formulas below are made of. */
function calculator(b: GraphBuilder, { re }: ComplexTensor) {
  const element = b.element(re);
  const id = (x: Operand) => (typeof x === "object" ? b.scalar(element, x.value) : x);
  const one = (operator: PrimitiveOperator<object, 1>) => (x: Operand) =>
    b.emit(operator, [id(x)], {});
  const two = (operator: PrimitiveOperator<object, 2>) => (x: Operand, y: Operand) =>
    b.emit(operator, [id(x), id(y)], {});
  return {
    add: two(arithmetic.add),
    subtract: two(arithmetic.subtract),
    multiply: two(arithmetic.multiply),
    divide: two(arithmetic.divide),
    maximum: two(arithmetic.maximum),
    minimum: two(arithmetic.minimum),
    negate: one(arithmetic.negate),
    abs: one(arithmetic.abs),
    squareRoot: one(arithmetic.squareRoot),
    exp: one(transcendental.exp),
    expm1: one(transcendental.expm1),
    log: one(transcendental.log),
    log1p: one(transcendental.log1p),
    sin: one(transcendental.sin),
    cos: one(transcendental.cos),
    tan: one(transcendental.tan),
    sinh: one(transcendental.sinh),
    cosh: one(transcendental.cosh),
    tanh: one(transcendental.tanh),
    cbrt: one(transcendental.cbrt),
    atan2: two(atan2),
    hypot: two(hypot),
    equal: two(comparison.equal),
    greater: two(comparison.greater),
    greaterOrEqual: two(comparison.greaterOrEqual),
    less: two(comparison.less),
    totalOrderLess: two(comparison.totalOrderLess),
    and: two(logic.and),
    or: two(logic.or),
    select: (p: TensorId, x: Operand, y: Operand) => b.emit(select, [p, id(x), id(y)], {}),
  };
}
type Calculator = ReturnType<typeof calculator>;

const number = (value: number) => ({ value });
const [ZERO, HALF, ONE, TWO] = [number(0), number(0.5), number(1), number(2)];

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
  const ratio = c.select(c.equal(large, small), ONE, c.divide(small, large));
  const far = c.multiply(ratio, ratio);
  const argument = c.select(near, c.add(excess, c.multiply(small, small)), far);
  const base = c.select(near, ZERO, c.log(large));
  return c.add(base, c.multiply(c.log1p(argument), HALF));
}

/**
 * The root whose real part is not negative; its imaginary part has the sign of that of z. Where only
 * the imaginary part of z is infinite, that of the result is NaN.
 *
 * Source: StableHLO `sqrt`.
 */
export function complexSquareRoot(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  const [p, q] = [c.abs(x.re), c.abs(x.im)];
  const large = c.maximum(p, q);
  const small = c.minimum(p, q);
  const ratio = c.select(c.equal(large, small), ONE, c.divide(small, large));
  const size = c.squareRoot(c.add(c.multiply(ratio, ratio), ONE));
  const share = c.add(c.select(c.greaterOrEqual(p, q), ONE, ratio), size);
  const along = c.multiply(c.squareRoot(large), c.squareRoot(c.multiply(share, HALF)));
  const zero = c.equal(along, ZERO);
  const across = c.select(zero, ZERO, c.divide(c.multiply(q, HALF), along));
  const right = c.greaterOrEqual(x.re, ZERO);
  const im = c.select(right, across, along);
  return {
    re: c.select(right, along, across),
    im: c.select(c.totalOrderLess(x.im, ZERO), c.negate(im), im),
  };
}

/** 1 / root z. Source: StableHLO `rsqrt`. */
export function complexRsqrt(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const element = b.element(x.re);
  const shape = b.shape(x.re);
  const [re, im] = [b.constant(element, shape, [1]), b.constant(element, shape, [0])];
  return complexDivide(b, { re, im }, complexSquareRoot(b, x));
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

/** sin a cosh b + i cos a sinh b. Source: StableHLO `sine`. */
export function complexSine(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  return {
    re: c.multiply(c.sin(x.re), c.cosh(x.im)),
    im: c.multiply(c.cos(x.re), c.sinh(x.im)),
  };
}

/** cos a cosh b - i sin a sinh b. Source: StableHLO `cosine`. */
export function complexCosine(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  return {
    re: c.multiply(c.cos(x.re), c.cosh(x.im)),
    im: c.negate(c.multiply(c.sin(x.re), c.sinh(x.im))),
  };
}

/**
 * With t = tan b and u = tanh a: (u (1 + t^2) + i t / cosh^2 a) / (1 + u^2 t^2).
 *
 * Source: StableHLO `tanh`.
 */
export function complexTanh(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  const [t, u] = [c.tan(x.im), c.tanh(x.re)];
  const product = c.multiply(t, u);
  const below = c.add(c.multiply(product, product), ONE);
  const cosh = c.cosh(x.re);
  const above = c.multiply(u, c.add(c.multiply(t, t), ONE));
  return {
    re: c.divide(above, below),
    im: c.divide(c.divide(c.divide(t, cosh), cosh), below),
  };
}

/** -i tanh iz. Source: StableHLO `tan`; CHLO `tan`. */
export function complexTangent(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  const turned = complexTanh(b, { re: c.negate(x.im), im: x.re });
  return { re: turned.im, im: c.negate(turned.re) };
}

/** 1 / (1 + e^-z). Source: StableHLO `logistic`. */
export function complexLogistic(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  const { re, im } = complexExp(b, complexNegate(b, x));
  const element = b.element(x.re);
  const shape = b.shape(x.re);
  const one = { re: b.constant(element, shape, [1]), im: b.constant(element, shape, [0]) };
  return complexDivide(b, one, { re: c.add(re, ONE), im });
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

/** The cube root of the size, at a third of the angle. Source: StableHLO `cbrt`. */
export function complexCbrt(b: GraphBuilder, x: ComplexTensor): ComplexTensor {
  const c = calculator(b, x);
  const root = c.cbrt(c.hypot(x.re, x.im));
  const third = c.divide(c.atan2(x.im, x.re), number(3));
  return { re: c.multiply(root, c.cos(third)), im: c.multiply(root, c.sin(third)) };
}

/** A tensor of bool. Source: StableHLO `compare` EQ. */
export function complexEqual(b: GraphBuilder, x: ComplexTensor, y: ComplexTensor): TensorId {
  const c = calculator(b, x);
  return c.and(c.equal(x.re, y.re), c.equal(x.im, y.im));
}

/** A tensor of bool. Source: StableHLO `compare` NE. */
export function complexNotEqual(b: GraphBuilder, x: ComplexTensor, y: ComplexTensor): TensorId {
  return b.emit(logic.not, [complexEqual(b, x, y)], {});
}

/** The one whose real part is larger, then whose imaginary part is. Source: StableHLO `maximum`. */
export function complexMaximum(b: GraphBuilder, x: ComplexTensor, y: ComplexTensor): ComplexTensor {
  return chosen(b, x, y, "greater");
}

/** The one whose real part is smaller, then whose imaginary part is. Source: StableHLO `minimum`. */
export function complexMinimum(b: GraphBuilder, x: ComplexTensor, y: ComplexTensor): ComplexTensor {
  return chosen(b, x, y, "less");
}

function chosen(
  b: GraphBuilder,
  x: ComplexTensor,
  y: ComplexTensor,
  holds: "greater" | "less",
): ComplexTensor {
  const c = calculator(b, x);
  const first = c.select(c.equal(x.re, y.re), x.im, x.re);
  const second = c.select(c.equal(x.re, y.re), y.im, y.re);
  const left = c[holds](first, second);
  return { re: c.select(left, x.re, y.re), im: c.select(left, x.im, y.im) };
}
