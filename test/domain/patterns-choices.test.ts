import { describe, expect, test } from "vitest";
import { divide, multiply } from "../../src/ops/core/arithmetic.ts";
import {
  equal,
  greater,
  greaterOrEqual,
  less,
  lessOrEqual,
  notEqual,
} from "../../src/ops/core/comparison.ts";
import { select } from "../../src/ops/core/select.ts";
import { take } from "../../src/ops/core/take.ts";
import { triangle } from "../../src/ops/core/triangle.ts";
import { argMaximum, argMinimum } from "../../src/ops/leaf/arg-extreme.ts";
import { cumulativeSum } from "../../src/ops/leaf/cumulative.ts";
import { hardmax } from "../../src/ops/leaf/hardmax.ts";
import type { PrimitiveOperator } from "../../src/ops/operator.ts";
import { n, Sketch } from "../support/sketch.ts";

type Comparing = PrimitiveOperator<object, 2>;

describe("a choice between two tensors that are compared is the smaller or larger one", () => {
  const chosen = (operator: Comparing, turned: boolean) => {
    const s = new Sketch();
    const [x, bound] = [s.relu(s.x()), s.scalar("f32", 1.5)];
    const holds = turned ? s.binary(operator, bound, x) : s.binary(operator, x, bound);
    return { s, x, bound, holds };
  };

  test.each([
    ["x < 1.5", less, false],
    ["x <= 1.5", lessOrEqual, false],
    ["1.5 > x", greater, true],
    ["1.5 >= x", greaterOrEqual, true],
  ] as const)("where(%s, x, 1.5) of x >= 0 is 0 to 1.5: ten times that has 16 codes", (...of) => {
    const { s, x, bound, holds } = chosen(of[1], of[2]);
    const cut = s.emit(select, [holds, x, bound], {});
    expect(s.set(cut).interval).toEqual({ lo: 0, hi: 1.5 });
    expect(s.width(s.round(s.mul(cut, n(10))))).toBe("4 declared");
  });

  test("where(x > 7, 7, x), then where(y < -8, -8, y), rounded, is 4 bits", () => {
    const s = new Sketch();
    const x = s.x();
    const [low, high] = [s.scalar("f32", -8), s.scalar("f32", 7)];
    const y = s.emit(select, [s.binary(greater, x, high), high, x], {});
    const z = s.emit(select, [s.binary(less, y, low), low, y], {});
    expect(s.width(s.round(z))).toBe("4 declared");
  });

  test("where(x > 1.5, x, 1.5) is the larger one, where(x < 1, x, 1.5) neither", () => {
    const { s, x, bound, holds } = chosen(greater, false);
    expect(s.set(s.emit(select, [holds, x, bound], {})).interval).toEqual({
      lo: 1.5,
      hi: Number.POSITIVE_INFINITY,
    });
    const other = s.emit(select, [s.binary(less, x, n(1)), x, bound], {});
    expect(s.set(other).interval.hi).toBe(Number.POSITIVE_INFINITY);
  });

  test("where(x < 4, x, 4) of x up to 1 is 4 where x is NaN, where(x > 4, 4, x) is NaN there", () => {
    const s = new Sketch();
    const [x, bound] = [s.clip(s.x(), 0, 1), s.scalar("f32", 4)];
    const kept = s.emit(select, [s.binary(less, x, bound), x, bound], {});
    expect(s.set(kept).interval).toEqual({ lo: 0, hi: 4 });
    const cut = s.emit(select, [s.binary(greater, x, bound), bound, x], {});
    expect(s.set(cut).interval).toEqual({ lo: 0, hi: 1 });
  });

  test("that number is not counted among codes", () => {
    const s = new Sketch();
    const [x, bound] = [s.quantized(s.x(), 0, 3), s.scalar("f32", 9)];
    const kept = s.emit(select, [s.binary(less, x, bound), x, bound], {});
    expect(s.set(kept)).toMatchObject({ extra: [9], interval: { lo: 0, hi: 9 } });
    expect(s.width(kept)).toBe("2 declared");
  });
});

