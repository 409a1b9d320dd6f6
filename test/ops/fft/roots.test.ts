import { describe, expect, test } from "vitest";
import { rootsOfUnity } from "../../../src/ops/fft/roots.ts";

describe("rootsOfUnity", () => {
  test("`rootsOfUnity()` of order 8 in f32", () => {
    const root = rootsOfUnity(8, Math.fround);
    const h = 0.7071067690849304;
    expect([1, 2, 3, 4, 6, 7].map((k) => root(k).map((x) => x + 0))).toEqual([
      [h, h],
      [0, 1],
      [-h, h],
      [-1, 0],
      [0, -1],
      [h, -h],
    ]);
  });

  test("`rootsOfUnity()` of order 1000 beyond the half are conjugates", () => {
    const root = rootsOfUnity(1000, Math.fround);
    // cos and sin of 2 pi 123 / 1000 by mpmath 1.4.1, rounded to f32.
    expect(root(123)).toEqual([0.7159364819526672, 0.6981654167175293]);
    expect(root(877)).toEqual([0.7159364819526672, -0.6981654167175293]);
  });
});
