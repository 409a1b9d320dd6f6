import { describe, expect, test } from "vitest";
import { onSomeGrid } from "../../../src/bits/inspection/some-grid.ts";

const on = (...points: readonly number[]) => onSomeGrid(Float64Array.from(points).sort());

describe("onSomeGrid()", () => {
  test("finds multiples of a step, from 0 on or half a step off", () => {
    expect(on(-1, -0.25, 0.5, 1)).toBe(true);
    expect(on(-3, -1, 1, 3)).toBe(true);
    expect(on(-0.7, 2.1, 3.5)).toBe(true);
  });

  test("takes points for one code that differ by less than the tolerance", () => {
    expect(on(0.5, 0.5000004, 1)).toBe(true);
    expect(on(1, 1, 1)).toBe(true);
  });

  test("finds the finest grid, of 257 codes on each side of 0, and no finer one", () => {
    expect(on(1 / 256, 255 / 256, 1)).toBe(true);
    expect(on(1 / 513, 511 / 513, 1)).toBe(true);
    expect(on(1 / 515, 513 / 515, 1)).toBe(false);
  });

  test("refuses points that are closer than the finest step, yet not one", () => {
    expect(on(0.5, 0.503, 1)).toBe(false);
  });

  test("refuses points without a common step", () => {
    expect(on(Math.SQRT2 / 2, Math.E / 3, 1)).toBe(false);
  });
});
