import type { ElementType } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import type { GraphBuilder } from "../builder.ts";
import { divide, multiply } from "../core/arithmetic.ts";
import { dequantize } from "../core/dequantize.ts";
import { quantize } from "../core/quantize.ts";
import { inType } from "./precision.ts";
import { alongAxis } from "./zero-point.ts";

const PER_TENSOR = { axis: 0, blockSize: 0 } as const;

/** A quantized tensor: its codes, its scale, and its zero point where there is one. */
export interface Quantized {
  readonly codes: TensorId;
  readonly scale: TensorId;
  readonly zeroPoint: TensorId | undefined;
}

/** The f32 values of a tensor that is quantized as a whole. */
export function dequantizeTensor(
  b: GraphBuilder,
  { codes, scale, zeroPoint }: Quantized,
): TensorId {
  const inputs = zeroPoint === undefined ? [codes, scale] : [codes, scale, zeroPoint];
  return b.emit(dequantize, inputs, { ...PER_TENSOR, result: "f32" });
}

/** Where the values of a quantized result go. */
export interface Target {
  readonly element: ElementType;
  readonly scale: TensorId;
  readonly zeroPoint: TensorId | undefined;
  /** See `quantize`. */
  readonly shiftsFirst?: boolean;
}

/** Codes of f32 values, with one scale and zero point for all. */
export function quantizeTensor(b: GraphBuilder, values: TensorId, target: Target): TensorId {
  const { element, scale, zeroPoint, shiftsFirst = false } = target;
  return b.emit(quantize, zeroPoint === undefined ? [values, scale] : [values, scale, zeroPoint], {
    ...PER_TENSOR,
    element,
    precision: "f32",
    saturate: true,
    shiftsFirst,
  });
}

/**
 * Codes of sums of products: saturate(round(sum x (s1 x s2 / s)) + zero point), ties to even.
 *
 * The factor is computed in the type of the scales, each operation rounded, the product with the
 * sum in f32.
 *
 * @param scales - of both operands, in shapes that broadcast against the sums
 */
export function requantize(
  b: GraphBuilder,
  sums: TensorId,
  scales: readonly [TensorId, TensorId],
  target: Target,
): TensorId {
  const product = b.emit(multiply, scales, {});
  const factor = inType(b, b.emit(divide, [product, alongAxis(b, sums, target.scale)], {}), "f32");
  const values = b.emit(multiply, [inType(b, sums, "f32"), factor], {});
  return quantizeTensor(b, values, { ...target, scale: b.scalar("f32", 1) });
}
