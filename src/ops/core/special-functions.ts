import { rising, within } from "../../domain/transfer/functions.ts";
import { binary, unary } from "../elementwise.ts";
import { besselI1e as besselI1eOf } from "../math/bessel.ts";
import { digamma as digammaOf } from "../math/digamma.ts";
import { logGamma } from "../math/gamma.ts";
import { erfInverse } from "../math/inverse-error-function.ts";
import { hurwitzZeta, polygamma as polygammaOf } from "../math/zeta.ts";

const kinds = ["transcendental"] as const;

/** The number whose error function is x; infinite at -1 and 1. Source: CHLO `erf_inv`. */
export const erfInv = unary({
  name: "erfInv",
  kinds,
  float: erfInverse,
  bounds: rising(erfInverse),
});

/** ln |gamma(x)|; infinity at 0 and negative integers. Source: CHLO `lgamma`. */
export const lgamma = unary({ name: "lgamma", kinds, float: logGamma });

/** The derivative of ln gamma(x); NaN at 0 and negative integers. Source: CHLO `digamma`. */
export const digamma = unary({ name: "digamma", kinds, float: digammaOf });

/**
 * e^-|x| I1(x), with the modified Bessel function of the first kind and order 1; at most 0.22 in size.
 *
 * Source: CHLO `bessel_i1e`.
 */
export const besselI1e = unary({
  name: "besselI1e",
  kinds,
  float: besselI1eOf,
  bounds: within({ lo: -0.22, hi: 0.22 }),
});

/** Hurwitz' zeta function of s and q: the sum of (q + k)^-s, k from 0. Source: CHLO `zeta`. */
export const zeta = binary({ name: "zeta", kinds, float: hurwitzZeta });

/** The derivative of order n, the first input, of the digamma function. Source: CHLO `polygamma`. */
export const polygamma = binary({ name: "polygamma", kinds, float: polygammaOf });
