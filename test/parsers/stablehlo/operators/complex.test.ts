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

/** mpmath 1.4.1 at (0.5, -2). */
test.each([
  ["chlo.asin", 0.22101863562288385, -1.4657153519472905],
  ["chlo.acos", 1.3497776911720127, 1.4657153519472905],
  ["chlo.asinh", 1.3618009008578458, -1.2930420702371828],
  ["chlo.acosh", 1.4657153519472905, -1.3497776911720127],
  ["chlo.atan", 1.421546861001807, -0.5003700000525311],
  ["chlo.atanh", 0.09641562020299617, -1.1265564408348223],
])("%s of a complex number", (operation, re, im) => {
  const of = (type: string) => {
    const t = `tensor<complex<${type}>>`;
    const lines = [constant("z", "(0.5, -2.0)", t), `%r = ${operation} %z : ${t} -> ${t}`];
    return outputsOf(lines, { "%r": t }).flat() as [number, number];
  };
  const [real, imaginary] = of("f64");
  expect(real).toBeCloseTo(re, 14);
  expect(imaginary).toBeCloseTo(im, 14);
  expect(of("f32")).toEqual([Math.fround(re), Math.fround(im)]);
});

/** mpmath 1.4.1: nothing overflows at 2^600 + i, nothing vanishes at 1 + 2^-600 i. */
test.each([
  ["chlo.asin", "4.149515568880993e180", "1.0", 1.5707963267948966, 416.5814555165271],
  ["chlo.acosh", "4.149515568880993e180", "1.0", 416.5814555165271, 2.409919865102884e-181],
  ["chlo.asin", "1.0", "2.409919865102884e-181", 1.5707963267948966, 4.909093465297727e-91],
  ["chlo.acosh", "1.0", "2.409919865102884e-181", 4.909093465297727e-91, 4.909093465297727e-91],
  ["chlo.atanh", "1.0", "2.409919865102884e-181", 208.29072775826356, 0.7853981633974483],
])("%s of (%s, %s)", (operation, x, y, re, im) => {
  const t = "tensor<complex<f64>>";
  const lines = [constant("z", `(${x}, ${y})`, t), `%r = ${operation} %z : ${t} -> ${t}`];
  const [real, imaginary] = outputsOf(lines, { "%r": t }).flat() as [number, number];
  expect(real / re).toBeCloseTo(1, 14);
  expect(imaginary / im).toBeCloseTo(1, 14);
});

test("where a complex number is infinite, so are its root and its square", () => {
  const lines = [
    constant("z", "[(1.0, 0x7F800000), (0xFF800000, 1.0)]", C),
    `%root = stablehlo.sqrt %z : ${C}`,
    `%square = chlo.square %z : ${C} -> ${C}`,
  ];
  const INF = Number.POSITIVE_INFINITY;
  expect(outputsOf(lines, { "%root": C, "%square": C })).toEqual([
    [INF, 0],
    [INF, INF],
    [-INF, INF],
    [INF, -INF],
  ]);
});

test("complex numbers are clamped by their real parts first, and stay what their bits are", () => {
  const S = "tensor<complex<f32>>";
  const lines = [
    X,
    constant("lo", "(2.0, 0.0)", S),
    constant("hi", "(3.0, -5.0)", S),
    `%r = stablehlo.clamp %lo, %x, %hi : (${S}, ${C}, ${S}) -> ${C}`,
    `%same = stablehlo.bitcast_convert %x : (${C}) -> ${C}`,
  ];
  // 1 + 2i is below 2; 3 - 4i is above 3 - 5i
  expect(outputsOf(lines, { "%r": C, "%same": C })).toEqual([
    [2, 3],
    [0, -5],
    [1, 3],
    [2, -4],
  ]);
});

test("a sort and a scatter give their regions whole complex numbers", () => {
  const S = "tensor<complex<f32>>";
  const V = "tensor<3xcomplex<f32>>";
  const lines = [
    constant("v", "[(1.0, 5.0), (0.0, 7.0), (2.0, 6.0)]", V),
    `%sorted = "stablehlo.sort"(%v) <{dimension = 0 : i64}> ({
    ^bb0(%p: ${S}, %q: ${S}):
      %pi = stablehlo.imag %p : (${S}) -> tensor<f32>
      %qi = stablehlo.imag %q : (${S}) -> tensor<f32>
      %less = stablehlo.compare LT, %qi, %pi : (tensor<f32>, tensor<f32>) -> tensor<i1>
      stablehlo.return %less : tensor<i1>
    }) : (${V}) -> ${V}`,
    constant("at", "[[2], [0]]", "tensor<2x1xi32>"),
    X,
    `%scattered = "stablehlo.scatter"(%v, %at, %x) <{scatter_dimension_numbers =
      #stablehlo.scatter<inserted_window_dims = [0], scatter_dims_to_operand_dims = [0],
      index_vector_dim = 1>}> ({
    ^bb0(%p: ${S}, %q: ${S}):
      %product = stablehlo.multiply %p, %q : ${S}
      stablehlo.return %product : ${S}
    }) : (${V}, tensor<2x1xi32>, ${C}) -> ${V}`,
  ];
  // (2 + 6i)(1 + 2i) = -10 + 10i; (1 + 5i)(3 - 4i) = 23 + 11i
  expect(outputsOf(lines, { "%sorted": V, "%scattered": V })).toEqual([
    [0, 2, 1],
    [7, 6, 5],
    [23, 0, -10],
    [11, 7, 10],
  ]);
});

test("a product of complex numbers that is to be real is refused", () => {
  const lines = [X, Y, `%r = stablehlo.dot %x, %y : (${C}, ${C}) -> tensor<f32>`];
  expect(() => outputsOf(lines, { "%r": "tensor<f32>" })).toThrow(
    "expected a complex result of complex operands, got f32",
  );
});
