import { roundHalfEven } from "./math/rounding.ts";

const TOP = 255;

/**
 * Vectors quantized together to u8 codes over their range and back, as `DynamicQuantizeLinear` and
 * `DequantizeLinear` do it, each operation rounded to f32.
 */
export function fakeQuantized(vectors: readonly Float64Array[]): readonly Float64Array[] {
  const f = Math.fround;
  let [least, most] = [0, 0];
  for (const vector of vectors) {
    for (const value of vector) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  const range = f(most - least);
  const scale = range === 0 ? 1 : f(range / TOP);
  const zero = roundHalfEven(Math.max(0, Math.min(TOP, -f(least / scale))));
  return vectors.map((vector) =>
    vector.map((value) => {
      const code = Math.max(0, Math.min(TOP, roundHalfEven(f(value / scale)) + zero));
      return f((code - zero) * scale);
    }),
  );
}
