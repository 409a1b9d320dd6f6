import { describe, expect, test } from "vitest";
import { equal, greater, notEqual } from "../../../src/ops/core/comparison.ts";
import { concatenate } from "../../../src/ops/core/concatenate.ts";
import { not } from "../../../src/ops/core/logic.ts";
import { oneHot } from "../../../src/ops/core/one-hot.ts";
import { reducePrecision } from "../../../src/ops/core/reduce-precision.ts";
import { scatterND } from "../../../src/ops/core/scatter.ts";
import { select } from "../../../src/ops/core/select.ts";
import { take } from "../../../src/ops/core/take.ts";
import { n, Sketch } from "../../support/sketch.ts";

const choose = (s: Sketch, p: number, a: number, b: number) => s.emit(select, [p, a, b], {});
const truth = (s: Sketch, shape = [1, 4, 6, 6]) => s.cast(s.x(shape), "bool");

describe("`selected()`", () => {
  test("of two known numbers: two codes, whichever two", () => {
    const s = new Sketch();
    const [a, b] = [s.scalar("f32", -3), s.scalar("f32", 0.5)];
    expect(s.values(choose(s, truth(s), a, b))).toEqual([-3, 0.5]);
    expect(s.width(choose(s, truth(s), a, b))).toBe("1 proven");
  });

  test("of two numbers that are not known, by a truth value: two codes at each place", () => {
    const s = new Sketch();
    const y = choose(s, truth(s), s.w([4, 1, 1]), s.w([4, 1, 1]));
    expect(s.width(y)).toBe("1 proven");
    expect(s.set(y).grid?.opaque).toMatchObject({ axes: [{ axis: 1, block: 1 }], stored: true });
  });

  test("of grids of which one hides the distances of the other: there are values beside them", () => {
    const s = new Sketch();
    const code = () => s.cast(truth(s), "f32");
    const pair = (a: number, b: number) => s.add(s.mul(code(), n(b - a)), n(a));
    // 4 and -1 are one value beside 10^7, until a clip takes that away
    const y = choose(s, s.x([1, 4, 6, 6], "bool"), pair(-1, 4), pair(-1, 1e7));
    expect(s.set(y)).toMatchObject({ strays: true, interval: { lo: -1, hi: 1e7 } });
    expect(s.set(s.clip(y, -8, 8)).interval).toEqual({ lo: -1, hi: 8 });
    const near = choose(s, s.x([1, 4, 6, 6], "bool"), pair(-1, 4), pair(-1, 1e3));
    expect(s.values(near)).toEqual([-1, 4, 1000]);
    expect(s.set(near).strays).toBeUndefined();
  });

  test("of a grid and NaN, which lies in every set: the grid", () => {
    const s = new Sketch();
    const nan = s.scalar("f32", Number.NaN);
    expect(s.width(choose(s, truth(s), s.sign(s.x()), nan))).toBe("1 proven");
    expect(s.width(choose(s, truth(s), nan, s.quantized(s.x(), -8, 7)))).toBe("4 declared");
    const everywhere = s.w([1, 4, 6, 6], new Array(144).fill(Number.NaN));
    expect(s.width(choose(s, truth(s), s.sign(s.x()), everywhere))).toBe("1 proven");
  });

  test("of what is chosen only where it is NaN: the other side", () => {
    const s = new Sketch();
    const x = s.x();
    const isNan = s.binary(notEqual, x, x);
    const y = choose(s, s.binary(greater, x, n(0)), s.scalar("f32", 1), s.scalar("f32", 0));
    expect(s.values(choose(s, isNan, x, y))).toEqual([0, 1]);
    expect(s.width(choose(s, s.binary(notEqual, x, s.x()), x, y))).toBe("f32 assumed");
  });

  test("of grids of one scale: their union", () => {
    const s = new Sketch();
    const y = choose(s, truth(s), s.quantized(s.x(), -8, 7), s.quantized(s.x(), 0, 15));
    expect(s.count(y)).toBe(24);
    const scale = s.x([]);
    const z = choose(
      s,
      truth(s),
      s.mul(s.quantized(s.x(), -8, 7), scale),
      s.mul(s.quantized(s.x(), -8, 7), scale),
    );
    expect(s.width(z)).toBe("4 declared");
  });

  test("with 0 makes 0 ordinary, so that a sign of it has three codes", () => {
    const s = new Sketch();
    const y = choose(s, truth(s), s.x(), s.scalar("f32", 0));
    expect(s.set(y).zeroCommon).toBe(true);
    expect(s.values(s.sign(y))).toEqual([-1, 0, 1]);
  });

  test("of anything else is unknown within both bounds", () => {
    const s = new Sketch();
    const set = s.set(choose(s, truth(s), s.clip(s.x(), -1, 0.5), s.clip(s.x(), 0, 2)));
    expect(set.grid).toBeUndefined();
    expect(set.interval).toEqual({ lo: -1, hi: 2 });
  });

  test("on a known predicate is the side that it takes", () => {
    const s = new Sketch();
    const bound = s.w([2], [0.5, 0.25]);
    const calibrated = s.unary(not, s.binary(equal, bound, s.w([2], [-1, -1])));
    const y = choose(s, calibrated, s.quantized(s.x([3, 2]), -8, 7), s.x([3, 2]));
    expect(s.width(y)).toBe("4 declared");
    const never = s.binary(greater, s.sign(s.x([3, 2])), n(2));
    expect(s.width(choose(s, never, s.x([3, 2]), s.quantized(s.x([3, 2]), -8, 7)))).toBe(
      "4 declared",
    );
  });
});

