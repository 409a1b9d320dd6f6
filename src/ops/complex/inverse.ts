import type { TensorId } from "../../graph/graph.ts";
import type { GraphBuilder } from "../builder.ts";
import { convert } from "../core/convert.ts";
import {
  type Calculator,
  type ComplexTensor,
  calculator,
  HALF,
  number,
  ONE,
  ratioOf,
  TWO,
  ZERO,
} from "./calculator.ts";

/** Above it squares may overflow in double precision, and z is so large that ±1 does not matter. */
const LARGE = number(1e150);
/** Below it squares may vanish in double precision. */
const SMALL = number(1e-150);
const [QUARTER, FOUR] = [number(0.25), number(4)];
const [HALF_PI, INFINITE] = [number(Math.PI / 2), number(Number.POSITIVE_INFINITY)];

/** A function of double precision on both parts, each rounded once at the end. */
type OnDoubles = (c: Calculator, x: ComplexTensor) => ComplexTensor;

function inDoubles(b: GraphBuilder, z: ComplexTensor, make: OnDoubles): ComplexTensor {
  const element = b.element(z.re);
  if (element === "f64") return make(calculator(b, z), z);
  const to = (id: TensorId, of: "f64" | typeof element) =>
    b.emit(convert, [id], { to: of, saturate: false });
  const wide = { re: to(z.re, "f64"), im: to(z.im, "f64") };
  const { re, im } = make(calculator(b, wide), wide);
  return { re: to(re, element), im: to(im, element) };
}

/** The size with the sign of another number; -0 has one. */
function signed(c: Calculator, size: TensorId, like: TensorId): TensorId {
  return c.select(c.totalOrderLess(like, ZERO), c.negate(size), size);
}

/** The same where the other number is on a branch cut if it is 0: the cut belongs to the upper side. */
function upper(c: Calculator, size: TensorId, like: TensorId): TensorId {
  return c.select(c.less(like, ZERO), c.negate(size), size);
}

/**
 * What arc sine and arc cosine are made of: the real part of asin z is the angle of (base, re z), that
 * of acos z the angle of (re z, base), and both have an imaginary part of this size.
 *
 * With r = |z + 1|, s = |z - 1|, a = (r + s) / 2: base = root of (a + x)(a - x), height =
 * ln (a + root of (a^2 - 1)), where a - x and a - 1 are sums of positive terms.
 *
 * Source: Hull, Fairgrieve, Tang, Implementing the complex arcsine and arccosine functions (1997).
 */
function arc(
  c: Calculator,
  z: ComplexTensor,
): { readonly base: TensorId; readonly height: TensorId } {
  const [x, y] = [c.abs(z.re), c.abs(z.im)];
  const r = c.hypot(c.add(x, ONE), y);
  const s = c.hypot(c.subtract(x, ONE), y);
  const a = c.multiply(c.add(r, s), HALF);
  const inside = c.less(x, ONE);
  const beyond = c.subtract(x, ONE);
  const right = c.add(r, c.add(x, ONE));
  const left = c.add(s, c.abs(beyond));
  const square = c.multiply(y, y);
  const sum = c.multiply(c.add(a, x), HALF);
  const base = c.select(
    c.less(ONE, x),
    c.multiply(y, c.squareRoot(c.add(c.divide(sum, right), c.divide(sum, left)))),
    c.squareRoot(c.multiply(sum, c.add(c.divide(square, right), left))),
  );
  const excess = c.multiply(
    c.add(c.divide(square, right), c.select(inside, c.divide(square, left), left)),
    HALF,
  );
  const near = c.log1p(c.add(excess, c.squareRoot(c.multiply(excess, c.add(a, ONE)))));
  const far = c.log(c.add(a, c.squareRoot(c.multiply(c.subtract(a, ONE), c.add(a, ONE)))));
  const flat = c.and(inside, c.less(y, SMALL));
  const height = c.select(flat, c.divide(y, base), c.select(c.less(a, number(1.5)), near, far));
  const [most, ratio] = sizeOf(c, x, y);
  const tail = c.multiply(c.log1p(c.multiply(ratio, ratio)), HALF);
  const huge = c.add(c.add(c.log(most), c.log(TWO)), tail);
  const isLarge = c.greaterOrEqual(most, LARGE);
  return { base: c.select(isLarge, y, base), height: c.select(isLarge, huge, height) };
}

