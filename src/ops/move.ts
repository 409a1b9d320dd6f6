import { allocate, type Carrier, type Tensor } from "../graph/tensor.ts";
import type { TensorType } from "../graph/tensor-type.ts";

/** The tensor of `type` whose element i is element `from[i]` of `x`. */
export function take(x: Tensor, type: TensorType, from: Int32Array): Tensor {
  const data = allocate(type.element, from.length);
  copyElements(x.data, from, data);
  return { type, data };
}

/**
 * Sets `to[i]` to `x[from[i]]`; both are arrays of one class.
 *
 * One loop for each width in bytes, since a loop that meets many classes of arrays is 20 times slower.
 */
export function copyElements(x: Carrier, from: Int32Array, to: Carrier): void {
  const width = to.BYTES_PER_ELEMENT;
  if (width === 1) copyBytes(viewed(Uint8Array, x), from, viewed(Uint8Array, to));
  else if (width === 2) copyHalves(viewed(Uint16Array, x), from, viewed(Uint16Array, to));
  else if (width === 4) copyWords(viewed(Uint32Array, x), from, viewed(Uint32Array, to));
  else copyPairs(viewed(Uint32Array, x), from, viewed(Uint32Array, to));
}

/** The bytes of an array as another kind of array. */
function viewed<T>(
  kind: new (buffer: ArrayBufferLike, offset: number, length: number) => T,
  { buffer, byteOffset, byteLength }: Carrier,
): T {
  const width = (kind as unknown as { readonly BYTES_PER_ELEMENT: number }).BYTES_PER_ELEMENT;
  return new kind(buffer, byteOffset, byteLength / width);
}

function copyBytes(x: Uint8Array, from: Int32Array, to: Uint8Array): void {
  for (let i = 0; i < from.length; i++) to[i] = x[from[i] as number] as number;
}

function copyHalves(x: Uint16Array, from: Int32Array, to: Uint16Array): void {
  for (let i = 0; i < from.length; i++) to[i] = x[from[i] as number] as number;
}

function copyWords(x: Uint32Array, from: Int32Array, to: Uint32Array): void {
  for (let i = 0; i < from.length; i++) to[i] = x[from[i] as number] as number;
}

function copyPairs(x: Uint32Array, from: Int32Array, to: Uint32Array): void {
  for (let i = 0; i < from.length; i++) {
    const at = 2 * (from[i] as number);
    to[2 * i] = x[at] as number;
    to[2 * i + 1] = x[at + 1] as number;
  }
}
