import { describe, expect, test } from "vitest";
import { nearestSingle } from "../../../../src/parsers/onnx/text/nearest-single.ts";
import { TokenReader } from "../../../../src/parsers/onnx/text/token-reader.ts";

describe("nearestSingle()", () => {
  test("values that f32 has, its ends, and beyond", () => {
    expect(nearestSingle("0")).toBe(0);
    expect(nearestSingle("1.5")).toBe(1.5);
    expect(nearestSingle("3.4028235e+38")).toBe(2 ** 128 - 2 ** 104);
    expect(nearestSingle("1e-45")).toBe(2 ** -149);
    expect(nearestSingle("1e-60")).toBe(0);
    expect(nearestSingle("1e40")).toBe(Number.POSITIVE_INFINITY);
  });

  test("a tie goes to the even one", () => {
    expect(nearestSingle("16777217")).toBe(2 ** 24);
    expect(nearestSingle("16777219")).toBe(2 ** 24 + 4);
  });

  test("beside a tie the digits decide, though the nearest f64 is the tie", () => {
    expect(nearestSingle("16777217.0000000000001")).toBe(2 ** 24 + 2);
    expect(nearestSingle("16777218.9999999999999")).toBe(2 ** 24 + 2);
    expect(nearestSingle("1.67772170000000000001E7")).toBe(2 ** 24 + 2);
    // 1 + 2^-24 is 1.000000059604644775390625.
    expect(nearestSingle("1.000000059604644775390625")).toBe(1);
    expect(nearestSingle("1.0000000596046447753906250001")).toBe(1 + 2 ** -23);
    expect(nearestSingle("1.0000000596046447753906249999")).toBe(1);
    // 2^-150 is half of the smallest, 7.006492321624085...e-46.
    expect(nearestSingle("7.006492321624085e-46")).toBe(0);
    expect(nearestSingle("7.0064923216240854e-46")).toBe(2 ** -149);
  });
});

describe("TokenReader", () => {
  const tokens = (text: string, quotes?: string) => {
    const t = new TokenReader(text, quotes);
    const found: string[] = [];
    while (t.kind !== "end") found.push(`${t.kind} ${t.next()}`);
    return found;
  };

  test("words, numbers, strings, marks", () => {
    expect(tokens("a_1 _ 12 1. 1.5 1e5 1E-5 1.5e+5")).toEqual([
      "word a_1",
      "word _",
      "integer 12",
      "float 1.",
      "float 1.5",
      "float 1e5",
      "float 1E-5",
      "float 1.5e+5",
    ]);
    expect(tokens("a=>b = >é")).toEqual([
      "word a",
      "mark =>",
      "word b",
      "mark =",
      "mark >",
      "mark é",
    ]);
    expect(tokens('"a \\" # b" \'c\'')).toEqual(['string a \\" # b', "mark '", "word c", "mark '"]);
    expect(tokens("'a \" b'", "\"'")).toEqual(['string a " b']);
  });

  test("comments end with their line or the text", () => {
    expect(tokens("a # b\nc#d\r\n\v\f#")).toEqual(["word a", "word c"]);
  });
});
