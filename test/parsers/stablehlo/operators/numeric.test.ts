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
