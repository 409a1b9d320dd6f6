import { describe, expect, test } from "vitest";
import { ceil, floor, truncate } from "../../../src/ops/core/rounding.ts";
import { tanh } from "../../../src/ops/core/transcendental.ts";
import { n, Sketch } from "../../support/sketch.ts";

describe("`rounded()`", () => {
  test("without a clip has integers without bounds", () => {
    const s = new Sketch();
    const set = s.set(s.round(s.x()));
    expect(set.grid).toEqual({ lo: -Infinity, hi: Infinity, step: 1, origin: 0 });
    expect(set.rounded).toBe(true);
    expect(s.width(s.round(s.x()))).toBe("f32 assumed");
  });

  test("of what has bounds has the integers within", () => {
    const s = new Sketch();
    const tanhLike = s.mul(s.unary(tanh, s.x()), n(2.5));
    expect(s.count(s.round(tanhLike))).toBe(5);
  });

  test("after a clip is declared by the clip's bounds, each rounded as it rounds", () => {
    const s = new Sketch();
    const clipped = () => s.clip(s.x(), -1.5, 2.5);
    expect(s.values(s.round(clipped()))).toEqual([-2, -1, 0, 1, 2]);
    expect(s.values(s.unary(floor, clipped()))).toEqual([-2, -1, 0, 1, 2]);
    expect(s.values(s.unary(ceil, clipped()))).toEqual([-1, 0, 1, 2, 3]);
    expect(s.values(s.unary(truncate, clipped()))).toEqual([-1, 0, 1, 2]);
    expect(s.width(s.unary(truncate, clipped()))).toBe("2 declared");
  });

  test("of a clip that was scaled is declared by bounds as f32 has them: 1 / 0.01 is 100", () => {
    const s = new Sketch();
    // 1 / f32(0.01) is 100.000002, f32 holds 100; 100.5 and 12750.5 are ties
    const set = s.set(s.round(s.add(s.div(s.clip(s.x(), 1, 127.5), n(0.01)), n(0.5))));
    expect(set.grid).toEqual({ lo: 100, hi: 12750, step: 1, origin: 0 });
    expect(set.interval).toEqual({ lo: 100, hi: 12750 });
  });

  test("of few codes is that of each: {-1, 1} x 0.7 to {-1, 1}, 0 stays 0", () => {
    const s = new Sketch();
    const set = s.set(s.round(s.mul(s.sign(s.x()), n(0.7))));
    expect(set.grid).toEqual({ lo: 0, hi: 1, step: 2, origin: -1 });
    expect(set.extra).toEqual([0]);
  });

  test("of integers changes nothing", () => {
    const s = new Sketch();
    const y = s.quantized(s.x(), -8, 7);
    expect(s.width(s.round(y))).toBe("4 declared");
    expect(s.set(s.unary(floor, y)).grid).toEqual(s.set(y).grid);
  });

  test("makes 0 ordinary where it is within bounds", () => {
    const s = new Sketch();
    expect(s.set(s.round(s.x())).zeroCommon).toBe(true);
    expect(s.values(s.sign(s.round(s.x())))).toEqual([-1, 0, 1]);
    const apart = s.round(s.clip(s.x(), 1, 3));
    expect(s.set(apart).zeroCommon).toBeUndefined();
  });
});
