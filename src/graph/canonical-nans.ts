import type { Tensor } from "./tensor.ts";

const NAN_32 = 0x7fc00000;
const NAN_64 = 0x7ff8000000000000n;

/**
 * The tensor with one bit pattern for every NaN, the positive quiet one: sign and payload of a computed
 * one are open, and may change once the engine has compiled the function that computes it.
 *
 * @returns the same tensor where no element has another pattern
 */
export function withCanonicalNans(tensor: Tensor): Tensor {
  const { data, type } = tensor;
  if (data instanceof Float32Array) {
    const words = new Uint32Array(data.buffer, data.byteOffset, data.length);
    const bits = canonical(data, words, NAN_32);
    return bits === words ? tensor : { type, data: new Float32Array(bits.buffer) };
  }
  if (data instanceof Float64Array) {
    const words = new BigUint64Array(data.buffer, data.byteOffset, data.length);
    const bits = canonical(data, words, NAN_64);
    return bits === words ? tensor : { type, data: new Float64Array(bits.buffer) };
  }
  return tensor;
}

interface Words<W> {
  [index: number]: W;
  slice(): this;
}

/** The words of some floats, as they are or in a copy with `pattern` for every NaN. */
function canonical<W, T extends Words<W>>(floats: ArrayLike<number>, words: T, pattern: W): T {
  let result = words;
  for (let i = 0; i < floats.length; i++) {
    if (!Number.isNaN(floats[i]) || words[i] === pattern) continue;
    if (result === words) result = words.slice();
    result[i] = pattern;
  }
  return result;
}
