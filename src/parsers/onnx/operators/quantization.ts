import {
  type ElementType,
  type FloatType,
  isFloat,
  isSmallFloat,
} from "../../../graph/element-type.ts";
import type { TensorId } from "../../../graph/graph.ts";
import { dynamicQuantizeLinear } from "../../../ops/composite/dynamic-quantize-linear.ts";
import { qlinearConv } from "../../../ops/composite/qlinear-conv.ts";
import { qlinearMatMul } from "../../../ops/composite/qlinear-matmul.ts";
import { dequantize } from "../../../ops/core/dequantize.ts";
import { quantize } from "../../../ops/core/quantize.ts";
import type { Granularity } from "../../../ops/granularity.ts";
import { elementTypeOf } from "../data-type.ts";
import type { Lowering, LoweringTable, NodeContext } from "../node-context.ts";
import { convAttributes } from "./convolution.ts";
import { present, requiredInputs } from "./quantized-inputs.ts";

/** The element type that an attribute names by its number; undefined where it is absent or 0. */
function typeAttribute(node: NodeContext, name: string): ElementType | undefined {
  const number = node.int(name, 0);
  if (number === 0) return undefined;
  const element = elementTypeOf(number);
  return element ?? node.refuse("invalid-attribute", `a known data type as ${name}`, `${number}`);
}

function granularityOf(node: NodeContext): Granularity {
  return { axis: node.int("axis", 1), blockSize: node.int("block_size", 0) };
}

/** The type of the scale, unless it has no fraction bits to divide with. */
function divisionType(node: NodeContext): FloatType {
  const stated = typeAttribute(node, "precision");
  const candidates = [stated, node.element(1), node.element(0)];
  return candidates.find((type): type is FloatType => type !== undefined && isWide(type)) ?? "f32";
}

function isWide(element: ElementType): boolean {
  return isFloat(element) && !isSmallFloat(element);
}

export const lowerQuantizeLinear: Lowering = (node): TensorId => {
  const zeroPoint = node.optional(2);
  const implied = zeroPoint === undefined ? undefined : node.element(2);
  const stated = typeAttribute(node, "output_dtype");
  if (implied !== undefined && stated !== undefined && implied !== stated) {
    node.refuse("invalid-attribute", `output_dtype of the zero point's type (${implied})`, stated);
  }
  return node.b.emit(quantize, [...requiredInputs(node, 2), ...present(node, 2)], {
    ...granularityOf(node),
    element: implied ?? stated ?? "u8",
    precision: divisionType(node),
    saturate: node.int("saturate", 1) !== 0,
    shiftsFirst: false,
  });
};

export const lowerDequantizeLinear: Lowering = (node): TensorId => {
  const result = typeAttribute(node, "output_dtype") ?? node.element(1);
  if (!isFloat(result) || isSmallFloat(result)) {
    return node.refuse("invalid-attribute", "an output type of 16 bits or more", result);
  }
  const inputs = [...requiredInputs(node, 2), ...present(node, 2)];
  return node.b.emit(dequantize, inputs, { ...granularityOf(node), result });
};

export const lowerQLinearConv: Lowering = (node) =>
  node.b.emit(qlinearConv, convInputs(node), convAttributes(node, 0, 3));

/** Operands, result and, where it is there, the bias of a convolution of codes. */
export function convInputs(node: NodeContext): readonly TensorId[] {
  return [...requiredInputs(node, 8), ...present(node, 8)];
}

const lowerQLinearMatMul: Lowering = (node) =>
  node.b.emit(qlinearMatMul, requiredInputs(node, 8), {});

/** Quantizers, and operators on codes. */
export const quantization: LoweringTable = {
  DequantizeLinear: lowerDequantizeLinear,
  DynamicQuantizeLinear: (node) => node.b.emitAll(dynamicQuantizeLinear, [node.input(0)], {}),
  QLinearConv: lowerQLinearConv,
  QLinearMatMul: lowerQLinearMatMul,
  QuantizeLinear: lowerQuantizeLinear,
};
