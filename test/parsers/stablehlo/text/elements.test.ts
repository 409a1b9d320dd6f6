import { describe, expect, test } from "vitest";
import { AceError } from "../../../../src/errors.ts";
import { attributeOf, programOf } from "../../../support/stablehlo-text.ts";

/** The numbers of a constant as they are read. */
function elementsOf(text: string): readonly (number | bigint)[] {
  const attribute = attributeOf(text);
  if (attribute?.kind !== "elements") throw new Error("no elements");
  return [...attribute.elements.read()];
}

function refusal(text: string): string {
  try {
    elementsOf(text);
  } catch (error) {
    if (error instanceof AceError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "read";
}

describe("elements are read from", () => {
  test.each<readonly [string, readonly (number | bigint)[]]>([
    // One for all.
    ["dense<1.5> : tensor<2x3xf32>", [1.5]],
    ["dense<true> : tensor<4xi1>", [1]],
    ["dense<-3> : tensor<9xi64>", [-3n]],
    ["dense<(1.0, -2.0)> : tensor<3xcomplex<f32>>", [1, -2]],
    // Lists.
    ["dense<[1, 2]> : tensor<2xi32>", [1, 2]],
    ["dense<[[1.0, -0.0], [2.5e1, 1.0E-2]]> : tensor<2x2xf64>", [1, -0, 25, 0.01]],
    ["dense<[true, false]> : tensor<2xi1>", [1, 0]],
    ["dense<[(1.0, 2.0), (3.0, -0.0)]> : tensor<2xcomplex<f64>>", [1, 2, 3, -0]],
    ["dense<[-8, 7]> : tensor<2xi4>", [-8, 7]],
    ["dense<[15, 0]> : tensor<2xui4>", [15, 0]],
    ["dense<[-2, 1]> : tensor<2xi2>", [-2, 1]],
    ["dense<18446744073709551615> : tensor<ui64>", [2n ** 64n - 1n]],
    ["dense<> : tensor<0x3xf32>", []],
    // Decimal digits are rounded to the type: 0.1 in f32 is 13421773 * 2^-27.
    ["dense<0.1> : tensor<f32>", [13421773 * 2 ** -27]],
    ["dense<1.00390625> : tensor<bf16>", [1]],
    // Bits of floats, in lists too.
    ["dense<0xFF800000> : tensor<f32>", [Number.NEGATIVE_INFINITY]],
    [
      "dense<[0x7F800000, 0x7FC00000, -0.000000e+00]> : tensor<3xf32>",
      [Number.POSITIVE_INFINITY, Number.NaN, -0],
    ],
    ["dense<0x7FF0000000000000> : tensor<f64>", [Number.POSITIVE_INFINITY]],
    ["dense<0x3C00> : tensor<f16>", [1]],
    ["dense<0x3F80> : tensor<bf16>", [1]],
    ["dense<0x38> : tensor<f8E4M3FN>", [1]],
    // Bytes, little endian.
    ['dense<"0x0000803F000000C0"> : tensor<2xf32>', [1, -2]],
    ['dense<"0x000000000000F03F"> : tensor<1xf64>', [1]],
    ['dense<"0x803F00C0"> : tensor<2xbf16>', [1, -2]],
    ['dense<"0x003C00C0"> : tensor<2xf16>', [1, -2]],
    ['dense<"0x38B8"> : tensor<2xf8E4M3FN>', [1, -1]],
    ['dense<"0x020A"> : tensor<2xf4E2M1FN>', [1, -1]],
    ['dense<"0x01FFFF7F"> : tensor<2xi16>', [-255, 32767]],
    ['dense<"0xFFFFFFFF01000000"> : tensor<2xui32>', [2 ** 32 - 1, 1]],
    ['dense<"0xFEFFFFFFFFFFFFFF"> : tensor<1xi64>', [-2n]],
    ['dense<"0x80FF"> : tensor<2xi8>', [-128, -1]],
    ['dense<"0xF807"> : tensor<2xi4>', [-8, 7]],
    ['dense<"0x0F07"> : tensor<2xui4>', [15, 7]],
    ['dense<"0xFE01"> : tensor<2xi2>', [-2, 1]],
    ['dense<"0x0302"> : tensor<2xui2>', [3, 2]],
    ['dense<"0x010001"> : tensor<3xi1>', [1, 0, 1]],
    // Bits packed from the lowest, as older texts have them: 0b10000110, 0b1.
    ['dense<"0x8601"> : tensor<9xi1>', [0, 1, 1, 0, 0, 0, 0, 1, 1]],
    // One element for all, in bytes.
    ['dense<"0xFF"> : tensor<8xi1>', [1]],
    ['dense<"0x0000803F"> : tensor<7xf32>', [1]],
    ['dense<"0x0000803F00000040"> : tensor<3xcomplex<f32>>', [1, 2]],
  ])("%s", (text, elements) => {
    expect(elementsOf(text)).toEqual(elements);
  });
});

describe("elements are refused", () => {
  const start = "malformed-model: Cannot read";
  test.each([
    ["dense<[1, 2, 3]> : tensor<2xi32>", `${start} the text: expected fewer elements, got 3`],
    [
      "dense<[1]> : tensor<2xi32>",
      `${start} a constant: expected 2 elements, or one for all, got another number`,
    ],
    [
      'dense<"0x00"> : tensor<2xf32>',
      `${start} a constant: expected 2 elements, or one for all, got another number`,
    ],
    [
      "dense<1.5> : tensor<2xi32>",
      `${start} the text: expected whole numbers, got the end of the text`,
    ],
    ["dense<abc> : tensor<2xf32>", `${start} the text: expected a number, got abc`],
    ["dense<[1, 2> : tensor<2xi32>", `${start} the text: expected , or ], got the end of the text`],
    [
      "dense<1> : tensor<2x!quant.uniform<i8:f32, 0.1>>",
      "unsupported-type: Cannot read a constant: expected elements of a type that is known, " +
        "got !quant.uniform<i8:f32, 0.1>",
    ],
    [
      "dense_resource<__elided__> : tensor<4xf32>",
      "missing-data: Cannot read the constant dense_resource<__elided__>: " +
        "expected its elements in the file, got only its type",
    ],
  ])("%s", (text, message) => {
    expect(refusal(text)).toBe(message);
  });
});

test("dense_resource is found at the end of the text", () => {
  const program = programOf(
    'func.func @f() { "t.op"() {a = dense_resource<k> : tensor<2xf32>} : () -> () return }\n' +
      '{-# dialect_resources: { builtin: { k: "0x040000000000803F000000C0" } } #-}',
  );
  const attribute = program.modules[0]?.functions.get("f")?.body.operations[0]?.attributes.get("a");
  expect(attribute?.kind === "elements" && [...attribute.elements.read()]).toEqual([1, -2]);
});
