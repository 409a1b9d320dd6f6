import { describe, expect, test } from "vitest";
import { AceError } from "../../../../src/errors.ts";
import type { Operation, Program } from "../../../../src/parsers/stablehlo/program/program.ts";
import { validateProgram } from "../../../../src/parsers/stablehlo/program/validate.ts";
import { programOf } from "../../../support/stablehlo-text.ts";

/** What is said of a program, and the text of the place that it names. */
function refusal(text: string, program: Program = programOf(text)): readonly [string, string] {
  try {
    validateProgram(program);
  } catch (error) {
    if (!(error instanceof AceError)) throw error;
    expect(error.code).toBe("invalid-graph");
    const { offset = -1 } = error.where;
    return [error.message, text.slice(offset).split("\n")[0] ?? ""];
  }
  return ["valid", ""];
}

const T = "tensor<4xf32>";
const HEAD = `func.func @f(%a: ${T}, %b: tensor<i32>, %c: tensor<f32>, %p: tensor<4xi1>) {`;

describe("validateProgram() refuses", () => {
  test.each([
    [`%0 = "stablehlo.add"(%a) : (${T}) -> ${T}`, "stablehlo.add: expected 2 operands, got 1"],
    [`"stablehlo.add"(%a, %a) : (${T}, ${T}) -> ()`, "stablehlo.add: expected 1 results, got 0"],
    [
      `%0 = "stablehlo.add"(%a, %c) : (${T}, tensor<f32>) -> ${T}`,
      `stablehlo.add: expected operands and results of one type, got ${T}, tensor<f32>, ${T}`,
    ],
    [
      `%0 = "stablehlo.abs"(%a) : (${T}) -> tensor<5xf32>`,
      `stablehlo.abs: expected operands and results of one shape, got ${T}, tensor<5xf32>`,
    ],
    [
      `%0 = "stablehlo.negate"(%a) : (${T}) -> tensor<4xf64>`,
      `stablehlo.negate: expected operands and results of one type, got ${T}, tensor<4xf64>`,
    ],
    [
      `%0 = "stablehlo.transpose"(%a) : (${T}) -> ${T}`,
      "stablehlo.transpose: expected an attribute permutation, got none",
    ],
    [
      `%0 = "stablehlo.concatenate"() {dimension = 0 : i64} : () -> ${T}`,
      "stablehlo.concatenate: expected at least 1 operands, got 0",
    ],
    [
      `%0 = "stablehlo.map"(%a) {dimensions = array<i64: 0>} : (${T}) -> ${T}`,
      "stablehlo.map: expected 1 regions, got 0",
    ],
    [
      `%0 = "stablehlo.map"(%a) ({ ^bb0(%x: tensor<f32>): "t.op"() : () -> () }) : (${T}) -> ${T}`,
      "stablehlo.map: expected a region that ends with a return, got t.op",
    ],
    [
      `%0 = "stablehlo.map"(%a) ({ ^bb0: stablehlo.return %c : tensor<f32> }) : (${T}) -> ${T}`,
      "stablehlo.map: expected regions of 1 arguments, got 0",
    ],
    [
      `%0 = "stablehlo.case"(%b) ({ stablehlo.return %b : tensor<i32> }) : (tensor<i32>) -> ${T}`,
      `stablehlo.case: expected results of a branch of types ${T}, got tensor<i32>`,
    ],
    [
      `%0 = stablehlo.while(%x = %b) : tensor<i32> cond { stablehlo.return %p : tensor<4xi1> } do { stablehlo.return %x : tensor<i32> }`,
      "stablehlo.while: expected a condition of type tensor<i1>, got tensor<4xi1>",
    ],
    [
      `%0 = "stablehlo.reduce"(%a, %c) ({ ^bb0(%x: tensor<f32>): stablehlo.return %x : tensor<f32> }) {dimensions = array<i64: 0>} : (${T}, tensor<f32>) -> tensor<f32>`,
      "stablehlo.reduce: expected regions of 2 arguments, got 1",
    ],
    ["%0 = call @none() : () -> i1", "func.call: expected a function of its module, got @none"],
    ["%0 = call @g() : () -> i1", `func.call: expected operands of types ${T}, got none`],
    [`%0 = call @g(%a) : (${T}) -> i1`, `func.call: expected results of types ${T}, got i1`],
    [
      `%0 = "stablehlo.composite"(%a) {name = "c", decomposition = "g"} : (${T}) -> ${T}`,
      "stablehlo.composite: expected the name of a function, got string",
    ],
    ["return", "func.return: expected a return at the end of its region, got one before it"],
  ])("%s", (operation, message) => {
    const text = `${HEAD}\n${operation}\nreturn\n}\nfunc.func private @g(${T}) -> ${T}`;
    expect(refusal(text)).toEqual([`Cannot import ${message}`, operation]);
  });

  test("functions that return something else, do not end, or call themselves", () => {
    const own = `func.func @f() -> i1 {\n%0 = "t.op"() : () -> i8\nreturn %0 : i8\n}`;
    expect(refusal(own)).toEqual([
      "Cannot import func.return: expected results of types i1, got i8",
      "return %0 : i8",
    ]);
    const open = 'func.func @f() {\n"t.op"() : () -> ()\n}';
    expect(refusal(open)).toEqual([
      "Cannot import function @f: expected a region that ends with a return, got t.op",
      "func.func @f() {",
    ]);
    const round =
      "func.func @a() {\ncall @b() : () -> ()\nreturn\n}\n" +
      "func.func @b() {\ncall @a() : () -> ()\nreturn\n}";
    expect(refusal(round)).toEqual([
      "Cannot import function @a: expected calls that do not go round, got a call of itself",
      "func.func @a() {",
    ]);
  });

  test("operands that no operation before defines", () => {
    const text = `${HEAD}\n%0 = stablehlo.negate %a : ${T}\n%1 = stablehlo.negate %0 : ${T}\nreturn\n}`;
    const program = programOf(text);
    const [module] = program.modules;
    const of = module?.functions.get("f");
    if (module === undefined || of === undefined) throw new Error("no function");
    const [first, second, end] = of.body.operations as readonly [Operation, Operation, Operation];
    const body = { ...of.body, operations: [second, first, end] };
    const functions = new Map([["f", { ...of, body }]]);
    expect(refusal(text, { ...program, modules: [{ ...module, functions }] })).toEqual([
      "Cannot import stablehlo.negate: expected operands that are defined before, got %0",
      `%1 = stablehlo.negate %0 : ${T}`,
    ]);
  });
});

