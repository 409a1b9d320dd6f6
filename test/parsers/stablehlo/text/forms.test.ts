import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { programDifference } from "../../../../src/parsers/stablehlo/program/equal.ts";
import { validateProgram } from "../../../../src/parsers/stablehlo/program/validate.ts";
import { printProgram } from "../../../../src/parsers/stablehlo/text/print.ts";
import { programOf } from "../../../support/stablehlo-text.ts";

const FIXTURES = new URL("../../../../fixtures/stablehlo-text/", import.meta.url);
const programIn = (name: string) => programOf(readFileSync(new URL(name, FIXTURES)));

test("forms.mlir is what JAX 0.10.2 reads in it", () => {
  const program = programIn("forms.mlir");
  validateProgram(program);
  expect(programDifference(program, programIn("forms.generic.mlir"), false)).toBeUndefined();
});

/** Values %0 to %4 that operations can take. */
const VALUES = `%0, %1, %2, %3, %4 = "t.values"() : () ->
  (tensor<4xf32>, tensor<4xf32>, tensor<i32>, tensor<2xi32>, tensor<4xi1>)`;

/** A program of one operation. */
const program = (operation: string) =>
  programOf(
    `module { func.func private @g(tensor<4xf32>) -> tensor<4xf32>
    func.func @f() {\n${VALUES}\n${operation}\nreturn\n} }`,
  );

