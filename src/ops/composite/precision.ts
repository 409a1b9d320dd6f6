import { type ElementType, isFloat } from "../../graph/element-type.ts";
import type { TensorId } from "../../graph/graph.ts";
import type { GraphBuilder } from "../builder.ts";
import { expectElement } from "../checks.ts";
import { convert } from "../core/convert.ts";

/** The tensor in another element type; itself where it has that one. */
export function inType(b: GraphBuilder, tensor: TensorId, to: ElementType): TensorId {
  if (b.element(tensor) === to) return tensor;
  return b.emit(convert, [tensor], { to, saturate: false });
}

/** A number as a scalar of the tensor's element type; integers truncate. */
export function scalarLike(b: GraphBuilder, tensor: TensorId, value: number): TensorId {
  const element = b.element(tensor);
  return b.scalar(element, isFloat(element) ? value : Math.trunc(value));
}

/**
 * The float type to compute in: f64 where a tensor has it, else f32.
 *
 * @throws {AceError} `type-mismatch` where one is no float
 */
export function wideType(
  b: GraphBuilder,
  operator: string,
  tensors: readonly TensorId[],
): "f64" | "f32" {
  for (const tensor of tensors) expectElement(operator, b.type(tensor), isFloat, "a float type");
  return tensors.some((tensor) => b.element(tensor) === "f64") ? "f64" : "f32";
}

/** A float tensor in the type to compute in, see {@link wideType}. */
export function inWideType(b: GraphBuilder, operator: string, tensor: TensorId): TensorId {
  return inType(b, tensor, wideType(b, operator, [tensor]));
}
