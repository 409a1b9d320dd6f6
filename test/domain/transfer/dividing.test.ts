import { describe, expect, test } from "vitest";
import * as arithmetic from "../../../src/ops/core/arithmetic.ts";
import { integerDivide, integerRemainder } from "../../../src/ops/core/integer-division.ts";
import { bitwiseAnd } from "../../../src/ops/core/logic.ts";
import { n, Sketch } from "../../support/sketch.ts";

const { divide, floorModulo, remainder } = arithmetic;

describe("`remainders()`", () => {
  test("of integers by 16: 16 codes where they have the divisor's sign, 31 with the dividend's", () => {
    const s = new Sketch();
    const x = s.x([4, 6], "i32");
    const floored = s.binary(floorModulo, x, n(16));
    expect(s.set(floored)).toMatchObject({ interval: { lo: 0, hi: 15 }, zeroCommon: true });
    expect(s.width(floored)).toBe("4 proven");
    const signed = s.set(s.binary(remainder, x, n(16)));
    expect(signed).toMatchObject({ interval: { lo: -15, hi: 15 }, grid: { lo: -15, hi: 15 } });
  });

  test("by a negative number they are never positive, or what the dividend's sign says", () => {
    const s = new Sketch();
    const x = s.x([4, 6], "i32");
    expect(s.set(s.binary(floorModulo, x, n(-3))).interval).toEqual({ lo: -2, hi: 0 });
    const bytes = s.binary(integerRemainder, s.x([4, 6], "u16"), n(1000));
    expect(s.set(bytes)).toMatchObject({ interval: { lo: 0, hi: 999 }, grid: { lo: 0, hi: 999 } });
  });

  test("where a divisor may be 0: nothing of what keeps the dividend then, 0 of the others", () => {
    const s = new Sketch();
    const [x, y] = [s.x([4, 6], "i32"), s.binary(floorModulo, s.x([4, 6], "i32"), n(1000))];
    expect(s.width(s.binary(integerRemainder, x, y))).toBe("32 assumed");
    expect(s.set(s.binary(remainder, x, y)).interval).toEqual({ lo: -998, hi: 998 });
  });

  test("few codes go one by one, by 0 as integers have it", () => {
    const s = new Sketch();
    const bit = () => s.binary(bitwiseAnd, s.x([4, 6], "i32"), n(2));
    const odd = s.add(bit(), n(1));
    expect(s.values(s.binary(remainder, odd, bit()))).toEqual([0, 1]);
  });

  test("of floats are bounds alone: a sum may round up to the divisor", () => {
    const s = new Sketch();
    const y = s.binary(floorModulo, s.x([4, 6]), n(2));
    expect(s.set(y)).toMatchObject({ interval: { lo: 0, hi: 2 } });
    expect(s.width(y)).toBe("f32 assumed");
  });
});

describe("`integerQuotient()`", () => {
  test("of integers by a number other than 0: what is left of their range", () => {
    const s = new Sketch();
    const half = s.binary(integerDivide, s.x([4, 6], "u16"), n(4096));
    expect(s.set(half)).toMatchObject({ interval: { lo: 0, hi: 15 }, grid: { lo: 0, hi: 15 } });
    const turned = s.binary(divide, s.x([4, 6], "i16"), n(-1000));
    expect(s.set(turned).interval).toEqual({ lo: -32, hi: 32 });
  });

  test("by what may be 0, and where the quotient wraps: nothing", () => {
    const s = new Sketch();
    const x = s.x([4, 6], "i32");
    expect(s.width(s.binary(integerDivide, x, s.x([4, 6], "i32")))).toBe("32 assumed");
    expect(s.set(s.binary(integerDivide, x, n(-1))).interval).toEqual({
      lo: -(2 ** 31),
      hi: 2 ** 31 - 1,
    });
  });
});
