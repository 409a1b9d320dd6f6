import { describe, expect, test } from "vitest";
import { mayBeQuantized } from "../../../src/bits/inspection/may-be-quantized.ts";

/** Numbers on no grid: the fractions of multiples of the golden ratio, less a half. */
function ordinary(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => ((i * 0.6180339887) % 1) - 0.5);
}

const CONV = { narrowest: "f32", channelAxis: 0, inputAxis: 1 } as const;

describe("`mayBeQuantized()` is false", () => {
  test("where a whole output channel is in the sample, and on no grid", () => {
    expect(mayBeQuantized(ordinary(4096), { ...CONV, shape: [64, 64, 3, 3] })).toBe(false);
  });

  test("where a part of one is on none", () => {
    expect(mayBeQuantized(ordinary(4096), { ...CONV, shape: [64, 512, 3, 3] })).toBe(false);
    expect(mayBeQuantized(ordinary(4096), { ...CONV, shape: [4, 900, 3, 3] })).toBe(false);
  });

  test("in columns, where each has more values than a list", () => {
    const said = { narrowest: "f32", channelAxis: 1, shape: [4000, 64] } as const;
    expect(mayBeQuantized(ordinary(4096), said)).toBe(false);
  });

  test("for bf16, of which each binade has 128 values only", () => {
    const words = new Uint32Array(ordinary(4096).buffer).map((word) => word & 0xffff0000);
    const sample = new Float32Array(words.buffer);
    const said = { ...CONV, narrowest: "bf16" } as const;
    expect(mayBeQuantized(sample, { ...said, shape: [64, 64, 3, 3] })).toBe(false);
    expect(mayBeQuantized(sample, { ...said, shape: [64, 512, 3, 3] })).toBe(false);
  });

  test("at NaN, for types that are not looked at, and for what `inspect()` sees whole", () => {
    const shape = [1000, 8];
    const signs = Float32Array.from({ length: 80 }, (_, i) => (i % 3 === 0 ? 1 : -1));
    expect(mayBeQuantized(signs, { ...CONV, shape })).toBe(true);
    expect(mayBeQuantized(signs.with(7, Number.NaN), { ...CONV, shape })).toBe(false);
    expect(mayBeQuantized(signs, { ...CONV, shape, narrowest: "f8e5m2" })).toBe(false);
    expect(mayBeQuantized(signs.fill(0.3), { ...CONV, shape: [10, 8] })).toBe(false);
    expect(mayBeQuantized(signs.subarray(0, 0), { ...CONV, shape: [0, 8] })).toBe(false);
  });
});

describe("`mayBeQuantized()` is true", () => {
  test("where the sample is empty", () => {
    expect(mayBeQuantized(new Float32Array(0), { ...CONV, shape: [64, 64] })).toBe(true);
  });

  test("where columns have too few elements in the sample to tell", () => {
    const said = { narrowest: "f32", channelAxis: 1, shape: [512, 1024] } as const;
    expect(mayBeQuantized(ordinary(4096), said)).toBe(true);
  });

  test("where all of the sample may be noise beside larger elements to come", () => {
    const sample = Float32Array.of(1e-8, 0, 0, 3e-8, 1e-8, 3e-8, 0, 0);
    expect(mayBeQuantized(sample, { ...CONV, shape: [2, 40] })).toBe(true);
  });
});
