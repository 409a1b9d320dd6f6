import type { TensorId } from "../../graph/graph.ts";
import { composite, type GraphBuilder } from "../builder.ts";
import type { PrimitiveOperator } from "../operator.ts";
import { dequantizeTensor, quantizeTensor } from "./requantize.ts";

/** Codes, scale and zero point of two operands, then scale and zero point of the result. */
export function quantizedBinary(name: string, operator: PrimitiveOperator<object, 2>) {
  return composite<object, 8>({
    name,
    arity: 8,
    build(b, inputs) {
      const [x, xScale, xZero, y, yScale, yZero, scale, zeroPoint] = inputs;
      const left = dequantizeTensor(b, { codes: x, scale: xScale, zeroPoint: xZero });
      const right = dequantizeTensor(b, { codes: y, scale: yScale, zeroPoint: yZero });
      const values = b.emit(operator, [left, right], {});
      const element = b.element(zeroPoint);
      return [quantizeTensor(b, values, { element, scale, zeroPoint, shiftsFirst: true })];
    },
  });
}

/** Codes, scale and zero point of one operand, then scale and zero point of the result. */
export function quantizedUnary<A extends object>(
  name: string,
  apply: (b: GraphBuilder, values: TensorId, attributes: A) => TensorId,
) {
  return composite<A, 5>({
    name,
    arity: 5,
    build(b, [codes, xScale, xZero, scale, zeroPoint], attributes) {
      const values = dequantizeTensor(b, { codes, scale: xScale, zeroPoint: xZero });
      const element = b.element(zeroPoint);
      return [quantizeTensor(b, apply(b, values, attributes), { element, scale, zeroPoint })];
    },
  });
}
