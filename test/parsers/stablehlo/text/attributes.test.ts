import { describe, expect, test } from "vitest";
import { typeText } from "../../../../src/parsers/stablehlo/program/type.ts";
import { printProgram } from "../../../../src/parsers/stablehlo/text/print.ts";
import { attributeOf, operationsOf, programOf } from "../../../support/stablehlo-text.ts";

describe("attributes are read as", () => {
  test.each([
    ["unit", { kind: "unit" }],
    ["true", { kind: "bool", value: true }],
    ["false", { kind: "bool", value: false }],
    ["7", { kind: "integer", value: 7n, type: "i64" }],
    ["-3 : i32", { kind: "integer", value: -3n, type: "i32" }],
    ["76 : ui8", { kind: "integer", value: 76n, type: "ui8" }],
    ["0x1F : index", { kind: "integer", value: 31n, type: "index" }],
    ["-0x10", { kind: "integer", value: -16n, type: "i64" }],
    ["18446744073709551615 : ui64", { kind: "integer", value: 2n ** 64n - 1n, type: "ui64" }],
    ["1.5", { kind: "float", text: "1.5", type: "f64" }],
    ["9.99999974E-6 : f32", { kind: "float", text: "9.99999974E-6", type: "f32" }],
    ["0x7FC0 : bf16", { kind: "float", text: "0x7FC0", type: "bf16" }],
    ['"a\\22b\\n\\\\"', { kind: "string", value: 'a"b\n\\' }],
    ['"caf\\C3\\A9 é"', { kind: "string", value: "café é" }],
    ['"\\01\\FF"', { kind: "string", value: "\u0001\udcff" }],
    ["@main", { kind: "symbol", path: ["main"] }],
    ['@"a b"::@c', { kind: "symbol", path: ["a b", "c"] }],
    ["[]", { kind: "list", items: [] }],
    [
      "[1 : i8, [true]]",
      {
        kind: "list",
        items: [
          { kind: "integer", value: 1n, type: "i8" },
          { kind: "list", items: [{ kind: "bool", value: true }] },
        ],
      },
    ],
    [
      '{b = "c", "x y"}',
      {
        kind: "dictionary",
        entries: new Map<string, unknown>([
          ["b", { kind: "string", value: "c" }],
          ["x y", { kind: "unit" }],
        ]),
      },
    ],
    ["array<i64>", { kind: "array", element: "i64", values: [] }],
    ["array<i64: 1, -2>", { kind: "array", element: "i64", values: [1n, -2n] }],
    ["array<i1: true, false>", { kind: "array", element: "i1", values: [1n, 0n] }],
    ["array<f32: 1.5, 2.0>", { kind: "array", element: "f32", values: ["1.5", "2.0"] }],
    [
      "#stablehlo<precision   DEFAULT>",
      { kind: "dialect", name: "stablehlo", body: "precision DEFAULT" },
    ],
    [
      "#stablehlo.conv<[b, 0]x[0, o]->[b, 0]>",
      { kind: "dialect", name: "stablehlo.conv", body: "[b, 0]x[0, o]->[b, 0]" },
    ],
    [
      '#sdy.sharding<@mesh, [{"a>b"}]>',
      { kind: "dialect", name: "sdy.sharding", body: '@mesh, [{"a>b"}]' },
    ],
    ["#vhlo.x", { kind: "dialect", name: "vhlo.x", body: undefined }],
    ["#alias", { kind: "alias", name: "alias" }],
    ["affine_map<(d0) -> (d0)>", { kind: "dialect", name: "affine_map", body: "(d0) -> (d0)" }],
    ["loc(unknown)", { kind: "location", location: { kind: "unknown" } }],
    ["i32", { kind: "type", type: { kind: "scalar", element: "i32" } }],
  ])("%s", (text, attribute) => {
    expect(attributeOf(text)).toEqual(attribute);
  });
});

