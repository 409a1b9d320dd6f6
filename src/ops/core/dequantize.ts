import { dequantizedValues } from "../../domain/transfer/quantizing.ts";
import { type FloatType, isBigInteger, isFloat } from "../../graph/element-type.ts";
import { roundToFloat } from "../../graph/small-float.ts";
import { type NumberCarrier, numbers, type Tensor, zeros } from "../../graph/tensor.ts";
import { elementCount, type TensorType } from "../../graph/tensor-type.ts";
import { refuse } from "../checks.ts";
import { expectGranularity, type Granularity, parameterIndex } from "../granularity.ts";
import type { PrimitiveOperator, ResultType } from "../operator.ts";
import { scalarWork } from "../work.ts";

export interface DequantizeAttributes extends Granularity {
  /** Element type of the real values. */
  readonly result: FloatType;
}

/**
 * Real values of codes: (code - zero point) x scale.
 *
 * Inputs are the codes, the scale and, if it is there, the zero point, which has the type of the
 * codes or of the result. The difference becomes f32 (f64 for f64), rounded once, as is the product.
 *
 * Source: ONNX `DequantizeLinear`; a float zero point by onnxruntime's `MatMulNBits`.
 */
export const dequantize: PrimitiveOperator<DequantizeAttributes> = {
  kind: "core",
  name: "dequantize",
  infer,
  work: (site) => scalarWork(elementCount((site.outputs[0] as TensorType).shape), "dequantize"),
  values: (inputs, site, solver) => [dequantizedValues(inputs, site.attributes, site, solver)],
  evaluate([codes, scale, zeroPoint], { attributes, outputs }) {
    const result = zeros(outputs[0] as TensorType);
    decode(codes as Tensor, scale as Tensor, zeroPoint, attributes, numbers(result));
    return [result];
  },
};

function infer(inputs: readonly TensorType[], a: DequantizeAttributes): readonly ResultType[] {
  const [codes, scale, zeroPoint] = inputs as readonly [
    TensorType,
    TensorType,
    TensorType | undefined,
  ];
  if (!isFloat(a.result) || isBigInteger(codes.element) || codes.element === "bool") {
    const got = `${codes.element} to ${a.result}`;
    refuse("type-mismatch", "dequantize", "codes of at most 32 bits to a float type", got);
  }
  const zero = zeroPoint?.element ?? codes.element;
  if (zero !== codes.element && zero !== a.result) {
    const expected = `a zero point of type ${codes.element} or ${a.result}`;
    refuse("type-mismatch", "dequantize", expected, zero);
  }
  if (scale === undefined) refuse("type-mismatch", "dequantize", "a scale", "none");
  for (const parameter of inputs.slice(1)) expectGranularity("dequantize", codes, parameter, a);
  return [{ element: a.result, shape: codes.shape }];
}

function decode(
  codes: Tensor,
  scale: Tensor,
  zeroPoint: Tensor | undefined,
  attributes: DequantizeAttributes,
  result: NumberCarrier,
): void {
  const values = numbers(codes);
  const scales = numbers(scale);
  const zero = zeroPoint === undefined ? [0] : numbers(zeroPoint);
  const scaleAt = parameterIndex(codes.type, scale.type, attributes);
  const zeroAt =
    zeroPoint === undefined ? () => 0 : parameterIndex(codes.type, zeroPoint.type, attributes);
  const to = attributes.result;
  const wide = to === "f64" ? (value: number) => value : Math.fround;
  for (let i = 0; i < result.length; i++) {
    const difference = wide((values[i] as number) - (zero[zeroAt(i)] as number));
    result[i] = roundToFloat(to, difference * (scales[scaleAt(i)] as number));
  }
}
