import { describe, expect, test } from "vitest";
import { philox, uniformNumbers } from "../../src/ops/philox.ts";

describe("philox", () => {
  // Known answers of Philox4x32-10 in Random123, kat_vectors.
  test.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as const)("`philox()` of counter %j", (counter, key, words) => {
    expect(philox(counter, key)).toEqual(words);
  });

  test("`uniformNumbers()` depend on seed and index only", () => {
    const numbers = uniformNumbers(0);
    expect([0, 1, 2, 3].map(numbers)).toEqual(
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8].map((word) => word / 2 ** 32),
    );
    expect(numbers(0)).toBe(uniformNumbers(0)(0));
    expect(uniformNumbers(1)(0)).not.toBe(numbers(0));
    expect(numbers(4)).not.toBe(numbers(0));
  });
});