describe("types are read and written as they are", () => {
  test.each([
    "tensor<f32>",
    "tensor<2x3xbf16>",
    "tensor<0x4xui2>",
    "tensor<?x3xf8E4M3B11FNUZ>",
    "tensor<?x?xf32, #stablehlo.bounds<3, ?>>",
    "tensor<4xcomplex<f64>>",
    "tensor<2x!quant.uniform<i8<-127:127>:f32:0, {0.1:-30, 0.5:20}>>",
    "tensor<2xf32, #sparse.csr>",
    "tuple<tensor<f32>, tuple<>>",
    "(tensor<f32>, i1) -> (f64, !stablehlo.token)",
    "() -> ()",
    "!stablehlo.token",
    "!mhlo.async_bundle<tensor<f32>>",
    "memref<4x4xf32, strided<[1, 4]>>",
    "complex<f32>",
    "none",
    "index",
  ])("%s", (text) => {
    const attribute = attributeOf(text);
    expect(attribute?.kind === "type" && typeText(attribute.type)).toBe(text);
  });

  test("bounds as an older text writes them, and white space", () => {
    const attribute = attributeOf(
      "tensor< 2x?xf32, #stablehlo.type_extensions<bounds = [?,  7]> >",
    );
    expect(attribute).toEqual({
      kind: "type",
      type: { kind: "tensor", element: "f32", shape: [2, { most: 7 }] },
    });
  });

  test("equal types are one object, and an alias is what it stands for", () => {
    const { modules } = programOf(
      "!t = tensor<2xf32>\nfunc.func @f(%a: !t, %b: tensor<2xf32>) { return }",
    );
    const [a, b] = modules[0]?.functions.get("f")?.body.arguments ?? [];
    expect(a?.type).toEqual({ kind: "tensor", element: "f32", shape: [2] });
    expect(a?.type).toBe(b?.type);
  });
});

describe("locations are read and written as they are", () => {
  test.each([
    ["loc(unknown)", { kind: "unknown" }],
    ["loc(#loc3)", { kind: "alias", name: "loc3" }],
    ['loc("x")', { kind: "name", name: "x", child: undefined }],
    ['loc("ns"(#loc3))', { kind: "name", name: "ns", child: { kind: "alias", name: "loc3" } }],
    ['loc("b.py":31:23 to :34)', { kind: "file", text: '"b.py":31:23 to :34' }],
    ['loc("b.py":31:23 to 32:4)', { kind: "file", text: '"b.py":31:23 to 32:4' }],
    ['loc("b.py":1:2)', { kind: "file", text: '"b.py":1:2' }],
    [
      "loc(callsite(#loc8 at #loc13))",
      {
        kind: "callsite",
        callee: { kind: "alias", name: "loc8" },
        caller: { kind: "alias", name: "loc13" },
      },
    ],
    [
      'loc(fused<"m">["a", unknown])',
      {
        kind: "fused",
        metadata: '"m"',
        items: [{ kind: "name", name: "a", child: undefined }, { kind: "unknown" }],
      },
    ],
  ])("%s", (text, location) => {
    const operation = `"t.op"() : () -> () ${text}`;
    expect(operationsOf(operation)[0]?.location).toEqual(location);
    const program = programOf(`func.func @f() {\n${operation}\nreturn\n}`);
    expect(printProgram(program, { locations: true })).toContain(`  ${operation}\n`);
    expect(printProgram(program)).not.toContain("loc(");
  });

  test("aliases before and after their uses, also of arguments", () => {
    const { aliases, modules } = programOf(
      '#a = loc("x")\nmodule { func.func @f(%0: f32 loc(#b)) { return loc(#a) } loc(#a) } loc(#a)\n' +
        '#b = loc("y"(#a))',
    );
    const body = modules[0]?.functions.get("f")?.body;
    expect(body?.arguments[0]?.location).toEqual({ kind: "alias", name: "b" });
    expect([...aliases.locations]).toEqual([
      ["a", { kind: "name", name: "x", child: undefined }],
      ["b", { kind: "name", name: "y", child: { kind: "alias", name: "a" } }],
    ]);
  });
});

describe("printProgram()", () => {
  test("strings, names and numbers keep what they are", () => {
    const text =
      '"builtin.module"() ({\n  "func.func"() ({\n' +
      '    "t.op"() {"a b" = "\\22\\0A\\5Cé", b = "\\01\\FF", u, f = 0x7FC0 : bf16, s = @"x y"::@z} : () -> ()\n' +
      '    "func.return"() : () -> ()\n' +
      '  }) {sym_name = "f", function_type = () -> (), sym_visibility = "public"} : () -> ()\n' +
      "}) : () -> ()\n";
    expect(printProgram(programOf(text))).toBe(text);
  });
});
