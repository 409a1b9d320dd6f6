import type { Tensor } from "../graph/tensor.ts";

/**
 * Whole numbers that have the order of floats from the negative NaNs over -infinity, -0, +0 and
 * infinity to the positive NaNs; of two NaNs of one sign the payload that is larger in size is further
 * out. What is no float stays as it is.
 *
 * Numbers with a sign are ordered by their bits turned around; narrow floats by those of f32.
 * Little-endian, as elements at rest.
 *
 * Source: IEEE 754-2008, 5.10 totalOrder; StableHLO `compare`, `TOTALORDER`.
 */
export function inTotalOrder(x: Tensor): Tensor {
  const { type, data } = x;
  const { shape } = type;
  if (data instanceof Float32Array) {
    const words = new Int32Array(data.slice().buffer);
    for (let i = 0; i < words.length; i++) {
      const word = words[i] as number;
      words[i] = word ^ ((word >> 31) >>> 1);
    }
    return { type: { element: "i32", shape }, data: words };
  }
  if (!(data instanceof Float64Array)) return x;
  const words = new Int32Array(data.slice().buffer);
  for (let i = 0; i < words.length; i += 2) {
    const sign = (words[i + 1] as number) >> 31;
    words[i] = (words[i] as number) ^ sign;
    words[i + 1] = (words[i + 1] as number) ^ (sign >>> 1);
  }
  return { type: { element: "i64", shape }, data: new BigInt64Array(words.buffer) };
}
