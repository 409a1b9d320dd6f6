import { isInteger } from "../graph/element-type.ts";
import type { Tensor } from "../graph/tensor.ts";
import { elementCount, formatShape, type TensorType } from "../graph/tensor-type.ts";
import { expectElement, normalizeAxis, refuse } from "./checks.ts";
import { offsets, stridesOf } from "./shapes.ts";

/** @throws {AceError} `type-mismatch` unless indices are integers */
export function expectIndices(operator: string, indices: TensorType): void {
  expectElement(operator, indices, isInteger, "integer indices");
}

/**
 * One index of a tensor of indices, counted from the front.
 *
 * @throws {AceError} `malformed-tensor` outside [-size, size)
 */
export function indexAt(operator: string, indices: Tensor, at: number, size: number): number {
  const index = Number(indices.data[at]);
  if (!(index >= -size && index < size)) {
    refuse("malformed-tensor", operator, `indices from ${-size} to ${size - 1}`, `${index}`);
  }
  return index < 0 ? index + size : index;
}

/** @throws {AceError} `shape-mismatch` unless `indices` fit into `shape` but for the axis */
export function expectInside(
  operator: string,
  shape: readonly number[],
  indices: readonly number[],
  axis: number,
): void {
  const along = normalizeAxis(operator, axis, shape.length);
  const fits = indices.every((size, i) => i === along || size <= (shape[i] as number));
  if (indices.length === shape.length && fits) return;
  const expected = `indices inside ${formatShape(shape)} but for axis ${along}`;
  refuse("shape-mismatch", operator, expected, formatShape(indices));
}

/** For each index, the offset of the element of `shape` at its own place but for the axis. */
export function alongOffsets(
  operator: string,
  shape: readonly number[],
  indices: Tensor,
  axis: number,
): Int32Array {
  const along = normalizeAxis(operator, axis, shape.length);
  const strides = stridesOf(shape);
  const [size, step] = [shape[along] as number, strides[along] as number];
  strides[along] = 0;
  const places = offsets(indices.type.shape, strides);
  return places.map((place, i) => place + indexAt(operator, indices, i, size) * step);
}

/**
 * @throws {AceError} `shape-mismatch` unless the last axis of `indices` holds tuples of at most as
 * many indices as `shape` has axes behind the batch axes, which both share
 */
export function expectTuples(
  operator: string,
  shape: readonly number[],
  indices: readonly number[],
  batchAxes: number,
): void {
  const length = indices.at(-1) ?? shape.length + 1;
  const shared = batchAxes >= 0 && batchAxes < indices.length && batchAxes <= shape.length;
  const equal = shape.slice(0, batchAxes).every((size, axis) => size === indices[axis]);
  if (shared && equal && length + batchAxes <= shape.length) return;
  const expected = `tuples of at most ${shape.length - batchAxes} indices behind ${batchAxes} batch axes`;
  refuse("shape-mismatch", operator, expected, `${formatShape(indices)} for ${formatShape(shape)}`);
}

/** For each tuple of indices, the offset of the slice of `shape` that it names. */
export function tupleOffsets(
  operator: string,
  shape: readonly number[],
  indices: Tensor,
  batchAxes: number,
): Int32Array {
  const length = indices.type.shape.at(-1) as number;
  const outer = indices.type.shape.slice(0, -1);
  const strides = stridesOf(shape);
  const places = offsets(
    outer,
    outer.map((_, axis) => (axis < batchAxes ? (strides[axis] as number) : 0)),
  );
  return places.map((place, tuple) => {
    let at = place;
    for (let i = 0; i < length; i++) {
      const axis = batchAxes + i;
      const index = indexAt(operator, indices, tuple * length + i, shape[axis] as number);
      at += index * (strides[axis] as number);
    }
    return at;
  });
}

/** Elements of the slice that a tuple names. */
export function sliceSize(
  shape: readonly number[],
  indices: readonly number[],
  batchAxes: number,
): number {
  return elementCount(shape.slice(batchAxes + (indices.at(-1) as number)));
}
