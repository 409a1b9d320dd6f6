import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fileAccess } from "../../src/api/model-access.ts";
import { verify } from "../../src/exec/verify.ts";
import { folderOf } from "../support/temporary-folder.ts";

/** A function of these lines that gives nothing. */
function checking(name: string, ...lines: readonly string[]): string {
  return `func.func @${name}() {\n${lines.join("\n")}\n  func.return\n}\n`;
}

const SUM = [
  "  %x = stablehlo.constant dense<[1.0, 2.0]> : tensor<2xf32>",
  "  %sum = stablehlo.add %x, %x : tensor<2xf32>",
] as const;

/** The one case of a program. */
function outcome(program: string) {
  const { cases } = verify([join(folderOf({ "a.mlir": program }), "a.mlir")], fileAccess);
  expect(cases.length).toBe(1);
  return cases[0];
}

/** The status of one check of f32 numbers that are given as texts. */
function statusOf(got: string, expected: string, check: string, element = "f32"): string {
  const constant = (name: string, value: string) =>
    `  %${name} = stablehlo.constant dense<${value}> : tensor<${element}>`;
  const lines = [constant("got", got), constant("expected", expected), check];
  return outcome(checking("f", ...lines))?.status as string;
}

describe("verify() on a self-checking program", () => {
  test("a check against a constant is equal, and says what it allows", () => {
    const check = "  check.expect_eq_const %sum, dense<[2.0, 4.0]> : tensor<2xf32>";
    expect(outcome(checking("f", ...SUM, check))).toEqual({
      name: "a",
      status: "equal",
      maxUlps: 0,
      maxAbs: 0,
      tolerance: "atol 0 (check.expect_eq_const)",
      operators: ["stablehlo.add", "stablehlo.constant"],
    });
  });

  test("the first element that fails its check is named as the program names it", () => {
    const check = "  check.expect_eq_const %sum, dense<[2.0, 5.0]> : tensor<2xf32>";
    expect(outcome(checking("f", ...SUM, check))).toMatchObject({
      status: "different",
      maxAbs: 1,
      first: { tensor: "sum", index: [1], expected: "5", got: "4" },
    });
  });

  test("one wrong check of several is enough", () => {
    const right = "  check.expect_eq %sum, %sum : tensor<2xf32>";
    const wrong = "  check.expect_almost_eq %sum, %x : tensor<2xf32>";
    expect(outcome(checking("f", ...SUM, right, wrong))).toMatchObject({
      status: "different",
      tolerance: "atol 0 (check.expect_eq); atol 0.0001 (check.expect_almost_eq)",
    });
  });

  test("custom calls check as operations do, and may give whether they hold", () => {
    const call = (name: string, result: string) =>
      `stablehlo.custom_call @check.${name}(%sum, %sum) {has_side_effect = true} : ` +
      `(tensor<2xf32>, tensor<2xf32>) -> ${result}`;
    const program = checking(
      "f",
      ...SUM,
      `  ${call("expect_close", "()")}`,
      `  %same = ${call("eq", "tensor<i1>")}`,
    );
    expect(outcome(program)).toMatchObject({
      status: "equal",
      tolerance: "3 ulps (@check.expect_close); atol 0.0001 (@check.eq)",
    });
  });

  test("parts of complex numbers are compared one by one", () => {
    const lines = [
      "  %x = stablehlo.constant dense<[(1.0, 2.0), (3.0, 4.0)]> : tensor<2xcomplex<f32>>",
      "  check.expect_eq_const %x, dense<[(1.0, 2.0), (3.0, 5.0)]> : tensor<2xcomplex<f32>>",
    ];
    expect(outcome(checking("f", ...lines))).toMatchObject({
      status: "different",
      first: { tensor: "x.im", index: [1], expected: "5", got: "4" },
    });
  });

  test("what a probe saw is compared, also in the generic form", () => {
    const lines = [
      '  %p = interpreter.probe %sum, probe_id = "p" : tensor<2xf32>',
      '  check.expect_serialized_eq %sum, probe_id = "p" : tensor<2xf32>',
      '  "check.expect_eq"(%p, %x) : (tensor<2xf32>, tensor<2xf32>) -> ()',
    ];
    expect(outcome(checking("f", ...SUM, ...lines))).toMatchObject({
      status: "different",
      first: { tensor: "p", index: [0], expected: "1", got: "2" },
    });
  });

  test("a given tolerance stands above that of a check", () => {
    const check = "  check.expect_eq_const %sum, dense<[2.0, 5.0]> : tensor<2xf32>";
    const folder = folderOf({ "a.mlir": checking("f", ...SUM, check) });
    expect(verify([folder], fileAccess, { tolerance: { atol: 1 } }).cases).toMatchObject([
      { status: "equal", tolerance: "atol 1 (given)" },
    ]);
  });
});

