import { type Bounding, rising, within } from "../../domain/transfer/functions.ts";
import { unary } from "../elementwise.ts";
import { erf as erfOf } from "../math/error-function.ts";
import { expm1 as expm1Of, exp as expOf } from "../math/exp.ts";
import {
  acosh as acoshOf,
  asinh as asinhOf,
  atanh as atanhOf,
  cosh as coshOf,
  sinh as sinhOf,
  tanh as tanhOf,
} from "../math/hyperbolic.ts";
import { acos as acosOf, asin as asinOf, atan as atanOf } from "../math/inverse-trigonometric.ts";
import { log1p, log as logOf } from "../math/log.ts";
import { sigmoid } from "../math/logistic.ts";
import { cos as cosOf, sin as sinOf, tan as tanOf } from "../math/trigonometric.ts";

/** A function of doubles, rounded once to the element type. */
function transcendental(name: string, float: (x: number) => number, bounds?: Bounding) {
  const facts = { name, kinds: ["transcendental"], float } as const;
  return unary(bounds === undefined ? facts : { ...facts, bounds });
}

const UNIT = { lo: -1, hi: 1 };
const POSITIVE = { lo: 0, hi: Number.POSITIVE_INFINITY };

/** e^x. Source: ONNX `Exp`; StableHLO `exponential`. */
export const exp = transcendental("exp", expOf, rising(expOf, POSITIVE));
/** e^x - 1 without the cancellation near 0. Source: StableHLO `exponential_minus_one`. */
export const expm1 = transcendental(
  "expm1",
  expm1Of,
  rising(expm1Of, { lo: -1, hi: Number.POSITIVE_INFINITY }),
);
/** Natural logarithm. Source: ONNX `Log`; StableHLO `log`. */
export const log = transcendental("log", logOf);

/** Source: ONNX `Sin`; StableHLO `sine`. */
export const sin = transcendental("sin", sinOf, within(UNIT));
/** Source: ONNX `Cos`; StableHLO `cosine`. */
export const cos = transcendental("cos", cosOf, within(UNIT));
/** Source: ONNX `Tan`; StableHLO `tan`. */
export const tan = transcendental("tan", tanOf);
/** Source: ONNX `Asin`. */
export const asin = transcendental("asin", asinOf);
/** Source: ONNX `Acos`. */
export const acos = transcendental("acos", acosOf);
/** Source: ONNX `Atan`. */
export const atan = transcendental("atan", atanOf, rising(atanOf));

/** Source: ONNX `Sinh`. */
export const sinh = transcendental("sinh", sinhOf, rising(sinhOf));
/** Source: ONNX `Cosh`. */
export const cosh = transcendental("cosh", coshOf);
/** Source: ONNX `Tanh`; StableHLO `tanh`. */
export const tanh = transcendental("tanh", tanhOf, rising(tanhOf, UNIT));
/** Source: ONNX `Asinh`. */
export const asinh = transcendental("asinh", asinhOf, rising(asinhOf));
/** Source: ONNX `Acosh`. */
export const acosh = transcendental("acosh", acoshOf);
/** Source: ONNX `Atanh`. */
export const atanh = transcendental("atanh", atanhOf);

/** Error function. Source: ONNX `Erf`. */
export const erf = transcendental("erf", erfOf, rising(erfOf, UNIT));
/** 1 / (1 + e^-x). Source: ONNX `Sigmoid`; StableHLO `logistic`. */
export const logistic = transcendental("logistic", sigmoid, rising(sigmoid, { lo: 0, hi: 1 }));

/**
 * ln(1 + e^x), as max(x, 0) + ln(1 + e^-|x|), which does not overflow.
 *
 * Source: ONNX `Softplus`.
 */
export const softplus = unary({
  name: "softplus",
  kinds: ["transcendental", "add", "transcendental"],
  float: (x) => Math.max(x, 0) + log1p(expOf(-Math.abs(x))),
});
