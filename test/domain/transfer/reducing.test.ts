import { describe, expect, test } from "vitest";
import { averagePool, globalAveragePool } from "../../../src/ops/composite/pools.ts";
import { conv } from "../../../src/ops/core/conv.ts";
import { pad } from "../../../src/ops/core/pad.ts";
import { reduceMaximum, reduceSum } from "../../../src/ops/core/reduce.ts";
import { reduceWindowMaximum, reduceWindowSum } from "../../../src/ops/core/reduce-window.ts";
import { resizeNearest } from "../../../src/ops/core/resize-nearest.ts";
import { topK } from "../../../src/ops/leaf/top-k.ts";
import { CONV_3X3 } from "../../support/network.ts";
import { n, Sketch } from "../../support/sketch.ts";
import { windows } from "../../support/sketch-parts.ts";

const pooling = (padding = 0, countPadding = true) => ({
  ...windows(2, 2, padding),
  countPadding,
  overhang: [0, 0, 0, 0],
});

describe("`pickedAlong()`", () => {
  const declared = (s: Sketch) => s.mul(s.quantized(s.x(), -8, 7), s.w([4, 1, 1]));

  test("max-pool, top-k and reduce max keep a declared width", () => {
    const s = new Sketch();
    expect(s.width(s.emit(reduceWindowMaximum, [declared(s)], windows(2, 2)))).toBe("4 declared");
    const kept = { axes: [2, 3], keepAxes: true };
    expect(s.width(s.emit(reduceMaximum, [declared(s)], kept))).toBe("4 declared");
    const most = s.emit(topK, [declared(s)], { k: 2, axis: 3, largest: true });
    expect(s.width(most)).toBe("4 declared");
  });

  test("unless the scale varies along the axis", () => {
    const s = new Sketch();
    const kept = { axes: [1], keepAxes: true };
    expect(s.width(s.emit(reduceMaximum, [declared(s)], kept))).toBe("f32 assumed");
  });

  test("nearest resize keeps signs", () => {
    const s = new Sketch();
    const shape = [1, 4, 12, 12];
    const attributes = {
      shape,
      scales: [1, 1, 2, 2],
      coordinates: "asymmetric",
      nearest: "floor",
      extrapolation: 0,
    };
    const y = s.emit(resizeNearest, [s.sign(s.x())], attributes as never);
    expect(s.values(y)).toEqual([-1, 1]);
  });
});