describe("what a check allows", () => {
  const eq = "  check.expect_eq %got, %expected : tensor<f32>";

  test.each([
    ["1.0", "1.00000012", "different"],
    ["0.0", "-0.0", "equal"],
    ["0x7FC00000", "0x7FC00000", "equal"],
    ["0x7F800000", "0x7F800000", "equal"],
  ])("expect_eq of %s and %s: %s", (got, expected, status) => {
    expect(statusOf(got, expected, eq)).toBe(status);
  });

  test.each([
    ["1.0", "1.0001", "", "equal"],
    ["1.0", "1.001", "", "different"],
    ["1.0", "1.05", ", tolerance = 0.1", "equal"],
    ["0x7FF0000000000000", "1.0", ", tolerance = 0.1", "different"],
  ])("expect_almost_eq of %s and %s%s: %s", (got, expected, tolerance, status) => {
    const check = `  check.expect_almost_eq %got, %expected${tolerance} : tensor<f64>`;
    expect(statusOf(got, expected, check, "f64")).toBe(status);
  });

  // f16 has 11 bits: near 5 its numbers are 2^-8 = 0.00390625 apart.
  test.each([
    ["5.0", "5.01171875", "max_ulp_difference = 3", "equal"],
    ["5.0", "5.015625", "max_ulp_difference = 3", "different"],
    ["5.0", "5.0", "max_ulp_difference = 3, min_ulp_difference = 1", "different"],
    ["5.0", "5.00390625", "max_ulp_difference = 3, min_ulp_difference = 1", "equal"],
  ])("expect_close of %s and %s, %s: %s", (got, expected, limits, status) => {
    const check = `  check.expect_close %got, %expected, ${limits} : tensor<f16>, tensor<f16>`;
    expect(statusOf(got, expected, check, "f16")).toBe(status);
  });

  test("called ones have limits of their own: 3 ulps, 0.001", () => {
    const call = (name: string) =>
      `  stablehlo.custom_call @check.${name}(%got, %expected) : (tensor<f32>, tensor<f32>) -> ()`;
    expect(statusOf("1.0", "1.00000036", call("expect_close"))).toBe("equal");
    expect(statusOf("1.0", "1.00000048", call("expect_close"))).toBe("different");
    expect(statusOf("1.0", "1.0009", call("expect_almost_eq"))).toBe("equal");
    expect(statusOf("1.0", "1.002", call("expect_almost_eq"))).toBe("different");
  });
});

