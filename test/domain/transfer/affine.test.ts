import { describe, expect, test } from "vitest";
import { abs } from "../../../src/ops/core/arithmetic.ts";
import { reducePrecision } from "../../../src/ops/core/reduce-precision.ts";
import { reverse } from "../../../src/ops/core/reverse.ts";
import { floor } from "../../../src/ops/core/rounding.ts";
import { n, Sketch } from "../../support/sketch.ts";

/** Four codes -2 to 1, declared. */
const codes = (s: Sketch) => s.quantized(s.x(), -2, 1);

describe("a known number", () => {
  test("`multiplied()`, `divided()` stretch the values, a negative one turns them round", () => {
    const s = new Sketch();
    const q = codes(s);
    expect(s.values(s.mul(q, n(0.5)))).toEqual([-1, -0.5, 0, 0.5]);
    expect(s.values(s.div(q, n(4)))).toEqual([-0.5, -0.25, 0, 0.25]);
    expect(s.values(s.mul(n(-2), q))).toEqual([-2, 0, 2, 4]);
    expect(s.width(s.mul(n(-2), q))).toBe("2 declared");
  });

  test("`added()` moves them on either side, less them turns them round", () => {
    const s = new Sketch();
    const q = codes(s);
    expect(s.values(s.add(q, n(0.5)))).toEqual([-1.5, -0.5, 0.5, 1.5]);
    expect(s.values(s.sub(q, n(3)))).toEqual([-5, -4, -3, -2]);
    expect(s.values(s.sub(n(3), q))).toEqual([2, 3, 4, 5]);
  });

  test("`multiplied()` by 0 leaves one value, which says nothing", () => {
    const s = new Sketch();
    expect(s.width(s.mul(codes(s), n(0)))).toBe("f32 assumed");
    const { lo, hi } = s.set(s.mul(codes(s), n(0))).interval;
    expect(lo === 0 && hi === 0).toBe(true);
  });

  test("`negated()` turns codes and bounds round", () => {
    const s = new Sketch();
    const y = s.neg(codes(s));
    expect(s.values(y)).toEqual([-1, 0, 1, 2]);
    expect(s.set(y).interval).toEqual({ lo: -1, hi: 2 });
    expect(s.width(y)).toBe("2 declared");
  });

  test("the 0 of a sign is carried along: (0 + 3) x 2 is 6", () => {
    const s = new Sketch();
    const set = s.set(s.mul(s.add(s.sign(s.x()), n(3)), n(2)));
    expect(set).toMatchObject({ extra: [6], interval: { lo: 4, hi: 8 } });
  });
});

describe("a number that is not known", () => {
  const alongChannels = { axes: [{ axis: 1, block: 1 }] };

  test("`multiplied()` by one keeps the codes", () => {
    const s = new Sketch();
    const { grid, status } = s.set(s.mul(codes(s), s.x([])));
    expect(grid).toMatchObject({ lo: -2, hi: 1, step: 1, factor: { axes: [], stored: false } });
    expect(status).toBe("declared");
  });

  test("`multiplied()`, `divided()` by one per channel vary along it", () => {
    const s = new Sketch();
    const scale = s.w([4, 1, 1]);
    const factor = { ...alongChannels, stored: true };
    expect(s.set(s.mul(scale, codes(s))).grid).toMatchObject({ lo: -2, hi: 1, factor });
    expect(s.set(s.div(codes(s), scale)).grid).toMatchObject({ lo: -2, hi: 1, factor });
  });

  test("`added()` one per channel moves the values, stored or not", () => {
    const s = new Sketch();
    const shift = { ...alongChannels, stored: false };
    expect(s.set(s.sub(codes(s), s.x([1, 4, 1, 1]))).grid).toMatchObject({ lo: -2, hi: 1, shift });
  });

  test("`multiplied()` by one for every element says nothing of weights", () => {
    const s = new Sketch();
    expect(s.width(s.mul(s.sign(s.w([4, 6])), s.w([4, 6])))).toBe("f32 assumed");
  });

  test("`divided()` by a stored scale that holds 0 is a float", () => {
    const s = new Sketch();
    expect(s.width(s.div(codes(s), s.w([4, 1, 1], [1, 0, 2, 3])))).toBe("f32 assumed");
  });
});

describe("two grids", () => {
  test("`added()` of equal steps adds codes, and says a sum did", () => {
    const s = new Sketch();
    const y = s.add(codes(s), codes(s));
    expect(s.values(y)).toEqual([-4, -3, -2, -1, 0, 1, 2]);
    expect(s.set(y)).toMatchObject({ status: "proven", summed: true });
    expect(s.values(s.sub(codes(s), codes(s)))).toEqual([-3, -2, -1, 0, 1, 2, 3]);
  });

  test("`added()` of codes that came through bf16 leaves them as coarse as they were", () => {
    const s = new Sketch();
    const codes = s.mul(s.sign(s.x()), s.scalar("f32", 0.7));
    const coarse = s.emit(reducePrecision, [codes], { exponentBits: 8, mantissaBits: 7 });
    expect(s.set(s.add(coarse, s.mul(s.sign(s.x()), s.scalar("f32", 0.7)))).precision).toBe("bf16");
    expect(s.set(s.add(codes, s.mul(s.sign(s.x()), s.scalar("f32", 0.7)))).precision).toBe(
      undefined,
    );
  });

  test("`added()` of equal scales that are not known", () => {
    const s = new Sketch();
    const scale = s.x([]);
    const y = s.add(s.mul(codes(s), scale), s.mul(codes(s), scale));
    expect(s.count(y)).toBe(7);
    expect(s.count(s.add(s.mul(codes(s), s.x([])), s.mul(codes(s), s.x([]))))).toBeUndefined();
  });

  test("`added()` of unequal steps: {-1, 1} + 3 {-1, 1} has 4 values", () => {
    const s = new Sketch();
    const three = s.mul(s.sign(s.x()), n(3));
    expect(s.values(s.add(s.sign(s.x()), three))).toEqual([-4, -2, 2, 4]);
  });

  test("`added()` beyond the range of the type says that there are others, scaled back, too", () => {
    const s = new Sketch();
    const x = s.cast(s.x([4], "i16"), "f16");
    // 2 x 32768 is infinite in f16, and stays so
    const sum = s.add(x, s.cast(s.x([4], "i16"), "f16"));
    expect(s.set(sum).strays).toBe(true);
    expect(s.set(s.mul(sum, n(0.25)))).toMatchObject({ strays: true, grid: { hi: 65534 } });
    expect(s.set(s.mul(x, n(1.5))).strays).toBeUndefined();
  });

  test("`added()` of many codes on a common step", () => {
    const s = new Sketch();
    const [a, b] = [s.quantized(s.x(), -512, 511), s.quantized(s.x(), -512, 511)];
    // -512 - 1024 to 511 + 1022 in steps of 1
    expect(s.count(s.add(a, s.mul(b, n(2))))).toBe(3070);
  });
});

