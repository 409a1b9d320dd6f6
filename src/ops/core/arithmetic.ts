import { added } from "../../domain/transfer/adding.ts";
import { extreme } from "../../domain/transfer/clipping.ts";
import { remainders } from "../../domain/transfer/dividing.ts";
import { absolute, rising, signs } from "../../domain/transfer/functions.ts";
import { divided, multiplied, negated } from "../../domain/transfer/scaling.ts";
import { binary, unary } from "../elementwise.ts";

/** Sum. Integers wrap. Source: StableHLO `add`; ONNX `Add`. */
export const add = binary({
  name: "add",
  kinds: ["add"],
  float: (x, y) => x + y,
  integer: (x, y) => x + y,
  big: (x, y) => x + y,
  values: added(1),
  signs: [1, 1],
});

/** Difference. Integers wrap. Source: StableHLO `subtract`; ONNX `Sub`. */
export const subtract = binary({
  name: "subtract",
  kinds: ["add"],
  float: (x, y) => x - y,
  integer: (x, y) => x - y,
  big: (x, y) => x - y,
  values: added(-1),
  signs: [1, -1],
});

/** Product. Integers wrap. Source: StableHLO `multiply`; ONNX `Mul`. */
export const multiply = binary({
  name: "multiply",
  kinds: ["multiply"],
  float: (x, y) => x * y,
  integer: (x, y) => Math.imul(x, y),
  big: (x, y) => x * y,
  values: multiplied,
  powers: [1, 1],
});

/**
 * Quotient. Integers truncate; by 0 they give 0, and the smallest over -1 wraps to itself.
 *
 * Source: ONNX `Div` (by zero undefined there); StableHLO `divide` of floats.
 */
export const divide = binary({
  name: "divide",
  kinds: ["divide"],
  float: (x, y) => x / y,
  integer: (x, y) => (y === 0 ? 0 : Math.trunc(x / y)),
  big: (x, y) => (y === 0n ? 0n : x / y),
  values: divided,
  powers: [1, -1],
});

/** Larger of two; NaN wins, -0 < +0. Source: StableHLO `maximum`; ONNX `Max`, `Relu`. */
export const maximum = binary({
  name: "maximum",
  kinds: ["compare"],
  float: Math.max,
  integer: Math.max,
  big: (x, y) => (x > y ? x : y),
  values: extreme("maximum"),
});

/** Smaller of two; NaN wins, -0 < +0. Source: StableHLO `minimum`; ONNX `Min`. */
export const minimum = binary({
  name: "minimum",
  kinds: ["compare"],
  float: Math.min,
  integer: Math.min,
  big: (x, y) => (x < y ? x : y),
  values: extreme("minimum"),
});

/**
 * Remainder with the sign of the divisor, zeros included; by 0 integers give 0 and floats NaN.
 *
 * Source: ONNX `Mod` with fmod = 0.
 */
export const floorModulo = binary({
  name: "floorModulo",
  kinds: ["divide"],
  float: floored,
  integer: flooredInteger,
  big: (x, y) => (y === 0n ? 0n : ((x % y) + y) % y),
  values: remainders("floorModulo", flooredInteger, "divisor", { float: floored }),
});

function floored(x: number, y: number): number {
  const rest = x % y;
  if (rest === 0) return y < 0 ? -0 : 0;
  return rest < 0 === y < 0 ? rest : rest + y;
}

function flooredInteger(x: number, y: number): number {
  return y === 0 ? 0 : ((x % y) + y) % y;
}

/**
 * Remainder with the sign of the dividend; by 0 integers give 0.
 *
 * Source: ONNX `Mod` with fmod = 1; C `fmod`; StableHLO `remainder` of floats.
 */
export const remainder = binary({
  name: "remainder",
  kinds: ["divide"],
  float: (x, y) => x % y,
  integer: truncatedInteger,
  big: (x, y) => (y === 0n ? 0n : x % y),
  values: remainders("remainder", truncatedInteger, "dividend", { float: (x, y) => x % y }),
});

function truncatedInteger(x: number, y: number): number {
  return y === 0 ? 0 : x % y;
}

/** Negative. Source: StableHLO `negate`; ONNX `Neg`. */
export const negate = unary({
  name: "negate",
  kinds: ["add"],
  float: (x) => -x,
  integer: (x) => -x,
  big: (x) => -x,
  values: negated,
  signs: [-1],
});

/** Magnitude; the smallest integer stays. Source: StableHLO `abs`; ONNX `Abs`. */
export const abs = unary({
  name: "abs",
  kinds: ["compare"],
  float: Math.abs,
  integer: Math.abs,
  big: (x) => (x < 0n ? -x : x),
  bounds: absolute,
});

/**
 * -1, 0 or 1; NaN stays NaN, -0 gives +0 as ONNX's reference has it.
 *
 * Source: ONNX `Sign`. StableHLO's `sign` is {@link signKeepingZero}.
 */
export const sign = unary({
  name: "sign",
  kinds: ["compare"],
  float: (x) => (x > 0 ? 1 : x < 0 ? -1 : x === 0 ? 0 : Number.NaN),
  integer: Math.sign,
  big: (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n),
  values: signs,
});

/** -1, 0 or 1; NaN stays NaN and -0 stays -0. Source: StableHLO `sign`. */
export const signKeepingZero = unary({
  name: "signKeepingZero",
  kinds: ["compare"],
  float: Math.sign,
  integer: Math.sign,
  big: (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n),
  values: signs,
});

/** Square root, correctly rounded. Source: IEEE 754; ONNX `Sqrt`. */
export const squareRoot = unary({
  name: "squareRoot",
  kinds: ["root"],
  float: Math.sqrt,
  bounds: rising((x) => Math.sqrt(Math.max(x, 0)), { lo: 0, hi: Number.POSITIVE_INFINITY }),
});

/** 1 / x. Source: ONNX `Reciprocal`. */
export const reciprocal = unary({ name: "reciprocal", kinds: ["divide"], float: (x) => 1 / x });