/** Forms that JAX does not print, or that its version does not read: pretty and generic. */
describe("an operation in its own form is that in the generic form", () => {
  const t = "tensor<4xf32>";
  test.each([
    [
      `%5 = stablehlo.add %0, %1 {a} : (${t}, ${t}) -> ${t}`,
      `%5 = "stablehlo.add"(%0, %1) {a} : (${t}, ${t}) -> ${t}`,
    ],
    [`%5 = stablehlo.abs %0 : ${t}`, `%5 = "stablehlo.abs"(%0) : (${t}) -> ${t}`],
    [`%5 = chlo.erf %0 : ${t} -> ${t}`, `%5 = "chlo.erf"(%0) : (${t}) -> ${t}`],
    [
      `%5 = stablehlo.select %4, %0, %1 : (tensor<4xi1>, ${t}, ${t}) -> ${t}`,
      `%5 = "stablehlo.select"(%4, %0, %1) : (tensor<4xi1>, ${t}, ${t}) -> ${t}`,
    ],
    [
      `%5 = stablehlo.compare LT, %0, %1 : (${t}, ${t}) -> tensor<4xi1>`,
      '%5 = "stablehlo.compare"(%0, %1) {comparison_direction = ' +
        `#stablehlo<comparison_direction LT>} : (${t}, ${t}) -> tensor<4xi1>`,
    ],
    [
      "%5 = stablehlo.constant {a = 1 : i32} dense<[1.0, 2.0]> : tensor<2xf32>",
      '%5 = "stablehlo.constant"() {value = dense<[1.0, 2.0]> : tensor<2xf32>, a = 1 : i32} : ' +
        "() -> tensor<2xf32>",
    ],
    [
      "%5 = stablehlo.constant() {value = dense<[1, -2]> : tensor<2xi8>, a} : " +
        "() -> tensor<2x!quant.uniform<i8:f32, 5.000000e-01:3>>",
      '%5 = "stablehlo.constant"() {value = dense<[1, -2]> : tensor<2xi8>, a} : ' +
        "() -> tensor<2x!quant.uniform<i8:f32, 0.5:3>>",
    ],
    [
      "%5 = stablehlo.constant() <{value = dense<7> : tensor<1xi8>}> : " +
        "() -> tensor<1x!quant.uniform<i8:f32, 2.0>>",
      '%5 = "stablehlo.constant"() {value = dense<7> : tensor<1xi8>} : ' +
        "() -> tensor<1x!quant.uniform<i8:f32, 2.000000e+00>>",
    ],
    [
      "%5 = arith.constant dense<3> : tensor<2xi32>",
      '%5 = "arith.constant"() {value = dense<3> : tensor<2xi32>} : () -> tensor<2xi32>',
    ],
    [
      "%5 = tensor.cast %3 : tensor<2xi32> to tensor<?xi32>",
      '%5 = "tensor.cast"(%3) : (tensor<2xi32>) -> tensor<?xi32>',
    ],
    [
      `%5 = stablehlo.slice %0 [0:2] : (${t}) -> tensor<2xf32>`,
      '%5 = "stablehlo.slice"(%0) {start_indices = array<i64: 0>, limit_indices = array<i64: 2>, ' +
        `strides = array<i64: 1>} : (${t}) -> tensor<2xf32>`,
    ],
    [
      `stablehlo.custom_call @"a b"(%0, %2) : (${t}, tensor<i32>) -> ()`,
      `"stablehlo.custom_call"(%0, %2) {call_target_name = "a b"} : (${t}, tensor<i32>) -> ()`,
    ],
    [`%5 = call @g(%0) : (${t}) -> ${t}`, `%5 = "func.call"(%0) {callee = @g} : (${t}) -> ${t}`],
    [
      `%5 = stablehlo.dot %0, %1, precision = [HIGH, DEFAULT] : (${t}, ${t}) -> tensor<f32>`,
      '%5 = "stablehlo.dot"(%0, %1) {precision_config = [#stablehlo<precision HIGH>, ' +
        `#stablehlo<precision DEFAULT>]} : (${t}, ${t}) -> tensor<f32>`,
    ],
    [
      `%5 = stablehlo.convolution(%0, %1) dim_numbers = [b, f]x[i, o]->[b, f], window = {} {b} : (${t}, ${t}) -> ${t}`,
      '%5 = "stablehlo.convolution"(%0, %1) {dimension_numbers = ' +
        `#stablehlo.conv<[b, f]x[i, o]->[b, f]>, b} : (${t}, ${t}) -> ${t}`,
    ],
    [
      `%5 = stablehlo.rng %0, %1, %3, distribution = UNIFORM : (${t}, ${t}, tensor<2xi32>) -> ${t}`,
      '%5 = "stablehlo.rng"(%0, %1, %3) {rng_distribution = ' +
        `#stablehlo<rng_distribution UNIFORM>} : (${t}, ${t}, tensor<2xi32>) -> ${t}`,
    ],
    [
      "%5 = stablehlo.tuple %0, %2 : tuple<tensor<4xf32>, tensor<i32>>",
      `%5 = "stablehlo.tuple"(%0, %2) : (${t}, tensor<i32>) -> tuple<${t}, tensor<i32>>`,
    ],
    [
      `%5 = stablehlo.reduce(%0 init: %2) applies stablehlo.add across dimensions = [0] : (${t}, tensor<i32>) -> tensor<i32>`,
      `%5 = "stablehlo.reduce"(%0, %2) ({
        ^bb0(%a: tensor<i32>, %b: tensor<i32>):
          %c = "stablehlo.add"(%a, %b) : (tensor<i32>, tensor<i32>) -> tensor<i32>
          "stablehlo.return"(%c) : (tensor<i32>) -> ()
      }) {dimensions = array<i64: 0>} : (${t}, tensor<i32>) -> tensor<i32>`,
    ],
    [
      `%5 = stablehlo.while(%x = %2) : tensor<i32> cond { stablehlo.return %4 : tensor<4xi1> } do { stablehlo.return %x : tensor<i32> }`,
      `%5 = "stablehlo.while"(%2) ({
        ^bb0(%x: tensor<i32>): "stablehlo.return"(%4) : (tensor<4xi1>) -> ()
      }, {
        ^bb0(%x: tensor<i32>): "stablehlo.return"(%x) : (tensor<i32>) -> ()
      }) : (tensor<i32>) -> tensor<i32>`,
    ],
    [
      `%5:2 = chlo.scan(%0) inits(%2) dimension=0 { ^bb0(%a: tensor<f32>, %b: tensor<i32>): stablehlo.return %a, %b : tensor<f32>, tensor<i32> } : (${t}, tensor<i32>) -> (${t}, tensor<i32>)`,
      `%5:2 = "chlo.scan"(%0, %2) ({
        ^bb0(%a: tensor<f32>, %b: tensor<i32>):
          "stablehlo.return"(%a, %b) : (tensor<f32>, tensor<i32>) -> ()
      }) {dimension = 0 : i64, operandSegmentSizes = array<i32: 1, 1>} : (${t}, tensor<i32>) -> (${t}, tensor<i32>)`,
    ],
    [
      `check.expect_eq_const %0, dense<1.0> : ${t}`,
      `"check.expect_eq_const"(%0) {value = dense<1.0> : ${t}} : (${t}) -> ()`,
    ],
    [
      `check.expect_close %0, %1, max_ulp_difference = 3 : ${t}, ${t}`,
      `"check.expect_close"(%0, %1) {max_ulp_difference = 3 : i64} : (${t}, ${t}) -> ()`,
    ],
  ])("%s", (pretty, generic) => {
    const [mine, other] = [program(pretty), program(generic)];
    expect(programDifference(mine, other, true)).toBeUndefined();
    const printed = programOf(printProgram(mine));
    expect(programDifference(printed, other, true)).toBeUndefined();
  });
});