describe("cases of a program", () => {
  const check = "  check.expect_eq %sum, %sum : tensor<2xf32>";

  test("every function that checks is one, in every part of a text; others are none", () => {
    const plain = "func.func @none(%x: tensor<f32>) -> tensor<f32> { return %x : tensor<f32> }\n";
    const folder = folderOf({
      "a.mlir": [
        checking("f", ...SUM, check) + checking("g", ...SUM, check),
        plain,
        checking("f", ...SUM, check),
      ].join("// -----\n"),
      "b.mlir": plain,
      "notes.txt": checking("f", ...SUM, check),
    });
    const { cases } = verify([folder], fileAccess);
    expect(cases.map(({ name, status }) => [name, status])).toEqual([
      ["a/f", "equal"],
      ["a/g", "equal"],
      ["a/f#2", "equal"],
    ]);
  });

  test("a function that another one calls is none", () => {
    const program =
      "func.func private @two() -> tensor<2xf32> {\n" +
      "  %c = stablehlo.constant dense<[2.0, 4.0]> : tensor<2xf32>\n" +
      "  return %c : tensor<2xf32>\n}\n" +
      checking(
        "main",
        ...SUM,
        "  %two = func.call @two() : () -> tensor<2xf32>",
        "  check.expect_eq %sum, %two : tensor<2xf32>",
      );
    expect(outcome(program)).toMatchObject({ name: "a", status: "equal" });
  });

  test("an operation that is not supported is named with its types before anything runs", () => {
    const run =
      '  %r:2 = "interpreter.run_parallel"(%sum, %sum) {programs = [[@one], [@one]]} : ' +
      "(tensor<2xf32>, tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>)";
    const program =
      "func.func @one(%x: tensor<2xf32>) -> tensor<2xf32> { return %x : tensor<2xf32> }\n" +
      checking("main", ...SUM, run, "  check.expect_eq %r#0, %sum : tensor<2xf32>");
    expect(outcome(program)).toMatchObject({
      status: "unsupported",
      unsupported: [{ operator: "interpreter.run_parallel", types: "f32" }],
    });
  });

  test("a check in a region is refused: nobody knows whether it is run", () => {
    const lines = [
      "  %p = stablehlo.constant dense<true> : tensor<i1>",
      '  %r = "stablehlo.if"(%p) ({',
      "    check.expect_eq %sum, %sum : tensor<2xf32>",
      "    stablehlo.return %sum : tensor<2xf32>",
      "  }, {",
      "    stablehlo.return %x : tensor<2xf32>",
      "  }) : (tensor<i1>) -> tensor<2xf32>",
    ];
    expect(outcome(checking("f", ...SUM, ...lines))).toMatchObject({
      status: "unsupported",
      unsupported: [{ operator: "check.expect_eq" }],
    });
  });

  test("a function with arguments is refused", () => {
    const program =
      "func.func @f(%x: tensor<f32>) {\n  check.expect_eq %x, %x : tensor<f32>\n  func.return\n}";
    expect(outcome(program)).toMatchObject({
      status: "unsupported",
      reason: "Cannot verify function f: expected a function without arguments, got %x",
    });
  });

  test("a file that cannot be read fails by itself", () => {
    const folder = folderOf({
      "a.mlir": "func.func @f() { check.expect_eq",
      "b.mlir": checking("f", ...SUM, check),
    });
    const { cases } = verify([folder], fileAccess);
    expect(cases.map(({ name, status }) => [name, status])).toEqual([
      ["a", "failed"],
      ["b", "equal"],
    ]);
  });

  test("a program without checks needs what is expected of it", () => {
    const folder = folderOf({ "a.mlir": "func.func @f() { func.return }" });
    expect(() => verify([join(folder, "a.mlir")], fileAccess)).toThrow(
      "got a file without inputs and expected results",
    );
  });
});

const CORPUS = new URL("../../../shared/corpus/stablehlo/interpret/", import.meta.url).pathname;

test.skipIf(!existsSync(CORPUS))(
  "(skipped where the corpus is absent) the interpreter's own tests of its checks are equal",
  () => {
    const { cases } = verify([join(CORPUS, "check.mlir")], fileAccess);
    expect(cases.map(({ name, status }) => [name, status])).toEqual([
      ["check/check_eq", "equal"],
      ["check/check_eq_const", "equal"],
      ["check/check_almost_eq", "equal"],
      ["check/check_almost_eq_const", "equal"],
      ["check/check_almost_eq_tolerance", "equal"],
      ["check/check_almost_eq_const_tolerance", "equal"],
      ["check/check_close", "equal"],
    ]);
  },
);