/** The larger part, infinite also beside a NaN, and the smaller one over it. */
function sizeOf(c: Calculator, x: TensorId, y: TensorId): readonly [TensorId, TensorId] {
  const most = c.maximum(x, y);
  const isInfinite = c.or(c.equal(x, INFINITE), c.equal(y, INFINITE));
  const ratio = ratioOf(c, c.minimum(x, y), most);
  return [c.select(isInfinite, INFINITE, most), c.select(isInfinite, ONE, ratio)];
}

/** Source: CHLO `asin`. */
export function complexArcSine(b: GraphBuilder, z: ComplexTensor): ComplexTensor {
  return inDoubles(b, z, (c, x) => {
    const { base, height } = arc(c, x);
    return { re: c.atan2(x.re, base), im: upper(c, height, x.im) };
  });
}

/** Source: CHLO `acos`. */
export function complexArcCosine(b: GraphBuilder, z: ComplexTensor): ComplexTensor {
  return inDoubles(b, z, (c, x) => {
    const { base, height } = arc(c, x);
    return { re: c.atan2(base, x.re), im: c.negate(upper(c, height, x.im)) };
  });
}

/** i acos z or -i acos z, whose real part is not negative. Source: CHLO `acosh`. */
export function complexAreaCosine(b: GraphBuilder, z: ComplexTensor): ComplexTensor {
  return inDoubles(b, z, (c, x) => {
    const { base, height } = arc(c, x);
    return { re: height, im: upper(c, c.atan2(base, x.re), x.im) };
  });
}

/** -i asin iz. Source: CHLO `asinh`. */
export function complexAreaSine(b: GraphBuilder, z: ComplexTensor): ComplexTensor {
  return inDoubles(b, z, (c, x) => {
    const { base, height } = arc(c, { re: x.im, im: x.re });
    return { re: upper(c, height, x.re), im: c.atan2(x.im, base) };
  });
}

/**
 * ln ((1 + z) / (1 - z)) / 2: ln (1 + 4 x / ((1 - x)^2 + y^2)) / 4, and half the angle of
 * (1 - x)(1 + x) - y^2 + 2 i y.
 */
function areaTangent(c: Calculator, z: ComplexTensor): ComplexTensor {
  const [x, y] = [c.abs(z.re), c.abs(z.im)];
  const less = c.subtract(ONE, x);
  const square = c.multiply(y, y);
  const below = c.add(c.multiply(less, less), square);
  const plain = c.multiply(c.log1p(c.divide(c.multiply(x, FOUR), below)), QUARTER);
  const pole = c.and(c.equal(x, ONE), c.less(y, SMALL));
  const near = c.multiply(c.subtract(c.log(TWO), c.log(y)), HALF);
  const [most] = sizeOf(c, x, y);
  const isLarge = c.greaterOrEqual(most, LARGE);
  const [p, q] = [c.divide(x, most), c.divide(y, most)];
  const inverse = c.divide(c.divide(p, c.add(c.multiply(p, p), c.multiply(q, q))), most);
  const far = c.select(c.equal(most, INFINITE), ZERO, inverse);
  const re = c.select(isLarge, far, c.select(pole, near, plain));
  const angle = c.atan2(c.multiply(y, TWO), c.subtract(c.multiply(less, c.add(x, ONE)), square));
  const im = c.select(isLarge, HALF_PI, c.multiply(angle, HALF));
  return { re: signed(c, re, z.re), im: signed(c, im, z.im) };
}

/** Source: CHLO `atanh`. */
export function complexAreaTangent(b: GraphBuilder, z: ComplexTensor): ComplexTensor {
  return inDoubles(b, z, areaTangent);
}

/** -i atanh iz. Source: CHLO `atan`. */
export function complexArcTangent(b: GraphBuilder, z: ComplexTensor): ComplexTensor {
  return inDoubles(b, z, (c, x) => {
    const { re, im } = areaTangent(c, { re: x.im, im: x.re });
    return { re: im, im: re };
  });
}
