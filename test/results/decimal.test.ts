import { describe, expect, it } from "vitest";
import { decimalFrom64ths } from "../../src/results/decimal.ts";

describe("`decimalFrom64ths()`", () => {
  it.each([
    [0n, "0"],
    [1n, "0.015625"],
    [2n, "0.03125"],
    [32n, "0.5"],
    [63n, "0.984375"],
    [64n, "1"],
    [1_187_328n, "18552"],
    [64n * (2n ** 53n + 1n) + 3n, "9007199254740993.046875"],
  ])("%i 64ths are %s", (count, digits) => {
    expect(`${decimalFrom64ths(count)}`).toBe(digits);
  });
});
