import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CodedFloat, decodeFloat, floatTable } from "../../src/graph/float-code.ts";
import { floatFormat } from "../../src/graph/float-format.ts";
import {
  type PowerRounding,
  roundToE8m0,
  roundToFloat,
  saturateToFloat,
} from "../../src/graph/small-float.ts";
import { misses, ROUNDED_TYPES, SMALL_FLOATS } from "./small-floats.ts";

const NARROW_TYPES = ROUNDED_TYPES as Exclude<CodedFloat, "f32">[];

describe("`roundToFloat()`", () => {
  test.each(NARROW_TYPES)("%s is what ml_dtypes makes of hard cases", (type) => {
    const cases = SMALL_FLOATS.round[type] ?? [];
    expect(cases.length).toBeGreaterThan(100);
    expect(
      misses(
        cases,
        (x) => roundToFloat(type, x),
        (code) => decodeFloat(type, code),
      ),
    ).toEqual([]);
  });

  test("rounds once, where going through f32 would round twice", () => {
    const justAboveTie = 1 + 2 ** -8 + 2 ** -40;
    expect(Math.fround(justAboveTie)).toBe(1 + 2 ** -8);
    expect(roundToFloat("bf16", justAboveTie)).toBe(1 + 2 ** -7);
    expect(roundToFloat("bf16", 1 + 2 ** -8)).toBe(1);
    expect(roundToFloat("f16", 1 + 2 ** -11 + 2 ** -40)).toBe(1 + 2 ** -10);
    expect(roundToFloat("f8e4m3fn", 1 + 2 ** -4 + 2 ** -50)).toBe(1.125);
  });

  test("overflow is infinity, NaN or the largest value, as the type has it", () => {
    expect(roundToFloat("f16", 65519)).toBe(65504);
    expect(roundToFloat("f16", 65520)).toBe(Infinity);
    expect(roundToFloat("f8e5m2", -61440)).toBe(-Infinity);
    expect(roundToFloat("f8e4m3fn", 464)).toBe(448);
    expect(roundToFloat("f8e4m3fn", 464.5)).toBeNaN();
    expect(roundToFloat("f8e5m2fnuz", -Infinity)).toBeNaN();
    expect(roundToFloat("f4e2m1", -Infinity)).toBe(-6);
    expect(roundToFloat("f6e3m2", 1e300)).toBe(28);
  });

  test("zeros keep their sign except in the fnuz types", () => {
    expect(roundToFloat("f8e4m3fn", -0)).toBe(-0);
    expect(roundToFloat("f8e4m3fn", -1e-9)).toBe(-0);
    expect(roundToFloat("f8e4m3fnuz", -1e-9)).toBe(0);
    expect(roundToFloat("f4e2m1", NaN)).toBe(-0);
  });

  test("f32 and f64 are those of the language", () => {
    expect(roundToFloat("f32", 0.1)).toBe(0.10000000149011612);
    expect(roundToFloat("f64", 0.1)).toBe(0.1);
  });

  test.each(NARROW_TYPES)("%s leaves its own values alone", (type) => {
    const values = floatTable(type);
    expect(values.every((value) => Object.is(roundToFloat(type, value), value))).toBe(true);
  });

  test.each(NARROW_TYPES)("%s never gets smaller as the input grows", (type) => {
    const finite = fc.double({ min: 2 ** -127, max: floatFormat(type).largest, noNaN: true });
    fc.assert(
      fc.property(finite, finite, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(roundToFloat(type, low)).toBeLessThanOrEqual(roundToFloat(type, high));
      }),
    );
  });
});

describe("`saturateToFloat()`", () => {
  test.each(Object.keys(SMALL_FLOATS.saturate) as ("f8e4m3fn" | "f8e5m2")[])(
    "%s is onnx's saturate_cast",
    (type) => {
      const cases = SMALL_FLOATS.saturate[type] ?? [];
      expect(cases.length).toBeGreaterThan(100);
      expect(
        misses(
          cases,
          (x) => saturateToFloat(type, x),
          (code) => decodeFloat(type, code),
        ),
      ).toEqual([]);
    },
  );

  test("infinities become the largest value of types up to 8 bits, and stay in wider ones", () => {
    expect(saturateToFloat("f8e5m2", Infinity)).toBe(57344);
    expect(saturateToFloat("f8e4m3fnuz", -Infinity)).toBe(-240);
    expect(saturateToFloat("f6e2m3", 1e9)).toBe(7.5);
    expect(saturateToFloat("f8e8m0", Infinity)).toBe(2 ** 127);
    expect(saturateToFloat("bf16", 1e39)).toBe(Infinity);
    expect(saturateToFloat("f8e4m3fn", NaN)).toBeNaN();
  });

  test.each(NARROW_TYPES.filter((type) => type !== "f8e8m0"))(
    "%s is `roundToFloat()` inside the range",
    (type) => {
      const { largest } = floatFormat(type);
      fc.assert(
        fc.property(fc.double({ min: -largest, max: largest }), (x) => {
          expect(saturateToFloat(type, x)).toBe(roundToFloat(type, x));
        }),
      );
    },
  );
});

describe("`roundToE8m0()`", () => {
  test.each(Object.keys(SMALL_FLOATS.e8m0))("%s is ONNX's table", (key) => {
    const [mode, saturate] = key.split(" ") as [PowerRounding, string];
    const rounded = (x: number) => roundToE8m0(x, mode, saturate === "True");
    expect(
      misses(SMALL_FLOATS.e8m0[key] ?? [], rounded, (code) => decodeFloat("f8e8m0", code)),
    ).toEqual([]);
  });

  test("negative values are NaN, −0 is 0", () => {
    expect(roundToE8m0(-1, "up")).toBeNaN();
    expect(roundToE8m0(-0, "up")).toBe(2 ** -127);
  });
});
