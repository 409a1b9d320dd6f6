import { narrowed } from "../../domain/transfer/conversion.ts";
import { exponentOf } from "../../graph/double-bits.ts";
import { type ElementType, elementBits, type FloatType } from "../../graph/element-type.ts";
import { type FloatFormat, floatFormat } from "../../graph/float-format.ts";
import { zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { expectElement, refuse } from "../checks.ts";
import { mapElements } from "../elementwise.ts";
import { scale } from "../math/double.ts";
import { roundHalfEven } from "../math/rounding.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { scalarWork } from "../work.ts";

export interface PrecisionAttributes {
  /** Bits of the exponent that stay, from 1. */
  readonly exponentBits: number;
  /** Bits of the mantissa that stay, from 0; the leading one is not counted. */
  readonly mantissaBits: number;
}

const NAME = "reducePrecision";

/** Types with infinities and the exponents of IEEE 754, widest first. */
const IEEE_TYPES = ["f64", "f32", "bf16", "f16", "f8e5m2", "f8e4m3", "f8e3m4"] as const;
const HAS_INFINITIES: ReadonlySet<ElementType> = new Set(IEEE_TYPES);

/**
 * Rounded to fewer bits of mantissa, ties to even, and to the range of fewer bits of exponent; the
 * element type stays. What is too large then becomes infinite, and what is below the smallest normal
 * number of that exponent 0: only the type's own subnormal numbers are kept. NaN stays NaN.
 *
 * Source: StableHLO `reduce_precision`.
 */
export const reducePrecision: PrimitiveOperator<PrecisionAttributes, 1> = {
  kind: "core",
  name: NAME,
  arity: 1,
  infer([x], { exponentBits, mantissaBits }) {
    expectElement(NAME, x, (type) => HAS_INFINITIES.has(type), "a float type with infinities");
    const whole = Number.isInteger(exponentBits) && Number.isInteger(mantissaBits);
    if (!whole || exponentBits < 1 || mantissaBits < 0) {
      const got = `${exponentBits} and ${mantissaBits}`;
      refuse("invalid-attribute", NAME, "1 or more exponent bits and 0 or more of mantissa", got);
    }
    return [x];
  },
  work: ({ outputs }) => scalarWork(elementCount((outputs[0] as TensorType).shape), "round"),
  values([x], { attributes, outputs }, solver) {
    const element = (outputs[0] as TensorType).element as FloatType;
    const own = floatFormat(element);
    const exponentStays = attributes.exponentBits >= own.exponentBits;
    if (exponentStays && attributes.mantissaBits >= own.mantissaBits) return [x];
    const round = reducer(own, attributes);
    const through = narrowestType(element, attributes);
    const asConversion =
      exponentStays && floatFormat(through).mantissaBits === attributes.mantissaBits;
    return [narrowed(x, element, through, { round, asConversion }, solver)];
  },
  evaluate([x], { attributes, outputs }) {
    const type = outputs[0] as TensorType;
    const result = zeros(type);
    const reduce = reducer(floatFormat(type.element as FloatType), attributes);
    mapElements(reduce, x.data, result.data);
    return [result];
  },
};

/** The narrowest type that holds all results; the element type itself where no other does. */
function narrowestType(element: FloatType, wanted: PrecisionAttributes): FloatType {
  const own = floatFormat(element);
  const exponentBits = Math.min(wanted.exponentBits, own.exponentBits);
  const mantissaBits = Math.min(wanted.mantissaBits, own.mantissaBits);
  const holding = IEEE_TYPES.filter((type) => {
    const format = floatFormat(type);
    return format.exponentBits >= exponentBits && format.mantissaBits >= mantissaBits;
  });
  return holding.reduce(
    (best: FloatType, type) => (elementBits(type) < elementBits(best) ? type : best),
    element,
  );
}

/** A value of a format with fewer bits. */
function reducer(
  { exponentBits, mantissaBits, bias, largest }: FloatFormat,
  wanted: PrecisionAttributes,
): (x: number) => number {
  const kept = Math.min(mantissaBits, wanted.mantissaBits);
  const narrow = wanted.exponentBits < exponentBits;
  const reach = 2 ** (wanted.exponentBits - 1) - 1;
  const least = narrow ? 2 ** (1 - reach) : 0;
  const most = narrow ? (2 - 2 ** -kept) * 2 ** reach : largest;
  return (x) => {
    if (!Number.isFinite(x) || x === 0) return x;
    const last = Math.max(exponentOf(x), 1 - bias) - kept;
    const rounded = scale(roundHalfEven(scale(x, -last)), last);
    if (Math.abs(rounded) > most) return x < 0 ? -Infinity : Infinity;
    return Math.abs(rounded) < least ? x * 0 : rounded;
  };
}
