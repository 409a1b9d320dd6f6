import { describe, expect, test } from "vitest";
import {
  blurs,
  evenGrid,
  fitted,
  innerInterval,
  innerValues,
  isAbsolute,
  isOn,
  settled,
  varyingAxes,
  withoutGrid,
} from "../../src/domain/grid.ts";
import type { Grid, ValueSet } from "../../src/domain/value-set.ts";

const SIGNS: Grid = { lo: 0, hi: 1, step: 2, origin: -1 };
const HALVES: Grid = { lo: -2, hi: 1, step: 0.5, origin: 0 };
const LIST: Grid = { lo: 0, hi: 2, step: 1, origin: 0, levels: [-1, 0.25, 3] };
const perChannel = (stored: boolean) => ({
  number: 7,
  axes: [{ axis: 1, block: 1 }],
  stored,
  sign: 0 as const,
});

function setOf(grid: Grid): ValueSet {
  const proof = { rule: "sign", text: "signs" };
  return { carrier: "f32", interval: { lo: -9, hi: 9 }, grid, status: "proven", proof };
}

describe("grids", () => {
  test("`innerValues()`, `innerInterval()` are step x code + origin, or the list", () => {
    expect(innerValues(SIGNS)).toEqual([-1, 1]);
    expect(innerValues(HALVES)).toEqual([-1, -0.5, 0, 0.5]);
    expect(innerValues(LIST)).toEqual([-1, 0.25, 3]);
    expect(innerInterval(HALVES)).toEqual({ lo: -1, hi: 0.5 });
  });

  test("`isOn()` takes values within a millionth, codes within their range", () => {
    expect(isOn(HALVES, 0.5)).toBe(true);
    expect(isOn(HALVES, 0.5000001)).toBe(true);
    expect(isOn(HALVES, 0.51)).toBe(false);
    expect(isOn(HALVES, 1)).toBe(false);
    expect(isOn(SIGNS, 0)).toBe(false);
    expect(isOn(LIST, 0.25)).toBe(true);
    expect(isOn(LIST, 1)).toBe(false);
  });

  test("`isAbsolute()` without anything that varies", () => {
    expect(isAbsolute(SIGNS)).toBe(true);
    expect(isAbsolute({ ...SIGNS, factor: perChannel(true) })).toBe(false);
  });

  test("`evenGrid()` counts codes from the value 0 where it lies on the grid", () => {
    expect(evenGrid(-1, 0.5, 4)).toEqual(HALVES);
    expect(evenGrid(-1, 2, 2)).toEqual(SIGNS);
    expect(evenGrid(6, 2, 3)).toEqual({ lo: 3, hi: 5, step: 2, origin: 0 });
  });

  test("`blurs()` where one value hides the distance of others", () => {
    // a millionth of 10^7 is 10
    expect(blurs([-1, 4, 1e7])).toBe(true);
    expect(blurs([-1, 40, 1e7])).toBe(false);
    expect(blurs([0, 1e-7, 1])).toBe(true);
    expect(blurs([0, 1, 1.0000005, 1])).toBe(false);
    expect(blurs([])).toBe(false);
  });

  test("`varyingAxes()` are those of all parts", () => {
    const shift = { ...perChannel(true), axes: [{ axis: 3, block: 2 }] };
    expect(varyingAxes({ ...SIGNS, factor: perChannel(true), shift })).toEqual([
      { axis: 1, block: 1 },
      { axis: 3, block: 2 },
    ]);
  });
});

describe("`fitted()`", () => {
  test("even values are a grid, in any order, with repetitions and noise", () => {
    expect(fitted([1, -1, 1])).toEqual(SIGNS);
    expect(fitted([0.5, 0, -1, -0.5, 0.50000001])).toEqual(HALVES);
  });

  test("values with a gap among them are a list: {-3, -1, 3}", () => {
    expect(fitted([3, -3, -1])).toEqual({ ...LIST, levels: [-3, -1, 3] });
    expect(fitted([-1, 0.25, 3])).toEqual(LIST);
  });

  test("one value is one code; none, or infinite ones, are nothing", () => {
    expect(fitted([5, 5])).toEqual({ lo: 0, hi: 0, step: 1, origin: 5 });
    expect(fitted([])).toBeUndefined();
    expect(fitted([1, Number.POSITIVE_INFINITY])).toBeUndefined();
  });

  test("more than 256 values are the even grid through them, or nothing", () => {
    const values = Array.from({ length: 300 }, (_, i) => i);
    expect(fitted([...values, 400])).toEqual({ lo: 0, hi: 400, step: 1, origin: 0 });
    expect(fitted(values.map((i) => (i * (i + 1)) / 2))).toEqual({
      lo: 0,
      hi: 44_850,
      step: 1,
      origin: 0,
    });
    expect(fitted(values.map((i) => i * Math.SQRT2 + (i % 2) / 3))).toBeUndefined();
  });
});

describe("grids that say nothing", () => {
  const x: ValueSet = setOf({ ...SIGNS, factor: perChannel(true) });

  test("`settled()` drops a stored grid that varies along every axis", () => {
    expect(settled(x, [1, 4], true).grid).toBeUndefined();
    expect(settled(x, [2, 4], true)).toBe(x);
  });

  test("`settled()` keeps codes of run-time data with a stored scale, at batch 1, too", () => {
    expect(settled(x, [1, 4], false)).toBe(x);
    const running = setOf({ ...SIGNS, factor: perChannel(false) });
    expect(settled(running, [1, 4], false).grid).toBeUndefined();
  });

  test("`withoutGrid()` keeps bounds and that 0 is ordinary", () => {
    const set: ValueSet = { ...x, zeroCommon: true, extra: [0], summed: true };
    const { carrier, interval, proof } = x;
    expect(withoutGrid(set)).toEqual({
      carrier,
      interval,
      zeroCommon: true,
      status: "assumed",
      proof,
    });
  });
});
