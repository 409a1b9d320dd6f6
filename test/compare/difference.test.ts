import { LosslessNumber } from "lossless-json";
import { describe, expect, it } from "vitest";
import {
  countDifference,
  decimalDifference,
  numberDifference,
} from "../../src/compare/difference.ts";

describe("`countDifference()`", () => {
  it("is exact beyond 2^53, and has a sign", () => {
    expect(countDifference(9007199254740993n, 1n).difference).toBe(-9007199254740992n);
  });
});

describe("`decimalDifference()`", () => {
  it.each([
    ["13056.015625", "13056", "-0.015625"],
    ["0.5", "2", "1.5"],
    ["1.25", "1.25", "0"],
    ["166020696663385964544.015625", "166020696663385964545", "0.984375"],
  ])("%s to %s is %s", (before, after, difference) => {
    const given = [new LosslessNumber(before), new LosslessNumber(after)] as const;
    expect(`${decimalDifference(...given).difference}`).toBe(difference);
  });
});

describe("`numberDifference()`", () => {
  it.each([
    [0.1, 0.3, 0.2],
    [97543.2, 97000.1, -543.1],
    [2, 2, 0],
    [1e21, 2e21, 1e21],
    [null, 1, null],
    [1, null, null],
    [null, null, null],
  ])("%s to %s is %s", (before, after, difference) => {
    expect(numberDifference(before, after)).toEqual({ before, after, difference });
  });
});
