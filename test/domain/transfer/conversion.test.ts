import { describe, expect, test } from "vitest";
import { isNan } from "../../../src/ops/core/classification.ts";
import { equal, greater, greaterOrEqual, less } from "../../../src/ops/core/comparison.ts";
import { and, bitwiseAnd, not, or } from "../../../src/ops/core/logic.ts";
import { select } from "../../../src/ops/core/select.ts";
import { n, Sketch } from "../../support/sketch.ts";

describe("truth values", () => {
  test("`decided()`: compare, and, or, not, is_nan are {0, 1}", () => {
    const s = new Sketch();
    const [a, b] = [s.binary(greater, s.x(), n(0)), s.binary(less, s.x(), s.x())];
    const all = [a, b, s.binary(and, a, b), s.binary(or, a, b), s.unary(not, a)];
    for (const id of [...all, s.unary(isNan, s.x())]) {
      expect(s.values(id)).toEqual([0, 1]);
      expect(s.set(id)).toMatchObject({ interval: { lo: 0, hi: 1 }, zeroCommon: true });
    }
  });

  test("`decided()` of signs is decided code by code: never above 1", () => {
    const s = new Sketch();
    const y = s.sign(s.x());
    expect(s.set(s.binary(greater, y, n(1))).interval).toEqual({ lo: 0, hi: 0 });
    expect(s.set(s.binary(less, y, n(-1))).interval).toEqual({ lo: 0, hi: 0 });
    expect(s.set(s.binary(equal, y, n(1))).interval).toEqual({ lo: 0, hi: 1 });
  });

  test("`decided()` of what may be NaN may be false: at least -1", () => {
    const s = new Sketch();
    const y = s.binary(greaterOrEqual, s.sign(s.x()), n(-1));
    expect(s.set(y).interval).toEqual({ lo: 0, hi: 1 });
  });

  test("`converted()` to bool: whether it is not 0", () => {
    const s = new Sketch();
    expect(s.values(s.cast(s.x(), "bool"))).toEqual([0, 1]);
    expect(s.set(s.cast(s.add(s.sign(s.x()), n(2)), "bool")).interval).toEqual({ lo: 1, hi: 1 });
  });
});

describe("`converted()` to floats", () => {
  test("keeps codes", () => {
    const s = new Sketch();
    const y = s.cast(s.x([4], "i8"), "f32");
    expect(s.width(y)).toBe("8 declared");
    expect(s.set(y).grid).toEqual({ lo: -128, hi: 127, step: 1, origin: 0 });
  });

  test("keeps the narrowest float type, through movement, until arithmetic", () => {
    const s = new Sketch();
    const y = s.cast(s.cast(s.x([4]), "bf16"), "f32");
    expect(s.width(y)).toBe("f16 assumed");
    expect(s.width(s.cast(y, "f64"))).toBe("f16 assumed");
    expect(s.width(s.mul(y, n(0.1)))).toBe("f32 assumed");
  });

  test("a float of 8 bits stays one behind a scale", () => {
    const s = new Sketch();
    expect(s.width(s.cast(s.x([4], "f8e4m3fn"), "f32"))).toBe("f8 declared");
    expect(s.width(s.mul(s.cast(s.x([4], "f8e4m3fn"), "f32"), n(0.1)))).toBe("f8 declared");
  });
});

