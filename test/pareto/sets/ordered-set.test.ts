import { describe, expect, it } from "vitest";
import { orderedSet } from "../../../src/pareto/sets/ordered-set.ts";

describe("`orderedSet()`", () => {
  it("finds neighbours across words and levels", () => {
    const set = orderedSet(40_000);
    for (const value of [0, 31, 32, 1023, 1024, 39_999]) set.add(value);
    expect([30, 31, 1022, 39_998, 39_999].map(set.atMost)).toEqual([0, 31, 32, 1024, 39_999]);
    expect([1, 33, 1025, 39_999].map(set.atLeast)).toEqual([31, 1023, 39_999, 39_999]);
    set.delete(0);
    set.delete(39_999);
    expect([set.atMost(30), set.atLeast(1025)]).toEqual([-1, -1]);
    expect([set.atMost(31), set.atLeast(0)]).toEqual([31, 31]);
  });

  it("is empty at first", () => {
    const set = orderedSet(1);
    expect([set.atMost(0), set.atLeast(0)]).toEqual([-1, -1]);
    set.add(0);
    expect([set.atMost(0), set.atLeast(0)]).toEqual([0, 0]);
  });
});
