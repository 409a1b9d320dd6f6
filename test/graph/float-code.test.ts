import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CodedFloat,
  decodeFloat,
  encodeFloat,
  floatTable,
} from "../../src/graph/float-code.ts";
import { roundToFloat } from "../../src/graph/small-float.ts";
import { ROUNDED_TYPES, SMALL_FLOATS } from "./small-floats.ts";

type TableType = Exclude<CodedFloat, "f32">;
const TABLE_TYPES = ROUNDED_TYPES as TableType[];

describe("`decodeFloat()`", () => {
  test.each(Object.entries(SMALL_FLOATS.decode))("%s has ml_dtypes' values", (type, values) => {
    const expected = values.map(Number);
    expect(expected.map((_, code) => decodeFloat(type as TableType, code))).toEqual(expected);
    expect(floatTable(type as TableType).length).toBe(expected.length);
  });

  test.each(Object.entries(SMALL_FLOATS.digest))("%s has numpy's 65536 values", (type, digest) => {
    const bits = new Uint32Array(floatTable(type as TableType).slice().buffer);
    const canonical = bits.map((code) => ((code & 0x7fffffff) > 0x7f800000 ? 0x7fc00000 : code));
    expect(createHash("sha256").update(canonical).digest("hex")).toBe(digest);
  });

  test("f32 is its bits, and bits above a type's width are ignored", () => {
    expect(decodeFloat("f32", 0x3fc00000)).toBe(1.5);
    expect(decodeFloat("f4e2m1", 0xf3)).toBe(1.5);
  });
});

describe("`encodeFloat()`", () => {
  test.each(TABLE_TYPES)("%s gives back every code but those of other NaNs", (type) => {
    const values = floatTable(type);
    const wrong = Array.from(values.keys()).filter(
      (code) => !Number.isNaN(values[code]) && encodeFloat(type, values[code] as number) !== code,
    );
    expect(wrong).toEqual([]);
  });

  test.each(TABLE_TYPES)("%s gives the expected code in hard cases", (type) => {
    const wrong = (SMALL_FLOATS.round[type] ?? []).filter(
      ([x, code]) => encodeFloat(type, Number(x)) !== code,
    );
    expect(wrong).toEqual([]);
  });

  test("NaN and infinity have their codes", () => {
    expect(encodeFloat("f32", NaN)).toBe(0x7fc00000);
    expect(encodeFloat("f32", -Infinity)).toBe(0xff800000);
    expect(encodeFloat("f32", -0)).toBe(0x80000000);
    expect(encodeFloat("f16", NaN)).toBe(0x7e00);
    expect(encodeFloat("bf16", -Infinity)).toBe(0xff80);
    expect(encodeFloat("f8e5m2fnuz", NaN)).toBe(0x80);
    expect(encodeFloat("f4e2m1", NaN)).toBe(0x8);
  });

  test.each([...TABLE_TYPES, "f32" as const])("%s rounds before it encodes", (type) => {
    fc.assert(
      fc.property(fc.double(), (x) => {
        expect(decodeFloat(type, encodeFloat(type, x))).toBe(roundToFloat(type, x));
      }),
    );
  });
});