describe("integers and functions of themselves", () => {
  test("`added()`, `multiplied()` lose the grid where they may wrap", () => {
    const s = new Sketch();
    const [a, b] = [s.x([4], "i8"), s.x([4], "i8")];
    expect(s.width(s.add(a, b))).toBe("8 assumed");
    expect(s.width(s.mul(a, b))).toBe("8 assumed");
    const [c, d] = [s.cast(a, "i32"), s.cast(b, "i32")];
    expect(s.width(s.add(c, d))).toBe("9 proven");
    expect(s.set(s.sub(c, d)).interval).toEqual({ lo: -255, hi: 255 });
  });

  test("`divided()`: x / |x| is -1 or +1", () => {
    const s = new Sketch();
    const x = s.x();
    expect(s.values(s.div(x, s.unary(abs, x)))).toEqual([-1, 1]);
    expect(s.width(s.div(x, s.unary(abs, s.x())))).toBe("f32 assumed");
  });
});

describe("terms that are far larger than what is left of them", () => {
  const backwards = (s: Sketch, x: number) => s.emit(reverse, [x], { axes: [0] });

  test("`added()` of codes that a run-time number moved holds but for its rounding", () => {
    const s = new Sketch();
    const moved = s.add(s.mul(s.quantized(s.x(), 0, 15), n(0.5)), s.x([]));
    const set = s.set(s.sub(moved, backwards(s, moved)));
    expect(set).toMatchObject({ grid: { lo: -15, hi: 15, step: 0.5 }, residue: true });
    expect(set.proof.text).toBe("codes of one step added, up to the rounding of far larger terms");
    expect(s.set(moved).residue).toBeUndefined();
  });

  test("`added()` of codes moved by no more than 2^13 times their span is exact", () => {
    const s = new Sketch();
    const near = s.add(codes(s), s.clip(s.x([]), -4096, 4096));
    expect(s.set(s.sub(near, backwards(s, near))).residue).toBeUndefined();
    const far = s.add(codes(s), s.clip(s.x([]), -65536, 65536));
    expect(s.set(s.sub(far, backwards(s, far))).residue).toBe(true);
  });

  test("`added()` of a known number, and of codes that hold one, remembers it", () => {
    const s = new Sketch();
    // 0.75 + 2^23 is 2^23 + 1 in f32, so that the difference is -1, 0 or 1
    const moved = s.add(s.mul(s.quantized(s.x(), 0, 1), n(0.75)), n(2 ** 23));
    const difference = s.sub(moved, backwards(s, moved));
    expect(s.values(difference)).toEqual([-0.75, 0, 0.75]);
    expect(s.set(difference).residue).toBe(true);
    const wide = s.add(s.mul(s.quantized(s.x(), 0, 31), n(0.75)), n(2 ** 23));
    // 4 x 0.75 is whole, 4 x (0.75 + 2^23 - 2^23) is not a multiple of 3
    const left = s.mul(s.sub(wide, n(2 ** 23 - 1)), n(4));
    expect(s.set(left)).toMatchObject({ grid: { step: 3, origin: 4 }, residue: true });
    expect(s.set(s.round(left)).grid).toEqual({ lo: 4, hi: 96, step: 1, origin: 0 });
  });

  test("`floor()` of what is left does not trust the codes", () => {
    const s = new Sketch();
    const moved = s.add(s.mul(s.quantized(s.x(), 0, 1), n(0.75)), n(2 ** 23));
    const { interval } = s.set(s.unary(floor, s.sub(moved, backwards(s, moved))));
    expect(interval).toEqual({ lo: -2, hi: 1 });
  });

  test("`added()` of a known number far beyond the step leaves as many codes as differ", () => {
    const s = new Sketch();
    const nine = s.mul(s.quantized(s.x(), 0, 8), n(0.75));
    expect(s.count(s.add(nine, n(2 ** 20)))).toBe(9);
    // every one is 2^30 in f32
    expect(s.count(s.add(nine, n(2 ** 30)))).toBe(1);
  });

  test("`added()` of bf16 codes, and of a sum that cancels in i32, is exact", () => {
    const s = new Sketch();
    const coarse = () => s.cast(codes(s), "bf16");
    expect(s.set(s.sub(coarse(), coarse())).residue).toBeUndefined();
    const wide = s.add(s.cast(s.x([4], "i8"), "i32"), n(2 ** 24));
    expect(s.set(s.sub(wide, n(2 ** 24 - 1))).residue).toBeUndefined();
  });
});
