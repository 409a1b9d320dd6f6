import { allocate, type Carrier, type Tensor } from "../graph/tensor.ts";
import type { TensorType } from "../graph/tensor-type.ts";

/** The tensor of `type` whose element i is element `from[i]` of `x`. */
export function take(x: Tensor, type: TensorType, from: Int32Array): Tensor {
  const data = allocate(type.element, from.length);
  copyElements(x.data, from, data);
  return { type, data };
}

/**
 * Sets `to[i]` to `x[from[i]]`, or leaves it where that place is negative; both are arrays of one class.
 *
 * Elements go as whole numbers of their width, here and below: as floats NaNs may lose their bits. One
 * loop for each width, since a loop that meets many classes of arrays is 20 times slower.
 */
export function copyElements(x: Carrier, from: Int32Array, to: Carrier): void {
  const width = to.BYTES_PER_ELEMENT;
  if (width === 1) copyBytes(viewed(Uint8Array, x), from, viewed(Uint8Array, to));
  else if (width === 2) copyHalves(viewed(Uint16Array, x), from, viewed(Uint16Array, to));
  else if (width === 4) copyWords(viewed(Uint32Array, x), from, viewed(Uint32Array, to));
  else copyPairs(viewed(Uint32Array, x), from, viewed(Uint32Array, to));
}

/** Sets `to[places[i]]` to `x[i]`, i ascending, unless that place is negative; arrays of one class. */
export function putElements(x: Carrier, places: Int32Array, to: Carrier): void {
  const [source, target] = [codesOf(x), codesOf(to)];
  for (let i = 0; i < places.length; i++) {
    const place = places[i] as number;
    if (place >= 0) target[place] = source[i] as never;
  }
}

/** Sets `to[i]` to `yes[i]` where `holds[i]` is 1, else to `no[i]`; the last three are of one class. */
export function chooseElements(holds: Carrier, yes: Carrier, no: Carrier, to: Carrier): void {
  const chosen = holds as Uint8Array;
  const [left, right, target] = [codesOf(yes), codesOf(no), codesOf(to)];
  for (let i = 0; i < target.length; i++) {
    target[i] = (chosen[i] === 1 ? left[i] : right[i]) as never;
  }
}

/** Sets all elements of `to` to the first one of `x`, an array of the same class. */
export function fillElements(x: Carrier, to: Carrier): void {
  if (to.length > 0) codesOf(to).fill(codesOf(x)[0] as never);
}

/** An array as whole numbers, one an element: of four classes, as many as a loop may meet. */
export function codesOf(x: Carrier): Uint8Array | Uint16Array | Uint32Array | BigUint64Array {
  const width = x.BYTES_PER_ELEMENT;
  if (width === 1) return viewed(Uint8Array, x);
  if (width === 2) return viewed(Uint16Array, x);
  return width === 4 ? viewed(Uint32Array, x) : viewed(BigUint64Array, x);
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
  for (let i = 0; i < from.length; i++) {
    const at = from[i] as number;
    if (at >= 0) to[i] = x[at] as number;
  }
}

function copyHalves(x: Uint16Array, from: Int32Array, to: Uint16Array): void {
  for (let i = 0; i < from.length; i++) {
    const at = from[i] as number;
    if (at >= 0) to[i] = x[at] as number;
  }
}

function copyWords(x: Uint32Array, from: Int32Array, to: Uint32Array): void {
  for (let i = 0; i < from.length; i++) {
    const at = from[i] as number;
    if (at >= 0) to[i] = x[at] as number;
  }
}

function copyPairs(x: Uint32Array, from: Int32Array, to: Uint32Array): void {
  for (let i = 0; i < from.length; i++) {
    const at = 2 * (from[i] as number);
    if (at < 0) continue;
    to[2 * i] = x[at] as number;
    to[2 * i + 1] = x[at + 1] as number;
  }
}
