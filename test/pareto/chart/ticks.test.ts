import { describe, expect, it } from "vitest";
import { linearAxis, logarithmicAxis, siNumber } from "../../../src/pareto/chart/ticks.ts";

const labels = ({ ticks }: ReturnType<typeof linearAxis>) =>
  ticks.map(({ label }) => label).filter((label) => label !== "");

describe("`siNumber()`", () => {
  it.each([
    [1, "1"],
    [500, "500"],
    [1e3, "1 k"],
    [2e10, "20 G"],
    [1e12, "1 T"],
    [5e-3, "5 m"],
    [2e-9, "2 n"],
    [1e30, "1e30"],
    [5e-12, "5e-12"],
  ])("%f is %j", (value, text) => {
    expect(siNumber(value)).toBe(text);
  });
});

describe("`logarithmicAxis()`", () => {
  it("labels powers of ten where there is no room for more", () => {
    expect(labels(logarithmicAxis([1.4e9, 1e12], 5))).toEqual(["1 G", "10 G", "100 G", "1 T"]);
  });

  it("labels 1, 2 and 5 where there is room", () => {
    const axis = logarithmicAxis([1.4e9, 2.1e10], 8);
    expect(labels(axis)).toEqual(["2 G", "5 G", "10 G", "20 G"]);
  });

  it("has room around a single cost", () => {
    const { domain } = logarithmicAxis([5e9], 8);
    // 0.6 decades and 6 % of them at each end: 10^±0.336 = 2.16770 and 0.461318.
    expect(domain).toEqual([2306590000, 10838500000]);
  });

  it("has more room at the cheap end where it is asked for", () => {
    // A decade, a quarter of it and 6 % of it: 10^8.75 and 10^10.06.
    expect(logarithmicAxis([1e9, 1e10], 8, 0.25).domain).toEqual([562341000, 11481500000]);
  });

  it("leaves out powers of ten where they are too many", () => {
    const axis = logarithmicAxis([1e9, 1e30], 5);
    expect(labels(axis)).toEqual(["100 M", "10 T", "1 E", "100 Z", "1e28"]);
  });
});

describe("`linearAxis()`", () => {
  it("steps by 1, 2 or 5 of a power of ten", () => {
    expect(labels(linearAxis([36.3, 80.57], 8))).toEqual(["40", "50", "60", "70", "80"]);
    expect(labels(linearAxis([65, 73.4], 12))).toEqual([
      ...["65", "66", "67", "68", "69", "70", "71", "72", "73", "74"],
    ]);
  });

  it("is at least 4 percent wide, and stays between 0 and 100", () => {
    expect(linearAxis([70, 70], 8).domain).toEqual([67.76, 72.4]);
    expect(linearAxis([0, 100], 8).domain).toEqual([0, 100]);
  });
});