describe("opposite comparisons decide each other:", () => {
  const difference = (a: Comparing, b: Comparing, turned = false, x = (s: Sketch) => s.x()) => {
    const s = new Sketch();
    const [left, right] = [x(s), x(s)];
    const first = s.cast(s.binary(a, left, right), "f32");
    const pair: [number, number] = turned ? [right, left] : [left, right];
    return s.set(s.sub(first, s.cast(s.binary(b, ...pair), "f32")));
  };

  test.each([
    ["(x > y) - (x <= y)", greater, lessOrEqual, false],
    ["(x >= y) - (x < y)", greaterOrEqual, less, false],
    ["(x >= y) - (y > x)", greaterOrEqual, greater, true],
    ["(x <= y) - (x > y)", lessOrEqual, greater, false],
  ] as const)("%s is -1 or 1, and 0, not counted, for NaN", (_, a, b, turned) => {
    expect(difference(a, b, turned)).toMatchObject({
      grid: { lo: 0, hi: 1, step: 2, origin: -1 },
      extra: [0],
    });
  });

  test("(x == y) - (x != y) is -1 or 1, also for NaN", () => {
    const { grid, extra } = difference(equal, notEqual);
    expect(grid).toEqual({ lo: 0, hi: 1, step: 2, origin: -1 });
    expect(extra).toBeUndefined();
  });

  test("(x > y) - (x < y) has three values", () => {
    expect(difference(greater, less).grid).toEqual({ lo: -1, hi: 1, step: 1, origin: 0 });
  });
});

describe("what counts, picks or leaves out:", () => {
  test("the place of the largest or smallest of 2 is 1 bit, of 6 3 bits", () => {
    const s = new Sketch();
    const among = { axis: 0, keepAxis: false, last: false };
    expect(s.width(s.cast(s.emit(argMaximum, [s.x([2, 5])], among), "f32"))).toBe("1 proven");
    expect(s.values(s.emit(argMinimum, [s.x([6, 5])], among))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("hardmax is 0 or 1", () => {
    const s = new Sketch();
    expect(s.values(s.emit(hardmax, [s.x()], { axes: [1] }))).toEqual([0, 1]);
  });

  test("a triangle of signs has 0 beside them, of 8-bit codes with a scale it has none more", () => {
    const s = new Sketch();
    const lower = { upper: false, diagonal: 0 };
    expect(s.values(s.emit(triangle, [s.sign(s.x())], lower))).toEqual([-1, 0, 1]);
    const codes = s.mul(s.quantized(s.x(), -128, 127), s.x([]));
    expect(s.count(s.emit(triangle, [codes], lower))).toBe(256);
  });

  test("a choice of 0 or of codes with a scale of their own keeps the codes", () => {
    const s = new Sketch();
    const codes = s.mul(s.quantized(s.x(), -32768, 32767), s.x([1, 1, 1, 1]));
    const mask = s.x([1, 4, 6, 6], "bool");
    expect(s.count(s.emit(select, [mask, codes, s.scalar("f32", 0)], {}))).toBe(65536);
  });

  test("running sums of up to 6 signs have 13 values, of those before 11", () => {
    const s = new Sketch();
    const [whole, before] = [false, true].map((exclusive) =>
      s.emit(cumulativeSum, [s.sign(s.x())], { axis: 3, exclusive, reverse: false }),
    ) as [number, number];
    expect(s.set(whole).interval).toEqual({ lo: -6, hi: 6 });
    expect([s.count(whole), s.count(before)]).toEqual([13, 11]);
  });

  test("a table of one column is a table, a row of a matrix is not", () => {
    const s = new Sketch();
    const picked = (shape: readonly number[]) =>
      s.emit(take, [s.w(shape, [-1.5, 0.25, 2, 7.5]), s.x([5], "i64")], { axis: 0 });
    expect(s.values(picked([4, 1]))).toEqual([-1.5, 0.25, 2, 7.5]);
    expect(s.values(picked([2, 2]))).toBeUndefined();
    expect(s.values(picked([1, 4]))).toBeUndefined();
  });
});

describe("numbers that are stored for each channel are a scale", () => {
  test.each([
    ["sign(w) 2^k", multiply],
    ["sign(w) / 2^k", divide],
  ] as const)("also where they are powers of two: %s is 1 bit", (_, operator) => {
    const s = new Sketch();
    const powers = s.add(s.sign(s.w([4, 1, 1, 1])), n(3));
    expect(s.conv(s.x(), s.binary(operator, s.sign(s.w([4, 4, 3, 3])), powers))).toBe("f32 x 1");
  });

  test("at run time they are values: sign(x) by 2 or 4 is 2 bits", () => {
    const s = new Sketch();
    const codes = s.add(s.sign(s.x([1, 4, 1, 1])), n(3));
    expect(s.values(s.mul(s.sign(s.x()), codes))).toEqual([-4, -2, 2, 4]);
  });
});
