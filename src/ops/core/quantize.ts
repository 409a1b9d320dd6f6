import { quantizedValues } from "../../domain/transfer/quantizing.ts";
import {
  type ElementType,
  elementBits,
  type FloatType,
  integerRange,
  isBigInteger,
  isFloat,
  isInteger,
  isSmallFloat,
} from "../../graph/element-type.ts";
import { roundToFloat, saturateToFloat } from "../../graph/small-float.ts";
import { type NumberCarrier, numbers, type Tensor, zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import { expectGranularity, type Granularity, parameterIndex } from "../granularity.ts";
import { roundHalfEven } from "../math/rounding.ts";
import type { PrimitiveOperator, ResultType } from "../operator.ts";
import { scalarWork } from "../work.ts";

export interface QuantizeAttributes extends Granularity {
  /** Element type of the codes: an integer of at most 32 bits or a float of at most 8. */
  readonly element: ElementType;
  /** Float type in which x / scale is computed. */
  readonly precision: FloatType;
  /** For floats of 8 bits: out of range becomes the largest finite value. */
  readonly saturate: boolean;
  /** True: the zero point is added before the rounding, which differs on ties if it is odd. */
  readonly shiftsFirst: boolean;
}

/**
 * Codes of real values: saturate(round(x / scale) + zero point), ties to even.
 *
 * Inputs are x, scale and, if it is there, the zero point, which has the type of the codes. The
 * quotient is a true division, rounded once to `precision`; NaN becomes code 0 of an integer type.
 *
 * Source: ONNX `QuantizeLinear`; with `shiftsFirst` onnxruntime's `QLinearAdd` and its kind.
 */
export const quantize: PrimitiveOperator<QuantizeAttributes> = {
  kind: "core",
  name: "quantize",
  infer,
  work: (site) => scalarWork(elementCount((site.outputs[0] as TensorType).shape), "quantize"),
  values: (_inputs, { attributes }, solver) => [quantizedValues(attributes.element, solver)],
  evaluate([x, scale, zeroPoint], { attributes, outputs }) {
    const codes = zeros(outputs[0] as TensorType);
    encode(x as Tensor, scale as Tensor, zeroPoint, attributes, numbers(codes));
    return [codes];
  },
};

function infer(inputs: readonly TensorType[], a: QuantizeAttributes): readonly ResultType[] {
  const [x, scale, zeroPoint] = inputs as readonly [TensorType, TensorType, TensorType | undefined];
  if (!isCodeType(a.element)) {
    const expected = "codes of an integer type up to 32 bits or a float type up to 8";
    refuse("type-mismatch", "quantize", expected, a.element);
  }
  if (!isFloat(a.precision) || isBigInteger(x.element)) {
    const got = `${x.element} divided in ${a.precision}`;
    refuse("type-mismatch", "quantize", "a division in a float type", got);
  }
  if (zeroPoint !== undefined && zeroPoint.element !== a.element) {
    refuse("type-mismatch", "quantize", `a zero point of type ${a.element}`, zeroPoint.element);
  }
  for (const parameter of inputs.slice(1)) expectGranularity("quantize", x, parameter, a);
  if (scale === undefined) refuse("type-mismatch", "quantize", "a scale", "none");
  return [{ element: a.element, shape: x.shape }];
}

function isCodeType(element: ElementType): boolean {
  return isSmallFloat(element) || (isInteger(element) && !isBigInteger(element));
}

function encode(
  x: Tensor,
  scale: Tensor,
  zeroPoint: Tensor | undefined,
  attributes: QuantizeAttributes,
  codes: NumberCarrier,
): void {
  const values = numbers(x);
  const scales = numbers(scale);
  const zero = zeroPoint === undefined ? [0] : numbers(zeroPoint);
  const scaleAt = parameterIndex(x.type, scale.type, attributes);
  const zeroAt =
    zeroPoint === undefined ? () => 0 : parameterIndex(x.type, zeroPoint.type, attributes);
  const { precision } = attributes;
  const single = (value: number) => roundToFloat(precision, value);
  const code = coder(attributes);
  for (let i = 0; i < codes.length; i++) {
    const quotient = single(single(values[i] as number) / single(scales[scaleAt(i)] as number));
    codes[i] = code(quotient, zero[zeroAt(i)] as number);
  }
}

type Coder = (quotient: number, zero: number) => number;

/** The code of a quotient. Types of 4 and 6 bits have no infinity and always saturate. */
function coder({ element, precision, saturate, shiftsFirst }: QuantizeAttributes): Coder {
  if (isFloat(element)) {
    const cast = saturate || elementBits(element) < 8 ? saturateToFloat : roundToFloat;
    return (quotient, zero) => cast(element, quotient + zero);
  }
  const [least, most] = integerRange(element).map(Number) as [number, number];
  const clamp = (code: number) => Math.max(least, Math.min(most, code)) || 0;
  return shiftsFirst
    ? (quotient, zero) => clamp(roundHalfEven(roundToFloat(precision, quotient + zero)))
    : (quotient, zero) => clamp(roundHalfEven(quotient) + zero);
}