describe("printProgram() keeps", () => {
  test.each([
    ["a module without a name and several modules", "module {}\n// -----\nmodule @b {}\n"],
    ["modules in a module", "module @a { module @b { func.func @f() { return } } }"],
    ["functions outside of a module", "func.func private @f(f32) -> i1"],
    ["aliases of attributes", "#a = 1 : i32\nmodule attributes {x = #a} {}"],
    [
      "tokens and bounds",
      "func.func @f(%a: !stablehlo.token, %b: tensor<?xf32, #stablehlo.bounds<3>>) { return }",
    ],
    [
      "quantized types",
      "func.func @f(%a: tensor<!quant.uniform<i8:f32, 0.5:1>>) -> tensor<!quant.uniform<i8:f32, 0.5:1>> { return %a : tensor<!quant.uniform<i8:f32, 0.5:1>> }",
    ],
    [
      "attributes of arguments and results",
      'func.func private @f(%a: f32 {x = "y"}, %b: i1) -> (f32, i1 {z}) attributes {w = [1]} { return %a, %b : f32, i1 }',
    ],
    [
      "resources, and those that the text leaves out",
      'func.func @f() {\n%0 = stablehlo.constant dense_resource<"a b"> : tensor<1xf32>\n%1 = stablehlo.constant dense_resource<__elided__> : tensor<2xf32>\nreturn\n}\n{-# dialect_resources: { builtin: { "a b": "0x040000000000803F" } } #-}',
    ],
  ])("%s", (_, text) => {
    const read = programOf(text);
    expect(programDifference(programOf(printProgram(read)), read, true)).toBeUndefined();
  });
});

describe("programDifference() finds", () => {
  const f = (body: string, head = "func.func @f(%a: tensor<f32>, %b: tensor<f32>)") =>
    `${head} {\n${body}\nreturn\n}`;
  const base = f("%0 = stablehlo.add %a, %b {k = 1 : i32} : tensor<f32>");
  test.each([
    [
      f("%0 = stablehlo.add %b, %a {k = 1 : i32} : tensor<f32>"),
      "@f, stablehlo.add at 49: its operands",
    ],
    [
      f("%0 = stablehlo.add %a, %b {k = 2 : i32} : tensor<f32>"),
      "@f, stablehlo.add at 49: its attributes",
    ],
    [
      f("%0 = stablehlo.multiply %a, %b {k = 1 : i32} : tensor<f32>"),
      "@f, stablehlo.add at 49: its name",
    ],
    [f(""), "@f, operations: 2 and 1"],
    [base.replace("@f", "@g"), "@f: its name"],
    [base.replace("%b: tensor<f32>", "%b: tensor<f32> {x}"), "@f: its attributes"],
    [`${base}\nfunc.func private @g()`, "module : functions: 1 and 2"],
    [
      base.replace(": tensor<f32>\n", ': tensor<f32> loc("x")\n'),
      "@f, stablehlo.add at 49: its location",
    ],
  ])("%s", (text, difference) => {
    expect(programDifference(programOf(base), programOf(text), true)).toBe(difference);
  });

  test("elements by their numbers, not by how they are written", () => {
    const constant = (text: string) =>
      programOf(f(`%0 = stablehlo.constant ${text} : tensor<1xf32>`));
    const same = (a: string, b: string) =>
      programDifference(constant(a), constant(b), true) === undefined;
    expect(same("dense<[1.0]>", 'dense<"0x0000803F">')).toBe(true);
    expect(same("dense<[0.0]>", "dense<[-0.0]>")).toBe(false);
    expect(same("dense<[1.0]>", "dense<[1.0000001]>")).toBe(false);
  });
});

test("a name of a type also stands for an element type", () => {
  const text = (type: string) => `func.func private @f(tensor<4x${type}>)`;
  const quantized = "!quant.uniform<i8:f32, 0.5>";
  const named = programOf(`!q = ${quantized}\n${text("!q")}`);
  expect(programDifference(named, programOf(text(quantized)), false)).toBeUndefined();
});
