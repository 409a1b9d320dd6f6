import type { TensorId } from "../../graph/graph.ts";
import { elementCount } from "../../graph/tensor-type.ts";
import type { GraphBuilder } from "../builder.ts";
import { refuse } from "../checks.ts";
import { subtract } from "../core/arithmetic.ts";
import { convert } from "../core/convert.ts";
import { reshape } from "../core/reshape.ts";

/**
 * A per-tensor or per-axis parameter in a shape that broadcasts against `tensor`.
 *
 * One element stretches over everything; a vector lies along `axis`; any other rank stays.
 *
 * @throws {AceError} `shape-mismatch` where a vector has no axis or another size than the axis
 */
export function alongAxis(
  b: GraphBuilder,
  tensor: TensorId,
  parameter: TensorId,
  axis?: number,
): TensorId {
  const shape = b.shape(tensor);
  const own = b.shape(parameter);
  if (own.length === 0 || own.length > 1) return parameter;
  if (elementCount(own) === 1) return b.emit(reshape, [parameter], { shape: [] });
  if (axis === undefined || own[0] !== shape[axis]) {
    const expected = axis === undefined ? "one element" : `${shape[axis]} elements`;
    refuse("shape-mismatch", "zero point or scale", expected, `${own[0]}`);
  }
  return b.emit(reshape, [parameter], { shape: shape.map((size, i) => (i === axis ? size : 1)) });
}

/**
 * tensor - zero point as i32, which no 16-bit code can overflow; without one the codes as they are.
 *
 * @param axis - of `tensor`, along which a vector of zero points lies
 */
export function subtractZeroPoint(
  b: GraphBuilder,
  tensor: TensorId,
  zeroPoint: TensorId | undefined,
  axis?: number,
): TensorId {
  const wide = b.emit(convert, [tensor], { to: "i32", saturate: true });
  if (zeroPoint === undefined) return wide;
  const zero = b.emit(convert, [zeroPoint], { to: "i32", saturate: true });
  return b.emit(subtract, [wide, alongAxis(b, tensor, zero, axis)], {});
}
