import { describe, expect, it } from "vitest";
import { decimalOf, millionthsOf, numberOf, parseMillionths } from "../../src/pareto/millionths.ts";

describe("`parseMillionths()`", () => {
  it.each([
    ["0", 0n],
    ["4222541824", 4_222_541_824_000_000n],
    ["87126016.015625", 87_126_016_015_625n],
    ["4.2e9", 4_200_000_000_000_000n],
    ["1.25E-2", 12_500n],
    [" 7. ", 7_000_000n],
    ["0.10000000", 100_000n],
    ["-3", -3_000_000n],
    ["123456789012345678901234567890", 123_456_789_012_345_678_901_234_567_890_000_000n],
  ])("reads %s", (text, value) => {
    expect(parseMillionths(text)).toBe(value);
  });

  it.each(["", "x", "1,5", "0.0000001", "1e-7", "1e1000", "NaN", "Infinity", "0x10", ".5"])(
    "does not read %j",
    (text) => {
      expect(parseMillionths(text)).toBeUndefined();
    },
  );
});

describe("`decimalOf()`", () => {
  it.each([
    [0n, "0"],
    [1n, "0.000001"],
    [87_126_016_015_625n, "87126016.015625"],
    [4_200_000n, "4.2"],
    [millionthsOf(2n ** 64n), "18446744073709551616"],
  ])("writes %s millionths in full", (value, text) => {
    expect(decimalOf(value).value).toBe(text);
  });
});

describe("`numberOf()`", () => {
  it("is the nearest double", () => {
    expect(numberOf(100_000n)).toBe(0.1);
    expect(numberOf(millionthsOf(2n ** 53n + 1n))).toBe(2 ** 53);
  });
});
