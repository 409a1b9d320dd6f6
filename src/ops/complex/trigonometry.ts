import type { GraphBuilder } from "../builder.ts";
import { type ComplexTensor, calculator, ONE } from "./calculator.ts";

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