describe("`converted()` to a float type that does not hold the values", () => {
  const twoOf = (s: Sketch, value: number, element: "f16" | "f32") => {
    const truth = s.cast(s.binary(greater, s.x([4], element), n(0)), element);
    return s.mul(s.sub(s.mul(truth, n(2)), n(1)), n(value));
  };

  test("rounds each: 0.05295 is 14 x 2^-8 in f8e4m3fn, its square 2 x 2^-9", () => {
    const s = new Sketch();
    const y = s.cast(twoOf(s, 0.05295, "f32"), "f8e4m3fn");
    expect(s.set(s.mul(y, y)).interval).toEqual({ lo: 0.00390625, hi: 0.00390625 });
  });

  test("rounds each, also from a type of as many bits: 257 is 256 in bf16", () => {
    const s = new Sketch();
    const y = s.cast(twoOf(s, 257, "f16"), "bf16");
    expect(s.values(s.sub(y, n(256)))).toEqual([-512, 0]);
  });

  test("keeps what comes from one tensor together where it does hold them", () => {
    const s = new Sketch();
    const [x, y] = [s.x([4], "f32"), s.sign(s.x([4], "f32"))];
    const small = s.cast(y, "f8e4m3fn");
    expect(s.values(s.mul(small, s.cast(y, "f8e4m3fn")))).toEqual([1]);
    expect(s.values(s.mul(small, s.cast(s.sign(x), "f8e4m3fn")))).toEqual([-1, 1]);
  });

  test("has others beside codes beyond its range: 2^31 is infinite in f16, 2^15 is not", () => {
    const s = new Sketch();
    expect(s.set(s.cast(s.x([4], "i32"), "f16")).strays).toBe(true);
    expect(s.set(s.mul(s.cast(s.x([4], "i32"), "f16"), n(2 ** -20))).strays).toBe(true);
    expect(s.set(s.cast(s.x([4], "i16"), "f16")).strays).toBeUndefined();
  });

  test("rounds the bounds of a clip: 1.4999 is 1.5 in bf16, and rounds to 2", () => {
    const s = new Sketch();
    const tenths = s.mul(s.quantized(s.x(), 0, 15), n(0.1));
    expect(s.values(s.round(s.cast(s.clip(tenths, 0, 1.4999), "bf16")))).toEqual([0, 1, 2]);
  });

  test("may round to the power of two on either side", () => {
    const s = new Sketch();
    const { interval } = s.set(s.cast(s.clip(s.x(), 0.3, 1.1), "f8e8m0"));
    expect(interval).toEqual({ lo: 0.25, hi: 2 });
  });
});

describe("`converted()` to integers", () => {
  test("of a rounding declares a type of at most 8 bits", () => {
    const s = new Sketch();
    expect(s.width(s.cast(s.round(s.x()), "u8"))).toBe("8 declared");
    expect(s.width(s.cast(s.round(s.x()), "i16"))).toBe("16 assumed");
  });

  test("of a rounding and a clip keeps the clip's width", () => {
    const s = new Sketch();
    expect(s.width(s.cast(s.quantized(s.x(), 0, 3), "u8"))).toBe("2 declared");
    expect(s.width(s.cast(s.quantized(s.x(), 0, 3), "i32"))).toBe("2 declared");
  });

  test("truncates what is bounded", () => {
    const s = new Sketch();
    const y = s.cast(s.mul(s.sign(s.x()), n(2.5)), "i32");
    expect(s.set(y).interval).toEqual({ lo: -2, hi: 2 });
  });

  test("widening declares nothing, narrowing keeps what fits", () => {
    const s = new Sketch();
    const x = s.x([4], "i4");
    expect(s.width(s.cast(x, "i32"))).toBe("4 declared");
    expect(s.width(s.cast(s.cast(x, "i32"), "i8"))).toBe("4 declared");
    expect(s.width(s.cast(s.x([4], "u8"), "i8"))).toBe("8 assumed");
  });

  test("of integers of which only their type is known are as wide as that", () => {
    const s = new Sketch();
    const wrapped = s.add(s.x([4, 6], "i8"), s.x([4, 6], "i8"));
    expect(s.width(wrapped)).toBe("8 assumed");
    expect(s.width(s.cast(wrapped, "i32"))).toBe("8 proven");
    expect(s.width(s.cast(wrapped, "f32"))).toBe("8 proven");
    expect(s.width(s.cast(s.x([4, 6], "i32"), "f32"))).toBe("32 declared");
  });

  test("keeps codes and what is asked of them together: where(q > 7, q - 16, q)", () => {
    const s = new Sketch();
    const q = s.binary(bitwiseAnd, s.x([4, 6], "u8"), n(15));
    const wide = s.cast(q, "i32");
    const y = s.emit(select, [s.binary(greater, q, n(7)), s.sub(wide, n(16)), wide], {});
    expect(s.set(y)).toMatchObject({ grid: { lo: -8, hi: 7 } });
  });

  test("codes that do not fit are said", () => {
    const s = new Sketch();
    expect(s.set(s.cast(s.x([4], "u8"), "i4")).proof.text).toBe("codes do not fit i4");
  });
});
