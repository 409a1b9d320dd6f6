import { describe, expect, test } from "vitest";
import { isConvolved, radices, smoothLength } from "../../../src/ops/fft/factors.ts";

describe("radices", () => {
  test("`radices()` takes powers of 2, then odd primes; a single 2 comes first", () => {
    expect(radices(1, [8, 4])).toEqual([]);
    expect(radices(2016, [8, 4])).toEqual([8, 4, 3, 3, 7]);
    expect(radices(2016, [4])).toEqual([2, 4, 4, 3, 3, 7]);
    expect(radices(128, [8, 4])).toEqual([2, 8, 8]);
    expect(radices(1009, [4])).toEqual([1009]);
  });
});

describe("smoothLength", () => {
  test("`smoothLength()` is the next product of 2, 3, 5, 7 and 11", () => {
    // 2017 is prime, 2018 = 2 1009, 2019 = 3 673, ..., 2023 = 7 17 17, 2024 = 8 11 23.
    expect([smoothLength(1), smoothLength(13), smoothLength(2017)]).toEqual([1, 14, 2025]);
  });
});

describe("isConvolved", () => {
  test("`isConvolved()` of lengths from 50 with a large prime, where that costs less", () => {
    expect([47, 100, 53, 1009, 1024].map((n) => isConvolved(n, 1))).toEqual([
      false,
      false,
      false,
      true,
      false,
    ]);
    // 1.1 211^2 = 48973.1, half of it for real numbers; by 432 numbers 3 432 (2 4 + 3 3) = 22032.
    // 1.1 127^2 = 17741.9; by 256 numbers 3 256 16 = 12288.
    expect([211, 127].map((n) => isConvolved(n, 1))).toEqual([true, true]);
    expect([211, 127].map((n) => isConvolved(n, 1 / 2))).toEqual([true, false]);
  });
});