describe("validateProgram() takes", () => {
  test.each([
    [
      "quantized sums of different scales",
      "!quant.uniform<i8:f32, 0.5>",
      "!quant.uniform<i8:f32, 2.0:3>",
    ],
    ["dynamic sizes", "f32", "f32"],
  ])("%s", (_, a, b) => {
    const text = `func.func @f(%a: tensor<2x${a}>, %b: tensor<?x${b}>) {\n%0 = stablehlo.add %a, %b : (tensor<2x${a}>, tensor<?x${b}>) -> tensor<?x${b}>\nreturn\n}`;
    expect(refusal(text)[0]).toBe("valid");
  });

  test("scalars beside what is clamped and selected, and operations that are not known", () => {
    const text =
      `func.func @f(%a: ${T}, %c: tensor<f32>, %p: tensor<i1>) {\n` +
      `%0 = stablehlo.clamp %c, %a, %c : (tensor<f32>, ${T}, tensor<f32>) -> ${T}\n` +
      `%1 = stablehlo.select %p, %a, %0 : tensor<i1>, ${T}\n"t.op"(%1) : (${T}) -> ()\nreturn\n}`;
    expect(refusal(text)[0]).toBe("valid");
  });

  test("regions whose sizes are known where those around are not, and the other way round", () => {
    const text = `func.func @f(%p: tensor<i1>, %a: tensor<2xf32>, %b: tensor<?xf32>) {
      %0 = "stablehlo.if"(%p) ({ stablehlo.return %a : tensor<2xf32> },
        { stablehlo.return %b : tensor<?xf32> }) : (tensor<i1>) -> tensor<?xf32>
      %1 = "stablehlo.while"(%a) ({
      ^bb0(%x: tensor<?xf32>):
        stablehlo.return %p : tensor<i1>
      }, {
      ^bb0(%x: tensor<2xf32>):
        stablehlo.return %b : tensor<?xf32>
      }) : (tensor<2xf32>) -> tensor<?xf32>
      return
    }`;
    expect(refusal(text)[0]).toBe("valid");
    const [message] = refusal(text.replaceAll("tensor<?xf32>", "tensor<3xf32>"));
    expect(message).toBe(
      "Cannot import stablehlo.if: expected results of a branch of types tensor<3xf32>, got tensor<2xf32>",
    );
  });

  test("a composite with regions", () => {
    const text = `func.func @g(%a: ${T}) -> ${T} {\nreturn %a : ${T}\n}
      func.func @f(%a: ${T}) {
        %0 = "stablehlo.composite"(%a) <{name = "g", decomposition = @g}> ({
        ^bb0(%x: ${T}):
          stablehlo.return %x : ${T}
        }) : (${T}) -> ${T}
        return
      }`;
    expect(refusal(text)[0]).toBe("valid");
  });
});
