import { describe, expect, test } from "vitest";
import * as logic from "../../../src/ops/core/logic.ts";
import { n, Sketch } from "../../support/sketch.ts";

const { bitwiseAnd, bitwiseOr, bitwiseXor, shiftLeft, shiftRight } = logic;

describe("`bitsOfBoth()`", () => {
  test("the lower half of a byte: 16 codes", () => {
    const s = new Sketch();
    const y = s.binary(bitwiseAnd, s.x([4, 6], "u8"), n(15));
    expect(s.width(y)).toBe("4 proven");
    expect(s.set(y)).toMatchObject({ interval: { lo: 0, hi: 15 }, zeroCommon: true });
  });

  test("a mask of higher bits: their multiples, of a signed type, too", () => {
    const s = new Sketch();
    const y = s.binary(bitwiseAnd, s.x([4, 6], "i32"), n(0b1100));
    expect(s.values(y)).toEqual([0, 4, 8, 12]);
  });

  test("of what may be negative on both sides nothing is known", () => {
    const s = new Sketch();
    const y = s.binary(bitwiseAnd, s.x([4, 6], "i8"), s.x([4, 6], "i8"));
    expect(s.width(y)).toBe("8 assumed");
    expect(s.width(s.binary(bitwiseAnd, s.x([4, 6], "i8"), n(-2)))).toBe("8 assumed");
  });
});

describe("`bitsOfEither()`", () => {
  test("is as long as the longer one", () => {
    const s = new Sketch();
    const low = s.binary(bitwiseAnd, s.x([4, 6], "u8"), n(15));
    const high = s.binary(bitwiseAnd, s.x([4, 6], "u8"), n(63));
    expect(s.set(s.binary(bitwiseOr, low, high)).interval).toEqual({ lo: 0, hi: 63 });
    expect(s.width(s.binary(bitwiseXor, high, low))).toBe("6 proven");
  });

  test("of few codes is that of each: the sign of a half byte", () => {
    const s = new Sketch();
    const half = s.binary(bitwiseAnd, s.x([4, 6], "i32"), n(15));
    const y = s.sub(s.binary(bitwiseXor, half, n(8)), n(8));
    expect(s.set(y)).toMatchObject({ interval: { lo: -8, hi: 7 } });
    expect(s.width(y)).toBe("4 proven");
  });
});

describe("`shiftedRight()`", () => {
  test("the upper half of a byte: 16 codes", () => {
    const s = new Sketch();
    expect(s.width(s.binary(shiftRight, s.x([4, 6], "u8"), n(4)))).toBe("4 proven");
  });

  test("keeps the sign: a half byte that was moved up and down again", () => {
    const s = new Sketch();
    const up = s.binary(shiftLeft, s.x([4, 6], "i8"), n(4));
    expect(s.set(s.binary(shiftRight, up, n(4)))).toMatchObject({
      interval: { lo: -8, hi: 7 },
      grid: { lo: -8, hi: 7, step: 1, origin: 0 },
    });
  });

  test("by distances that differ lies between those by the least and the most", () => {
    const s = new Sketch();
    const y = s.binary(shiftRight, s.x([2, 3], "u8"), s.w([2, 1], [2, 4], "u8"));
    expect(s.set(y).interval).toEqual({ lo: 0, hi: 63 });
  });

  test("by what is not below the width leaves only the sign", () => {
    const s = new Sketch();
    const y = s.binary(shiftRight, s.x([2, 3], "i8"), s.x([2, 3], "i8"));
    expect(s.set(y).interval).toEqual({ lo: -128, hi: 127 });
  });

  test("is a rounding: the bounds of a clip behind it count, not what came in", () => {
    const s = new Sketch();
    const y = s.clip(s.binary(shiftRight, s.clip(s.x([4, 6], "i32"), 0, 100), n(3)), -128, 127);
    expect(s.width(y)).toBe("8 declared");
  });
});

describe("`shiftedLeft()`", () => {
  test("scales codes that fit", () => {
    const s = new Sketch();
    const y = s.binary(shiftLeft, s.clip(s.x([4, 6], "i32"), -8, 7), n(4));
    expect(s.set(y)).toMatchObject({ interval: { lo: -128, hi: 112 } });
    expect(s.width(y)).toBe("4 declared");
  });

  test("of codes that wrap leaves the multiples of the type", () => {
    const s = new Sketch();
    const y = s.binary(shiftLeft, s.x([4, 6], "u8"), n(6));
    expect(s.values(y)).toEqual([0, 64, 128, 192]);
  });
});
