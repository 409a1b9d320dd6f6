import { describe, expect, test } from "vitest";
import { constant, outputsOf } from "../../../support/stablehlo-run.ts";

describe("`fft`", () => {
  test("of complex numbers, and back", () => {
    const C = "tensor<4xcomplex<f32>>";
    const lines = [
      constant("x", "[(1.0, 0.0), (2.0, 0.0), (3.0, 0.0), (4.0, 0.0)]", C),
      `%f = stablehlo.fft %x, type = FFT, length = [4] : (${C}) -> ${C}`,
      `%b = stablehlo.fft %f, type = IFFT, length = [4] : (${C}) -> ${C}`,
    ];
    expect(outputsOf(lines, { "%f": C, "%b": C })).toEqual([
      [10, -2, -2, -2],
      [0, 2, 0, -2],
      [1, 2, 3, 4],
      [0, 0, 0, 0],
    ]);
  });

  test("of real numbers: half of the spectrum, and back", () => {
    const [F, C] = ["tensor<4xf32>", "tensor<3xcomplex<f32>>"];
    const lines = [
      constant("x", "[1.0, 2.0, 3.0, 4.0]", F),
      `%f = stablehlo.fft %x, type = RFFT, length = [4] : (${F}) -> ${C}`,
      `%b = stablehlo.fft %f, type = IRFFT, length = [4] : (${C}) -> ${F}`,
    ];
    expect(outputsOf(lines, { "%f": C, "%b": F })).toEqual([
      [10, -2, -2],
      [0, 2, 0],
      [1, 2, 3, 4],
    ]);
  });
});

describe("systems of equations", () => {
  const A = "tensor<2x2xf32>";
  const B = "tensor<2x1xf32>";
  const solved = (lower: boolean, transpose: string, unit = false) =>
    outputsOf(
      [
        constant("a", "[[2.0, 1.0], [1.0, 4.0]]", A),
        constant("b", "[[2.0], [9.0]]", B),
        `%x = "stablehlo.triangular_solve"(%a, %b) <{left_side = true, lower = ${lower}, ` +
          `unit_diagonal = ${unit}, transpose_a = #stablehlo<transpose ${transpose}>}> : ` +
          `(${A}, ${B}) -> ${B}`,
      ],
      { "%x": B },
    )[0];

  test("`triangular_solve` reads one triangle", () => {
    expect(solved(true, "NO_TRANSPOSE")).toEqual([1, 2]);
    // 4 y = 9; 2 x + y = 2
    expect(solved(false, "NO_TRANSPOSE")).toEqual([-0.125, 2.25]);
    // of the transposed lower one: 4 y = 9; 2 x + y = 2
    expect(solved(true, "TRANSPOSE")).toEqual([-0.125, 2.25]);
    expect(solved(true, "NO_TRANSPOSE", true)).toEqual([2, 7]);
  });

  test("`cholesky` gives the lower factor", () => {
    const lines = [
      constant("a", "[[4.0, 2.0], [2.0, 5.0]]", A),
      `%l = stablehlo.cholesky %a, lower = true : ${A}`,
    ];
    expect(outputsOf(lines, { "%l": A })).toEqual([[2, 0, 1, 2]]);
  });
});

test("`rng_bit_generator` counts on, and gives the bits of XLA", () => {
  const [S, R] = ["tensor<2xui64>", "tensor<2xui32>"];
  const lines = [
    constant("s", "[0, 0]", S),
    `%n, %r = stablehlo.rng_bit_generator %s, algorithm = THREE_FRY : (${S}) -> (${S}, ${R})`,
  ];
  // Threefry-2x32 of a key and a counter of 0: Salmon et al., known answers of Random123.
  expect(outputsOf(lines, { "%n": S, "%r": R })[1]).toEqual([0x6b200159, 0x99ba4efe]);
});

test("products of 64-bit integers are floats where the program says so", () => {
  const I = "tensor<2xi64>";
  const lines = [
    constant("x", "[3, -4]", I),
    constant("y", "[5, 6]", I),
    `%r = stablehlo.dot %x, %y : (${I}, ${I}) -> tensor<f64>`,
  ];
  expect(outputsOf(lines, { "%r": "tensor<f64>" })).toEqual([[-9]]);
});

test("the largest of nothing is what the program starts from, also without infinities", () => {
  const E = "tensor<0xf8E4M3FN>";
  const S = "tensor<f8E4M3FN>";
  const lines = [
    constant("x", "", E),
    constant("i", "0.5", S),
    `%r = stablehlo.reduce(%x init: %i) applies stablehlo.maximum across dimensions = [0] : (${E}, ${S}) -> ${S}`,
  ];
  expect(outputsOf(lines, { "%r": S })).toEqual([[0.5]]);
});

test("truth values are clamped, integers mapped by a region, and multiplied for their upper half", () => {
  const B = "tensor<2xi1>";
  const I = "tensor<2xi8>";
  const lines = [
    constant("lo", "[false, true]", B),
    constant("x", "[true, false]", B),
    constant("hi", "[false, true]", B),
    `%c = stablehlo.clamp %lo, %x, %hi : ${B}`,
    constant("a", "[3, -100]", I),
    constant("k", "2", "tensor<i8>"),
    `%m = "stablehlo.map"(%a) <{dimensions = array<i64: 0>}> ({
    ^bb0(%e: tensor<i8>):
      %p = stablehlo.multiply %e, %k : tensor<i8>
      stablehlo.return %p : tensor<i8>
    }) : (${I}) -> ${I}`,
    `%h = chlo.mulhi %a, %a : ${I}, ${I} -> ${I}`,
  ];
  // -200 wraps to 56; 100 x 100 = 0x2710
  expect(outputsOf(lines, { "%c": B, "%m": I, "%h": I })).toEqual([
    [0, 1],
    [6, 56],
    [0, 39],
  ]);
});

test("precision is not reduced where a type has no infinities", () => {
  const E = "tensor<1xf8E4M3FN>";
  const lines = [
    constant("x", "1.0", E),
    `%r = stablehlo.reduce_precision %x, format = e5m2 : ${E}`,
  ];
  expect(() => outputsOf(lines, { "%r": E })).toThrow(
    "expected a float type with infinities, got f8e4m3fn",
  );
});
