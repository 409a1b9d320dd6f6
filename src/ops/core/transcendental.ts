import { type Bounding, rising, within } from "../../domain/transfer/functions.ts";
import { unary } from "../elementwise.ts";
import { erfc as erfcOf, erf as erfOf } from "../math/error-function.ts";
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
import { log1p as log1pOf, log as logOf } from "../math/log.ts";
import { sigmoid } from "../math/logistic.ts";
import { cbrt as cbrtOf } from "../math/power.ts";
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
/** ln(1 + x) without the cancellation near 0. Source: StableHLO `log_plus_one`. */
export const log1p = transcendental("log1p", log1pOf, rising(log1pOf));
/** Cube root, of negative numbers too. Source: StableHLO `cbrt`. */
export const cbrt = transcendental("cbrt", cbrtOf, rising(cbrtOf));

/** Source: ONNX `Sin`; StableHLO `sine`. */
export const sin = transcendental("sin", sinOf, within(UNIT));
/** Source: ONNX `Cos`; StableHLO `cosine`. */
export const cos = transcendental("cos", cosOf, within(UNIT));
/** Source: ONNX `Tan`; StableHLO `tan`. */
export const tan = transcendental("tan", tanOf);
/** Source: ONNX `Asin`; CHLO `asin`. */
export const asin = transcendental("asin", asinOf);
/** Source: ONNX `Acos`; CHLO `acos`. */
export const acos = transcendental("acos", acosOf);
/** Source: ONNX `Atan`; CHLO `atan`. */
export const atan = transcendental("atan", atanOf, rising(atanOf));

/** Source: ONNX `Sinh`; CHLO `sinh`. */
export const sinh = transcendental("sinh", sinhOf, rising(sinhOf));
/** Source: ONNX `Cosh`; CHLO `cosh`. */
export const cosh = transcendental("cosh", coshOf);
/** Source: ONNX `Tanh`; StableHLO `tanh`. */
export const tanh = transcendental("tanh", tanhOf, rising(tanhOf, UNIT));
/** Source: ONNX `Asinh`; CHLO `asinh`. */
export const asinh = transcendental("asinh", asinhOf, rising(asinhOf));
/** Source: ONNX `Acosh`; CHLO `acosh`. */
export const acosh = transcendental("acosh", acoshOf);
/** Source: ONNX `Atanh`; CHLO `atanh`. */
export const atanh = transcendental("atanh", atanhOf);

/** Error function. Source: ONNX `Erf`; CHLO `erf`. */
export const erf = transcendental("erf", erfOf, rising(erfOf, UNIT));
/** 1 - erf x without the cancellation at large x. Source: CHLO `erfc`. */
export const erfc = transcendental("erfc", erfcOf, within({ lo: 0, hi: 2 }));
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
  float: (x) => Math.max(x, 0) + log1pOf(expOf(-Math.abs(x))),
});
