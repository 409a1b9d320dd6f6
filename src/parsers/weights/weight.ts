import type { ElementType } from "../../graph/element-type.ts";
import type { StoredTensor } from "../../graph/graph.ts";
import { elementCount, equalShapes, type TensorType } from "../../graph/tensor-type.ts";
import { canHold, toArray, toTensor } from "../../io/npy-tensor.ts";

/** An array of a file of weights. */
export interface Weight {
  /** Components of its name: keys of nested dictionaries. */
  readonly path: readonly string[];
  readonly shape: readonly number[];
  /** Element type as the file spells it; for messages. */
  readonly dtype: string;
  /** The elements as a tensor of `type`, not read yet; undefined where they are none. */
  fitTo(type: TensorType): StoredTensor | undefined;
}

/** Elements at rest, row-major, little-endian, whole bytes each. */
export interface LazyArray {
  readonly shape: readonly number[];
  /** numpy's kind and size in bytes, as {@link canHold} takes it: `f4`, `V2`. */
  readonly dtype: string;
  /** The element type where numpy has none for it and the file names one. */
  readonly named?: ElementType;
  /** All bytes. */
  read(): Uint8Array;
  /** A range of them, where it can be had alone. */
  part?(offset: number, length: number): Uint8Array;
}

/**
 * A weight around an array. An array of a named type fits that type alone; raw `u2`, `u1` and void
 * elements fit types of their size that numpy does not have, `i1` also i4 and i2 by value.
 *
 * @param dtype - as the file spells it
 */
export function arrayWeight(path: readonly string[], dtype: string, array: LazyArray): Weight {
  const holds = ({ element, shape }: TensorType) =>
    equalShapes(shape, array.shape) &&
    (array.named === undefined ? canHold(array.dtype, element) : array.named === element);
  const fitTo = (type: TensorType) => (holds(type) ? arrayTensor(path, array, type) : undefined);
  return { path, shape: array.shape, dtype, fitTo };
}

/** A weight around a tensor whose file knows element types. */
export function storedWeight(path: readonly string[], stored: StoredTensor): Weight {
  const { element, shape } = stored.type;
  const array: LazyArray = {
    shape,
    dtype: RAW[element] ?? "",
    read: () => toArray(stored.read()).data,
  };
  const raw = arrayWeight(path, element, array);
  const fitTo = (type: TensorType) => {
    if (type.element !== element) return raw.fitTo(type);
    return equalShapes(type.shape, shape) ? { ...stored, type } : undefined;
  };
  return { path, shape, dtype: element, fitTo };
}

/** Types that also stand in for others; see {@link arrayWeight}. */
const RAW: Readonly<Partial<Record<ElementType, string>>> = { u16: "u2", u8: "u1", i8: "i1" };

function arrayTensor(
  path: readonly string[],
  { shape, dtype, read, part }: LazyArray,
  type: TensorType,
): StoredTensor {
  const name = path.join("/");
  const { element } = type;
  const stored = { type, read: () => toTensor({ shape, dtype, data: read() }, type, name) };
  if (part === undefined) return stored;
  const width = Number(dtype.slice(1));
  return {
    ...stored,
    part(start, count) {
      const data = part(start * width, count * width);
      return toTensor({ shape: [count], dtype, data }, { element, shape: [count] }, name).data;
    },
  };
}

/** Bytes that an array of a numpy type takes. */
export function byteCount(dtype: string, shape: readonly number[]): number {
  return elementCount(shape) * Number(dtype.slice(1));
}
