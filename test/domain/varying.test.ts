import { describe, expect, test } from "vitest";
import {
  commonDivisor,
  isEverywhere,
  sameVarying,
  stretchedAxes,
  unitedAxes,
  type Varying,
} from "../../src/domain/varying.ts";

const along = (axis: number, block = 1) => ({ axis, block });

describe("numbers that vary along axes", () => {
  test("`stretchedAxes()` are those of the target where the parameter has several", () => {
    expect(stretchedAxes([4, 1, 1], [2, 4, 6, 6])).toEqual([along(1)]);
    expect(stretchedAxes([6], [2, 4, 6])).toEqual([along(2)]);
    expect(stretchedAxes([], [2, 4])).toEqual([]);
    expect(stretchedAxes([1, 1], [2, 4])).toEqual([]);
  });

  test("`unitedAxes()` are ascending, with the run that both share", () => {
    expect(unitedAxes([along(2)], [along(0)])).toEqual([along(0), along(2)]);
    expect(unitedAxes([along(1, 32)], [along(1, 48)])).toEqual([along(1, 16)]);
    expect(unitedAxes([], [along(1)])).toEqual([along(1)]);
  });

  test("`commonDivisor()` of 32 and 48 is 16, of anything and 0 itself", () => {
    expect(commonDivisor(32, 48)).toBe(16);
    expect(commonDivisor(0, 7)).toBe(7);
  });

  test("`sameVarying()`: one number along the same axes, or none on both sides", () => {
    const scale: Varying = { number: 7, axes: [along(1)], stored: true, sign: 1 };
    expect(sameVarying(scale, { ...scale, sign: 0 })).toBe(true);
    expect(sameVarying(scale, { ...scale, number: 8 })).toBe(false);
    expect(sameVarying(scale, { ...scale, axes: [along(2)] })).toBe(false);
    expect(sameVarying(scale, { ...scale, axes: [along(1, 2)] })).toBe(false);
    expect(sameVarying(scale, undefined)).toBe(false);
    expect(sameVarying(undefined, undefined)).toBe(true);
  });

  test("`isEverywhere()`: along every axis of more than one place, without runs", () => {
    expect(isEverywhere([along(0), along(1)], [4, 6])).toBe(true);
    expect(isEverywhere([along(1)], [1, 6])).toBe(true);
    expect(isEverywhere([along(1)], [4, 6])).toBe(false);
    expect(isEverywhere([along(0), along(1, 2)], [4, 6])).toBe(false);
    expect(isEverywhere([], [1, 1])).toBe(false);
  });
});
