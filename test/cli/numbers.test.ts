import { describe, expect, it } from "vitest";
import {
  binarySize,
  compact,
  decimalSize,
  energy,
  grouped,
  percent,
  shareOf,
} from "../../src/cli/render/numbers.ts";

describe("`grouped()`", () => {
  it.each([
    ["0", "0"],
    ["999", "999"],
    ["1000", "1,000"],
    ["166020696663385964544", "166,020,696,663,385,964,544"],
    ["1234.015625", "1,234.015625"],
  ])("%s is %s", (value, text) => {
    expect(grouped(value)).toBe(text);
  });
});

describe("`compact()`", () => {
  it.each([
    [0n, "0"],
    [999n, "999"],
    [1000n, "1.000k"],
    [9_999n, "9.999k"],
    [999_949n, "999.9k"],
    [999_950n, "1.000M"],
    [4_091_469_824n, "4.091G"],
    [166_020_696_663_385_964_544n, "166.0E"],
    [10n ** 30n, "1.000e+6Y"],
    [18_552.25, "18.55k"],
    [12.5, "12.50"],
  ])("%s is %s", (value, text) => {
    expect(compact(value)).toBe(text);
  });
});

describe("sizes", () => {
  it.each([
    [8n, "1 B", "1 B"],
    [4n, "0.500 B", "0.500 B"],
    [8_000n, "1.000 kB", "1000 B"],
    [42_816n, "5.352 kB", "5.227 KiB"],
    [8n * 1024n ** 2n, "1.049 MB", "1.000 MiB"],
    [28_000_000_000n, "3.500 GB", "3.260 GiB"],
  ])("%s bits are %s or %s", (bits, decimal, binary) => {
    expect([decimalSize(bits), binarySize(bits)]).toEqual([decimal, binary]);
  });
});

describe("`energy()`", () => {
  it.each([
    [0, "0 pJ"],
    [3.5, "3.500 pJ"],
    [97_543.2, "97.54 nJ"],
    [1.23e13, "12.30 J"],
  ])("%s pJ are %s", (picojoules, text) => {
    expect(energy(picojoules)).toBe(text);
  });
});

describe("shares", () => {
  it.each([
    [0, "0.0%"],
    [0.0001, "<0.1%"],
    [0.0005, "0.1%"],
    [0.4748, "47.5%"],
    [1, "100.0%"],
  ])("%s is %s", (share, text) => {
    expect(percent(share)).toBe(text);
  });

  it("of counts beyond 2^53 are right, and 0 of nothing", () => {
    expect(shareOf(10n ** 30n, 4n * 10n ** 30n)).toBe(0.25);
    expect(shareOf(0n, 0n)).toBe(0);
  });
});