describe("`summed()`", () => {
  test("n codes have n times as many steps: 4 signs are -4, -2, 0, 2, 4", () => {
    const s = new Sketch();
    const y = s.emit(reduceSum, [s.sign(s.x())], { axes: [1], keepAxes: false });
    expect(s.values(y)).toEqual([-4, -2, 0, 2, 4]);
    expect(s.set(y)).toMatchObject({ summed: true, status: "proven", strays: true });
  });

  test("means divide the step", () => {
    const s = new Sketch();
    expect(s.values(s.emit(averagePool, [s.sign(s.x())], pooling()))).toEqual([
      -1, -0.5, 0, 0.5, 1,
    ]);
    const all = s.emit(globalAveragePool, [s.quantized(s.x(), -8, 7)], {});
    // 36 x 15 + 1
    expect(s.count(all)).toBe(541);
  });

  test("windows with padding have sums of 1, 2 and 4 signs: 7 levels", () => {
    const s = new Sketch();
    const y = s.emit(reduceWindowSum, [s.sign(s.x())], windows(2, 2, 1));
    expect(s.values(y)).toEqual([-4, -2, -1, 0, 1, 2, 4]);
  });

  test("a sum after a pad counts the padding: -4 to 4", () => {
    const s = new Sketch();
    const around = { low: [0, 0, 1, 1], high: [0, 0, 1, 1], interior: [0, 0, 0, 0] };
    const y = s.emit(pad, [s.sign(s.x()), s.scalar("f32", 0)], around);
    expect(s.values(s.emit(reduceWindowSum, [y], windows(2, 2)))).toEqual([
      -4, -3, -2, -1, 0, 1, 2, 3, 4,
    ]);
  });

  test("a divisor that varies, where padding does not count, drops the grid", () => {
    const s = new Sketch();
    const y = s.emit(averagePool, [s.quantized(s.x(), -128, 127)], pooling(1, false));
    expect(s.width(y)).toBe("f32 assumed");
  });

  test("a scale that varies along the sum drops it", () => {
    const s = new Sketch();
    const y = s.mul(s.quantized(s.x(), -8, 7), s.w([4, 1, 1]));
    const summed = (axes: number[]) => s.emit(reduceSum, [y], { axes, keepAxes: true });
    expect(s.width(summed([1]))).toBe("f32 assumed");
    // 6 x 15 + 1 codes
    expect(s.count(summed([2]))).toBe(91);
  });

  test("sums beyond the range of the type are infinite: others beside the codes", () => {
    const s = new Sketch();
    const sum = (x: number, axis: number) =>
      s.emit(reduceSum, [x], { axes: [axis], keepAxes: false });
    const x = s.cast(s.x([2, 1], "i16"), "f16");
    expect(s.set(sum(x, 0)).strays).toBe(true);
    expect(s.set(sum(x, 1)).strays).toBeUndefined();
  });

  test("integers that may wrap lose it", () => {
    const s = new Sketch();
    const sum = (x: number) => s.emit(reduceSum, [x], { axes: [0], keepAxes: false });
    expect(s.width(sum(s.x([4], "u4")))).toBe("4 assumed");
    expect(s.count(sum(s.cast(s.x([4], "u4"), "i32")))).toBe(61);
  });
});

describe("`contracted()`", () => {
  const W = [5, 4, 1, 1];

  test("4 products of signs are -4 to 4 in steps of 2", () => {
    const s = new Sketch();
    expect(s.values(s.convolved(s.sign(s.x()), s.sign(s.w(W))))).toEqual([-4, -2, 0, 2, 4]);
  });

  test("padding takes part: 36 products -36 to 36 in steps of 1", () => {
    const s = new Sketch();
    const y = s.convolved(s.sign(s.x()), s.sign(s.w([5, 4, 3, 3])));
    expect(s.count(y)).toBe(73);
  });

  test("scales factor out: 0.5 {-1, 1} by 2-bit codes", () => {
    const s = new Sketch();
    const w = s.quantized(
      s.w(
        W,
        Array.from({ length: 20 }, (_, i) => (i % 4) - 2),
      ),
      -2,
      1,
    );
    // products -1 to 1 in steps of 0.5, four of them
    const y = s.convolved(s.mul(s.sign(s.x()), n(0.5)), w);
    expect(s.set(y).interval.lo).toBeCloseTo(-4, 4);
    expect(s.count(y)).toBe(17);
  });

  test("beyond the range of the type has others beside the codes", () => {
    const s = new Sketch();
    const codes = s.quantized(s.x([1, 4, 6, 6], "f16"), -1, 1);
    const w = s.cast(s.x(W, "i8"), "f16");
    const inside = { ...CONV_3X3, padLow: [0, 0], padHigh: [0, 0], result: "f16" } as const;
    const by = (scale: number) => s.set(s.emit(conv, [s.mul(codes, n(scale)), w], inside));
    // 4 x 200 x 128 is above 65504, 4 x 100 x 128 is not
    expect(by(200)).toMatchObject({ carrier: "f16", strays: true });
    expect(by(100).strays).toBeUndefined();
  });

  test("of floats has bounds where both have", () => {
    const s = new Sketch();
    const w = s.clip(s.w(W), -0.5, 0.5);
    const { lo, hi } = s.set(s.convolved(s.clip(s.x(), 0, 6), w)).interval;
    expect(lo).toBeCloseTo(-12, 3);
    expect(hi).toBeCloseTo(12, 3);
  });
});
