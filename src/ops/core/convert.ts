import { converted } from "../../domain/transfer/conversion.ts";
import {
  type ElementType,
  type FloatType,
  type IntegerType,
  integerRange,
  isBigInteger,
  isFloat,
} from "../../graph/element-type.ts";
import {
  type PowerRounding,
  roundToE8m0,
  roundToFloat,
  saturateToFloat,
} from "../../graph/small-float.ts";
import { allocate, type Carrier, type Tensor } from "../../graph/tensor.ts";
import type { TensorType } from "../../graph/tensor-type.ts";
import { finisher } from "../elementwise.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { NO_WORK } from "../work.ts";

export interface ConvertAttributes {
  readonly to: ElementType;
  /** For floats of 8 bits and fewer: out of range becomes the largest finite value. */
  readonly saturate: boolean;
  /** For f8e8m0: up where `saturate`, else nearest, unless it is given. */
  readonly rounding?: PowerRounding;
}

/**
 * Another element type.
 *
 * To a float: one rounding, ties to even. Integer to integer wraps. To bool: whether it is not 0,
 * NaN included. Float to integer: truncation; NaN gives 0; what is out of range, undefined in ONNX
 * and implementation-defined in StableHLO, saturates in 8 bits and more, and wraps in 4 and 2 bits
 * as ONNX's own test cases have it.
 *
 * Source: ONNX `Cast`, `CastLike`; StableHLO `convert`.
 */
export const convert: PrimitiveOperator<ConvertAttributes, 1> = {
  kind: "core",
  name: "convert",
  arity: 1,
  elementwise: true,
  infer: ([x], { to }) => [{ element: to, shape: x.shape }],
  work: () => NO_WORK,
  values: (inputs, site, solver) => [converted(inputs, site, solver)],
  evaluate: ([x], { attributes, outputs }) => [
    { type: outputs[0] as TensorType, data: convertElements(x, attributes) },
  ],
};

function convertElements(x: Tensor, attributes: ConvertAttributes): Carrier {
  if (x.type.element === attributes.to) return x.data;
  const data = allocate(attributes.to, x.data.length);
  const scalar = scalarConversion(x.type.element, attributes);
  for (let i = 0; i < data.length; i++) data[i] = scalar(x.data[i] as never) as never;
  return data;
}

type Scalar = (x: number | bigint) => number | bigint;

function scalarConversion(from: ElementType, attributes: ConvertAttributes): Scalar {
  const { to } = attributes;
  if (to === "bool") return (x) => (Number(x) === 0 ? 0 : 1);
  if (!isFloat(to)) return isFloat(from) ? floatToInteger(to) : integerToInteger(from, to);
  const round = toFloat(to, attributes);
  if (isBigInteger(from) && to !== "f64") return (x) => round(roundedToOdd(x as bigint));
  return (x) => round(Number(x));
}

function toFloat(to: FloatType, { saturate, rounding }: ConvertAttributes): (x: number) => number {
  if (to === "f8e8m0" && rounding !== undefined) return (x) => roundToE8m0(x, rounding, saturate);
  return saturate ? (x) => saturateToFloat(to, x) : (x) => roundToFloat(to, x);
}

/** A 64-bit integer in 53 bits, the last of them set where bits are lost: rounds on correctly. */
function roundedToOdd(x: bigint): number {
  if (BigInt.asIntN(53, x) === x) return Number(x);
  const lost = (x & 0x7ffn) === 0n ? 0n : 1n;
  return Number((x >> 11n) | lost) * 2048;
}

function floatToInteger(to: IntegerType): Scalar {
  const [lo, hi] = integerRange(to);
  if (isBigInteger(to)) {
    return (x) => {
      const value = Math.trunc(x as number);
      if (Number.isNaN(value)) return 0n;
      return value <= Number(lo) ? lo : value >= Number(hi) ? hi : BigInt(value);
    };
  }
  const wrap = finisher(to);
  if (wrap !== undefined) return (x) => wrap(x as number);
  const least = Number(lo);
  const most = Number(hi);
  return (x) => Math.max(least, Math.min(most, Math.trunc(x as number))) || 0;
}

/** Bytes and wider wrap where they are stored. */
function integerToInteger(from: ElementType, to: IntegerType): Scalar {
  if (isBigInteger(to)) return BigInt;
  const wrap = finisher(to) ?? ((x: number) => x);
  if (isBigInteger(from)) return (x) => wrap(Number(BigInt.asIntN(32, x as bigint)));
  return wrap as Scalar;
}
