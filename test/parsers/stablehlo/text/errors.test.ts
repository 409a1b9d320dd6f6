import { describe, expect, test } from "vitest";
import { AceError, formatWhere } from "../../../../src/errors.ts";
import { programOf } from "../../../support/stablehlo-text.ts";

/** What an error says after "Cannot read the text: expected ", and where. */
function refusal(text: string): string {
  try {
    programOf(text);
  } catch (error) {
    if (!(error instanceof AceError)) throw error;
    expect(error.code).toBe("malformed-model");
    return `${error.message}; ${formatWhere(error.where)}`.replace(
      "Cannot read the text: expected ",
      "",
    );
  }
  return "read";
}

describe("readStableHloText() refuses", () => {
  test.each([
    ["module {", "an operation, got the end of the text; line 1, column 9"],
    ["module }", "{, got }; line 1, column 8"],
    ["nothing @f", "an operation, got nothing; line 1, column 1"],
    ['"t.op"() : () -> ()', "a function or a symbol, got t.op; line 1, column 1"],
    ["func.func f() {}", "@ and a name, got f; line 1, column 11"],
    ["func.func @f(%a f32) {}", ":, got f32; line 1, column 17"],
    ["func.func @f(%a: g32) {}", "a type, got g32; line 1, column 18"],
    [
      "func.func @f(%a: tensor<*xf32>) {}",
      "a tensor whose rank is known, got *; line 1, column 25",
    ],
    ["func.func @f(%a: tensor<2yf32>) {}", "a size and x, got 2yf32; line 1, column 25"],
    [
      "func.func @f(%a: tensor<99999999999999999999xf32>) {}",
      "a size that fits, got 99999999999999999999xf32; line 1, column 25",
    ],
    ["func.func @f(%a: f32, %a: f32) { return }", "a name that is new, got %a; line 1, column 23"],
    [
      "func.func @f() {\n  return %a : f32\n}",
      "a value that is defined before, got %a; line 2, column 10",
    ],
    [
      "func.func @f(%a: f32) {\n  return %a#1 : f32\n}",
      "a value that is defined before, got %a#1; line 2, column 10",
    ],
    [
      "func.func @f(%a: f32) { return %a : f64 }",
      "operands of types f64, got f32; line 1, column 35",
    ],
    [
      "func.func @f() { ^bb0: return ^bb1: return }",
      "a region of one block, got ^bb1; line 1, column 31",
    ],
    [
      "func.func @f() {} func.func @f() {}",
      "functions with different names, got f; line 1, column 19",
    ],
    [
      'func.func @f() { "t.op"() : () -> () return',
      "an operation, got the end of the text; line 1, column 44",
    ],
    ['func.func @f() { "t.op', 'a string that ends, got "t.op; line 1, column 18'],
    [
      'func.func @f() { "t.op"()[^bb1] : () -> () }',
      "an operation without successors, got [; line 1, column 26",
    ],
    [
      'func.func @f() { %0 = "t.op"() : () -> () }',
      "names for 0 results, got 1; line 1, column 18",
    ],
    [
      'func.func @f() { %0:0 = "t.op"() : () -> () }',
      "a number of results, got 0; line 1, column 20",
    ],
    [
      'func.func @f() { %0 = "t.a"() : () -> f32 %0 = "t.a"() : () -> f32 }',
      "a name that is new, got %0; line 1, column 43",
    ],
    [
      "module attributes {a, a} {}",
      "attributes with different names, got two a; line 1, column 23",
    ],
    ["module attributes {a = } {}", "a type, got }; line 1, column 24"],
    ["module attributes {a = 1.5 : i32} {}", "a whole number, got 1.5; line 1, column 24"],
    [
      "module attributes {a = dense<1 : i32} {}",
      "elements that end with >, got 1; line 1, column 30",
    ],
    [
      "module attributes {a = #x<[1}>} {}",
      "> somewhere, got the end of the text; line 1, column 27",
    ],
    ["module {} loc(\n  nowhere)", "a location, got nowhere; line 2, column 3"],
    ["module {} // ok\n%", "% and a name, got %; line 2, column 1"],
    ["{-# dialect_resources: { builtin: { k: 1 } } #-}", "a string, got 1; line 1, column 40"],
  ])("%s", (text, message) => {
    expect(refusal(text)).toBe(message);
  });
});

/** Far above what the machine needs, far below what a quadratic reader would. */
const PATIENCE_MS = 10_000;

describe("readStableHloText() ends soon on", { timeout: PATIENCE_MS }, () => {
  const levels = "at most 200 levels of nesting, got";
  test.each([
    ["regions", 'module { "t.op"() ({'.repeat(1e5), levels],
    ["lists", `module attributes {a = ${"[".repeat(1e6)}`, levels],
    ["dictionaries", `module attributes {a = ${"{a = ".repeat(1e6)}`, levels],
    ["tuples", `func.func @f(%a: ${"tuple<".repeat(1e6)}`, levels],
    ["function types", `func.func @f(%a: ${"(".repeat(1e6)}`, levels],
    ["complex types", `func.func @f(%a: ${"complex<".repeat(1e5)}`, ">, got <"],
    ["locations", `module {} loc(${'"a"('.repeat(1e5)}`, levels],
    [
      "brackets of a dialect",
      `module attributes {a = #x<${"[".repeat(1e6)}`,
      "fewer brackets, got",
    ],
    [
      "a string without end",
      `module attributes {a = "${"x".repeat(1e7)}`,
      "a string that ends, got",
    ],
  ])("%s without end", (_, text, message) => {
    expect(refusal(text)).toContain(message);
  });

  test("a number of a million digits", () => {
    const digits = "1".repeat(1e6);
    expect(refusal(`module attributes {a = ${digits}} {}`)).toBe(
      `a number of at most 1000 characters, got ${"1".repeat(40)}…; line 1, column 24`,
    );
    expect(refusal(`module { stablehlo.iota dim = ${digits} : f32 }`)).toContain("characters");
  });

  test("a list of a million elements, nested or not, is read when it is asked for", () => {
    const list = `[${"1.5, ".repeat(999_999)}2.5]`;
    const program = programOf(
      `func.func @f() {\n%0 = stablehlo.constant dense<${list}> : tensor<1000000xf32>\nreturn\n}`,
    );
    const value = program.modules[0]?.functions
      .get("f")
      ?.body.operations[0]?.attributes.get("value");
    const read = value?.kind === "elements" ? value.elements.read() : [];
    expect([read.length, read[0], read[999_999]]).toEqual([1e6, 1.5, 2.5]);
  });

  test("elements that would take more memory than there is", () => {
    const program = programOf(
      "func.func @f() {\n%0 = stablehlo.constant dense<[1.5]> : tensor<99999999x1000xf32>\nreturn\n}",
    );
    const value = program.modules[0]?.functions
      .get("f")
      ?.body.operations[0]?.attributes.get("value");
    expect(() => value?.kind === "elements" && value.elements.read()).toThrow(
      "Cannot read a constant: expected 99999999000 elements, or one for all, got another number",
    );
  });

  test("aliases that go round", () => {
    const { aliases } = programOf(
      "#a = #b\n#b = #a\n#l = loc(#m)\n#m = loc(#l)\nmodule {} loc(#l)",
    );
    expect(aliases.attributes.get("a")).toEqual({ kind: "alias", name: "b" });
    expect(aliases.locations.get("l")).toEqual({ kind: "alias", name: "m" });
  });
});