describe("`concatenated()`", () => {
  const join = (s: Sketch, ...parts: number[]) => s.emit(concatenate, parts, { axis: 1 });

  test("equal grids are one", () => {
    const s = new Sketch();
    expect(s.values(join(s, s.sign(s.x()), s.sign(s.x())))).toEqual([-1, 1]);
    const y = join(s, s.quantized(s.x(), -8, 7), s.quantized(s.x(), -8, 7));
    expect(s.width(y)).toBe("4 declared");
  });

  test("grids of other scales are as many codes, with values along the axis", () => {
    const s = new Sketch();
    const a = s.mul(s.quantized(s.x([1, 4, 6, 6]), -8, 7), n(0.137));
    const b = s.mul(s.quantized(s.x([1, 2, 6, 6]), -8, 7), n(0.0912));
    const set = s.set(join(s, a, b));
    expect(s.width(join(s, a, b))).toBe("4 declared");
    expect(set.grid).toMatchObject({ lo: 0, hi: 15, opaque: { axes: [{ axis: 1, block: 2 }] } });
  });

  test("with floats is a float, as wide as the widest", () => {
    const s = new Sketch();
    expect(s.width(join(s, s.sign(s.x()), s.x()))).toBe("f32 assumed");
    const half = s.cast(s.cast(s.x(), "f16"), "f32");
    expect(s.width(join(s, half, half))).toBe("f16 assumed");
    expect(s.width(join(s, half, s.x()))).toBe("f32 assumed");
  });
});

describe("lists and replacements", () => {
  test("`listed()`: one-hot by comparison is {0, 1}", () => {
    const s = new Sketch();
    const y = s.emit(oneHot, [s.x([4], "i64"), s.w([2], [0, 1])], { depth: 3, axis: 1 });
    expect(s.set(y)).toMatchObject({ zeroCommon: true, interval: { lo: 0, hi: 1 } });
    expect(s.values(y)).toEqual([0, 1]);
  });

  test("`listed()`: a table that is gathered from has its entries as levels", () => {
    const s = new Sketch();
    const entries = [-1, -0.5, 0.137, 0.912];
    const y = s.emit(take, [s.w([4], entries), s.x([6, 8], "u8")], { axis: 0 });
    expect(s.width(y)).toBe("2 proven");
    expect(s.set(y).grid?.levels).toEqual(entries.map(Math.fround));
    const indices = s.w(
      [6, 8],
      Array.from({ length: 48 }, (_, i) => (i * 7) % 4),
      "u8",
    );
    expect(s.width(s.emit(take, [s.w([4], entries), indices], { axis: 0 }))).toBe("2 proven");
  });

  test("`overwritten()` of zeros has 0 beside the codes", () => {
    const s = new Sketch();
    const attributes = { reduction: "none" };
    const zeros = s.w([1, 4, 6, 6], new Array(144).fill(0));
    const indices = s.x([1, 1], "i64");
    const codes = s.emit(scatterND, [zeros, indices, s.sign(s.x())], attributes);
    expect(s.values(codes)).toEqual([-1, 0, 1]);
    const quantized = s.emit(scatterND, [zeros, indices, s.quantized(s.x(), -8, 7)], attributes);
    expect(s.count(quantized)).toBe(16);
  });

  test("`overwritten()` has the values of both", () => {
    const s = new Sketch();
    const put = (x: number, y: number) =>
      s.emit(scatterND, [x, s.x([1, 1], "i64"), y], { reduction: "none" });
    expect(s.values(put(s.sign(s.x([4])), s.sign(s.x([1]))))).toEqual([-1, 1]);
    expect(s.width(put(s.sign(s.x([4])), s.x([1])))).toBe("f32 assumed");
  });

  test("values of two float types are in neither of them", () => {
    const s = new Sketch();
    const through = (mantissaBits: number, exponentBits: number) =>
      s.emit(reducePrecision, [s.x()], { exponentBits, mantissaBits });
    const [bf16, f16] = [through(7, 8), through(10, 5)] as const;
    const either = (x: number, y: number) => s.width(s.emit(select, [s.x([], "bool"), x, y], {}));
    expect(either(bf16, through(7, 8))).toBe("f16 assumed");
    expect(either(bf16, f16)).toBe("f32 assumed");
    expect(either(f16, bf16)).toBe("f32 assumed");
  });
});
