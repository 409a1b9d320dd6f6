/**
 * The elements of an array whose first axis varies fastest, with the last varying fastest.
 *
 * @param width - bytes of an element
 */
export function fortranToC(bytes: Uint8Array, width: number, shape: readonly number[]): Uint8Array {
  if (shape.length < 2) return bytes;
  const ordered = new Uint8Array(bytes.length);
  const strides = fortranStrides(width, shape);
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < ordered.length; to += width) {
    for (let i = 0; i < width; i++) ordered[to + i] = bytes[from + i] as number;
    from += advance(index, shape, strides);
  }
  return ordered;
}

/** Moves `index` to the next element, last axis first; how far that is in the stored bytes. */
function advance(index: number[], shape: readonly number[], strides: readonly number[]): number {
  let distance = 0;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const next = (index[axis] as number) + 1;
    const stride = strides[axis] as number;
    if (next < (shape[axis] as number)) {
      index[axis] = next;
      return distance + stride;
    }
    index[axis] = 0;
    distance -= stride * (next - 1);
  }
  return distance;
}

function fortranStrides(width: number, shape: readonly number[]): number[] {
  let stride = width;
  return shape.map((size) => {
    const own = stride;
    stride *= size;
    return own;
  });
}
