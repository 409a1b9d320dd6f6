import { describe, expect, test } from "vitest";
import { coordinateIn, tapsAt } from "../../src/ops/sampling.ts";

const AXIS = { size: 4, mode: "linear", padding: "zeros", alignCorners: false } as const;

describe("sampling", () => {
  test("`coordinateIn()` maps -1 and 1 to far edges, or to the middles of the outer elements", () => {
    expect([-1, 0, 1].map((at) => coordinateIn(at, AXIS))).toEqual([-0.5, 1.5, 3.5]);
    const aligned = { ...AXIS, alignCorners: true };
    expect([-1, 0, 1].map((at) => coordinateIn(at, aligned))).toEqual([0, 1.5, 3]);
  });

  test("`tapsAt()` weighs two neighbours; one outside has index -1", () => {
    expect(tapsAt(1.25, AXIS)).toEqual([
      { index: 1, weight: 0.75 },
      { index: 2, weight: 0.25 },
    ]);
    expect(tapsAt(-0.5, AXIS).map(({ index }) => index)).toEqual([-1, 0]);
  });

  test("`tapsAt()` rounds halves to even", () => {
    const nearest = { ...AXIS, mode: "nearest" } as const;
    expect([0.5, 1.5, 2.5].flatMap((x) => tapsAt(x, nearest)).map(({ index }) => index)).toEqual([
      0, 2, 2,
    ]);
  });

  test("`tapsAt()` moves what lies outside to the border, or mirrors it", () => {
    const border = { ...AXIS, mode: "nearest", padding: "border" } as const;
    expect([-7, 9].flatMap((x) => tapsAt(x, border)).map(({ index }) => index)).toEqual([0, 3]);
    const mirrored = { ...border, padding: "reflection" } as const;
    expect(
      [-1, -4, -5, 4, 8].flatMap((x) => tapsAt(x, mirrored)).map(({ index }) => index),
    ).toEqual([0, 3, 3, 3, 0]);
    const aligned = { ...mirrored, alignCorners: true };
    expect([-1, 4].flatMap((x) => tapsAt(x, aligned)).map(({ index }) => index)).toEqual([1, 2]);
    expect(tapsAt(-3, { ...aligned, size: 1 })[0]?.index).toBe(0);
  });

  test("`tapsAt()` of the cubic kernel: weights add up to 1", () => {
    const taps = tapsAt(1.5, { ...AXIS, mode: "cubic" });
    expect(taps).toEqual([
      { index: 0, weight: -0.09375 },
      { index: 1, weight: 0.59375 },
      { index: 2, weight: 0.59375 },
      { index: 3, weight: -0.09375 },
    ]);
  });
});
