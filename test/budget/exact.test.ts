import { describe, expect, test } from "vitest";
import {
  compareExact,
  differenceOf,
  exact,
  exactText,
  plus,
  quotientUp,
  times,
} from "../../src/budget/exact.ts";

const of = (text: string) => exact(text) ?? { units: -1n, places: 0 };

describe("`exact()`", () => {
  test.each([
    ["0", "0"],
    ["4512000000", "4512000000"],
    ["0.015625", "0.015625"],
    ["1.50", "1.5"],
    ["1e3", "1000"],
    ["1.5e-7", "0.00000015"],
    ["1.25E+2", "125"],
    ["166020696663385964544.000001", "166020696663385964544.000001"],
  ])("reads %s", (text, written) => {
    expect(exactText(of(text))).toBe(written);
  });

  test("takes the shortest decimal form of a number, and every digit of a bigint", () => {
    expect(exactText(of(`${0.1}`))).toBe("0.1");
    expect(exact(2n ** 64n)).toEqual({ units: 18446744073709551616n, places: 0 });
    expect(exactText(of(`${1e21}`))).toBe("1000000000000000000000");
  });

  test.each(["", "-1", "1.", ".5", "1,5", "NaN", "1e", "0x10"])("refuses %j", (text) => {
    expect(exact(text)).toBeUndefined();
  });
});

describe("exact arithmetic", () => {
  test("has no rounding: 0.1 + 0.2 is 0.3", () => {
    expect(compareExact(plus(of("0.1"), of("0.2")), of("0.3"))).toBe(0);
  });

  test("tells apart what a double does not: 2^53 and 2^53 + 1", () => {
    expect(compareExact(of("9007199254740993"), of("9007199254740992"))).toBe(1);
    expect(compareExact(of("9007199254740992"), of("9007199254740993"))).toBe(-1);
  });

  test("multiplies and takes away", () => {
    expect(exactText(times(of("1.02"), of("124352256")))).toBe("126839301.12");
    expect(exactText(differenceOf(of("1.5"), of("2")))).toBe("-0.5");
  });

  test.each([
    ["1", "3", 2, "0.34"],
    ["1", "4", 2, "0.25"],
    ["10", "4", 0, "3"],
    ["0", "7", 1, "0"],
  ])("`quotientUp()` of %s by %s at %i places is %s", (a, b, places, quotient) => {
    expect(exactText(quotientUp(of(a), of(b), places))).toBe(quotient);
  });
});
