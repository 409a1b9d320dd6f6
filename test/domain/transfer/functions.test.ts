import { describe, expect, test } from "vitest";
import { absolute, rising, within } from "../../../src/domain/transfer/functions.ts";
import { abs } from "../../../src/ops/core/arithmetic.ts";
import { exp, logistic, tanh } from "../../../src/ops/core/transcendental.ts";
import { n, Sketch } from "../../support/sketch.ts";
import { batchNormalized } from "../../support/sketch-parts.ts";

describe("bounds of functions", () => {
  test("`rising()` maps both ends, a millionth wider, within the range", () => {
    const squashed = rising(Math.tanh, { lo: -1, hi: 1 });
    expect(squashed({ lo: -Infinity, hi: Infinity })).toEqual({ lo: -1, hi: 1 });
    const { lo, hi } = rising((x) => 2 * x)({ lo: -1, hi: 3 });
    expect(lo).toBeCloseTo(-2.000006, 9);
    expect(hi).toBeCloseTo(6.000006, 9);
  });

  test("`within()` is the range, `absolute()` folds at 0", () => {
    expect(within({ lo: -1, hi: 1 })({ lo: 5, hi: 6 })).toEqual({ lo: -1, hi: 1 });
    expect(absolute({ lo: -3, hi: 2 })).toEqual({ lo: 0, hi: 3 });
    expect(absolute({ lo: -3, hi: -2 })).toEqual({ lo: 2, hi: 3 });
  });

  test("`applied()`: tanh, sigmoid, exp and abs of anything", () => {
    const s = new Sketch();
    const bounds = (id: number) => s.set(id).interval;
    expect(bounds(s.unary(tanh, s.x()))).toEqual({ lo: -1, hi: 1 });
    expect(bounds(s.unary(logistic, s.x()))).toEqual({ lo: 0, hi: 1 });
    expect(bounds(s.unary(exp, s.x()))).toEqual({ lo: 0, hi: Infinity });
    expect(bounds(s.unary(abs, s.clip(s.x(), -3, 2)))).toEqual({ lo: 0, hi: 3 });
  });

  test("`applied()` maps few codes one by one, not many", () => {
    const s = new Sketch();
    const levels = s.values(s.unary(tanh, s.quantized(s.x(), -1, 1))) as number[];
    expect(levels[1]).toBe(0);
    expect(levels[2]).toBeCloseTo(0.761594156, 7);
    expect(levels[0]).toBe(-(levels[2] as number));
    expect(s.width(s.unary(tanh, s.quantized(s.x(), -8, 7)))).toBe("4 declared");
    expect(s.width(s.unary(tanh, s.quantized(s.x(), -8, 8)))).toBe("f32 assumed");
  });
});

describe("`signs()`", () => {
  const signOf = (make: (s: Sketch) => number) => {
    const s = new Sketch();
    const { grid, extra, padded } = s.set(s.sign(make(s)));
    const { lo = 0, hi = 0, step = 0, origin = 0 } = grid ?? {};
    const values = Array.from({ length: hi - lo + 1 }, (_, i) => step * (lo + i) + origin);
    return { values, ...(extra ? { extra } : {}), ...(padded ? { padded } : {}) };
  };

  test("of anything are -1 and +1, with 0 beside them", () => {
    expect(signOf((s) => s.x())).toEqual({ values: [-1, 1], extra: [0] });
  });

  test("where 0 is ordinary, it counts: relu, rounding, mask", () => {
    expect(signOf((s) => s.relu(s.x())).values).toEqual([0, 1]);
    expect(signOf((s) => s.round(s.x())).values).toEqual([-1, 0, 1]);
    expect(signOf((s) => s.mul(s.x(), s.cast(s.cast(s.x(), "bool"), "f32"))).values).toEqual([
      -1, 0, 1,
    ]);
    expect(signOf((s) => s.mul(s.relu(s.x()), s.w([4, 1, 1]))).values).toEqual([-1, 0, 1]);
  });

  test("0 is not ordinary any more once a nonzero value is added", () => {
    expect(signOf((s) => s.add(s.relu(s.x()), n(-0.5)))).toEqual({ values: [-1, 1], extra: [0] });
    expect(signOf((s) => batchNormalized(s, s.relu(s.x())))).toEqual({
      values: [-1, 1],
      extra: [0],
    });
  });

  test("of integers that somebody declares has three codes, of computed ones two", () => {
    const s = new Sketch();
    expect(s.values(s.sign(s.x([4, 6], "i8")))).toEqual([-1, 0, 1]);
    const wrapped = s.mul(s.x([4, 6], "i8"), s.x([4, 6], "i8"));
    expect(s.values(s.sign(wrapped))).toEqual([-1, 1]);
  });

  test("of few codes that are never 0 there is no 0", () => {
    expect(signOf((s) => s.add(s.sign(s.x()), n(0.1))).values).toEqual([-1, 1]);
    expect(signOf((s) => s.add(s.sign(s.x()), n(0.1))).extra).toBeUndefined();
    expect(signOf((s) => s.sign(s.x()))).toEqual({ values: [-1, 1], extra: [0] });
  });

  test("of what has one sign is one value", () => {
    const s = new Sketch();
    expect(s.width(s.sign(s.unary(exp, s.clip(s.x(), -1, 1))))).toBe("f32 assumed");
  });
});
