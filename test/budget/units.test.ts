import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareExact, exact, exactText } from "../../src/budget/exact.ts";
import {
  nearestAmount,
  otherUnit,
  parseAmount,
  roundedUp,
  type Unit,
} from "../../src/budget/units.ts";

const read = (text: string, unit: Unit) => {
  const amount = parseAmount(text, unit);
  return amount === undefined ? undefined : exactText(amount);
};

describe("`parseAmount()`", () => {
  test.each<[string, Unit, string]>([
    ["4.3G", "", "4300000000"],
    ["4.3 G", "", "4300000000"],
    ["60M", "", "60000000"],
    ["1e9", "", "1000000000"],
    ["0", "", "0"],
    ["7MB", "bit", "56000000"],
    ["1 KiB", "bit", "8192"],
    ["12", "bit", "12"],
    ["1.5MiB", "byte", "1572864"],
    ["24kB", "byte", "24000"],
    ["3.2uJ", "pJ", "3200000"],
    ["2%", "%", "2"],
    ["0.5 %", "%", "0.5"],
    ["8", "width", "8"],
  ])("reads %s of unit %j as %s", (text, unit, value) => {
    expect(read(text, unit)).toBe(value);
  });

  test.each<[string, Unit]>([
    ["4.3 GB", ""],
    ["4.3g", ""],
    ["7M", "bit"],
    ["7Mb", "bit"],
    ["2", "%"],
    ["1.5", "width"],
    ["8 bits", "width"],
    ["-1", ""],
    ["4,3G", ""],
    ["G", ""],
    ["", ""],
  ])("refuses %j of unit %j", (text, unit) => {
    expect(read(text, unit)).toBeUndefined();
  });
});

describe("`nearestAmount()` and `otherUnit()`", () => {
  test.each<[string, Unit, string | undefined, string | undefined]>([
    ["4.3 GB", "", "4.3G", "a size in bytes"],
    ["4.3g", "", "4.3G", undefined],
    ["60 MOps", "", "60M", undefined],
    ["7M", "bit", "7MB", "a count"],
    ["7mb", "bit", "7MB", undefined],
    ["2%", "", undefined, "a percentage"],
    ["2G", "%", undefined, "a count"],
    ["two", "", undefined, undefined],
  ])("of %s for unit %j", (text, unit, near, other) => {
    expect(nearestAmount(text, unit)).toBe(near);
    expect(otherUnit(text, unit)).toBe(other);
  });
});

describe("`roundedUp()`", () => {
  test.each<[string, Unit, string]>([
    ["4512345678", "", "4.513G"],
    ["4300000000", "", "4.3G"],
    ["999", "", "999"],
    ["45120", "bit", "5.64kB"],
    ["7", "bit", "7"],
    ["114681.6", "pJ", "114.7nJ"],
  ])("of %s in unit %j is %s", (value, unit, text) => {
    expect(roundedUp(exact(value) ?? { units: 0n, places: 0 }, unit)).toBe(text);
  });

  test("is never less than the amount, and at most a thousandth more", () => {
    const units = fc.constantFrom<Unit>("", "bit", "byte", "pJ");
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 20n }), units, (count, unit) => {
        const amount = { units: count, places: 0 };
        const again = parseAmount(roundedUp(amount, unit), unit);
        expect(again).toBeDefined();
        if (again === undefined) return;
        expect(compareExact(again, amount)).toBeGreaterThanOrEqual(0);
        expect(compareExact(again, { units: count * 1001n, places: 3 })).toBeLessThanOrEqual(0);
      }),
    );
  });
});
