import { expect, test } from "vitest";
import { constant, outputsOf } from "../../../support/stablehlo-run.ts";

const C = "tensor<2xcomplex<f32>>";
const F = "tensor<2xf32>";
const X = constant("x", "[(1.0, 2.0), (3.0, -4.0)]", C);
const Y = constant("y", "[(3.0, 4.0), (0.0, 2.0)]", C);

/** Real and imaginary parts of an operation on x and y. */
function parts(operation: string, operands: string): readonly (readonly number[])[] {
  return outputsOf([X, Y, `%r = ${operation} ${operands} : ${C}`], { "%r": C });
}

test.each([
  ["stablehlo.add", "%x, %y", [4, 3], [6, -2]],
  ["stablehlo.subtract", "%x, %y", [-2, 3], [-2, -6]],
  // (1 + 2i)(3 + 4i) = -5 + 10i; (3 - 4i) 2i = 8 + 6i
  ["stablehlo.multiply", "%x, %y", [-5, 8], [10, 6]],
  // (1 + 2i)(3 - 4i) / 25 = (11 + 2i) / 25; (3 - 4i) / 2i = -2 - 1.5i
  ["stablehlo.divide", "%x, %y", [0.44, -2], [0.08, -1.5]],
  ["stablehlo.negate", "%x", [-1, -3], [-2, 4]],
  ["stablehlo.maximum", "%x, %y", [3, 3], [4, -4]],
  ["stablehlo.minimum", "%x, %y", [1, 0], [2, 2]],
  ["chlo.conj", "%x", [1, 3], [-2, 4]],
])("%s(%s)", (operation, operands, re, im) => {
  expect(parts(operation, operands)).toEqual([re.map(Math.fround), im.map(Math.fround)]);
});

test("the size of a complex number is real", () => {
  const lines = [Y, `%r = stablehlo.abs %y : (${C}) -> ${F}`];
  expect(outputsOf(lines, { "%r": F })).toEqual([[5, 2]]);
});

test("a number is made of its parts and gives them back; a real one has no imaginary part", () => {
  const lines = [
    constant("a", "[1.0, 2.0]", F),
    constant("b", "[3.0, 4.0]", F),
    `%c = stablehlo.complex %a, %b : ${C}`,
    `%re = stablehlo.real %c : (${C}) -> ${F}`,
    `%im = stablehlo.imag %c : (${C}) -> ${F}`,
    `%none = stablehlo.imag %a : ${F}`,
  ];
  expect(outputsOf(lines, { "%re": F, "%im": F, "%none": F })).toEqual([
    [1, 2],
    [3, 4],
    [0, 0],
  ]);
});

test("a square root, and e to the power of 0", () => {
  const lines = [
    constant("s", "[(-4.0, 0.0), (9.0, 0.0)]", C),
    constant("z", "(0.0, 0.0)", C),
    `%root = stablehlo.sqrt %s : ${C}`,
    `%one = stablehlo.exponential %z : ${C}`,
  ];
  expect(outputsOf(lines, { "%root": C, "%one": C })).toEqual([
    [0, 3],
    [2, 0],
    [1, 1],
    [0, 0],
  ]);
});

test("a reduction combines both parts at once", () => {
  const S = "tensor<complex<f32>>";
  const reduced = (operation: string, start: string) => [
    X,
    constant("i", start, S),
    `%r = stablehlo.reduce(%x init: %i) applies ${operation} across dimensions = [0] : (${C}, ${S}) -> ${S}`,
  ];
  expect(outputsOf(reduced("stablehlo.add", "(1.0, 0.0)"), { "%r": S })).toEqual([[5], [-2]]);
  // (1 + 2i)(3 - 4i) = 11 + 2i
  expect(outputsOf(reduced("stablehlo.multiply", "(1.0, 0.0)"), { "%r": S })).toEqual([[11], [2]]);
});
