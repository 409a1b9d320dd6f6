import { describe, expect, test } from "vitest";
import { score } from "../../../../src/index.ts";

const W = "tensor<6x4xf32>";
const V = "tensor<3x6x4xf32>";

/** What is said of the right operand of a product of x [3, 6] with `%m`, one for each of the three. */
function batched(...lines: readonly string[]) {
  return rhsOf([
    ...lines,
    `%y = stablehlo.dot_general %x, %m, batching_dims = [0] x [0], contracting_dims = [1] x [1] : (tensor<3x6xf32>, ${V}) -> tensor<3x4xf32>`,
  ]);
}

function rhsOf(lines: readonly string[]) {
  const text = `func.func @main(%w: ${W} loc("params['w']"), %v: ${W} loc("params['v']"), %x: tensor<3x6xf32> loc("x"), %p: tensor<3xi1> loc("p"), %k: tensor<6xi1> loc("k")) -> tensor<3x4xf32> {
    ${lines.join("\n")}
    return %y : tensor<3x4xf32>
  }`;
  const { rhs } = score(new TextEncoder().encode(text)).layers[0] as NonNullable<
    ReturnType<typeof score>["layers"][number]
  >;
  return [rhs.bits, rhs.float, rhs.role];
}

describe("weights that a mask at run time picks or drops are floats:", () => {
  const stretched = (name: string) =>
    `%${name}s = stablehlo.broadcast_in_dim %${name}, dims = [1, 2] : (${W}) -> ${V}`;
  const mask = `%ps = stablehlo.broadcast_in_dim %p, dims = [0] : (tensor<3xi1>) -> tensor<3x6x4xi1>`;
  const select = (a: string, b: string) =>
    `%m = stablehlo.select %ps, %${a}, %${b} : tensor<3x6x4xi1>, ${V}`;

  test("one of two matrices for each example", () => {
    expect(batched(stretched("w"), stretched("v"), mask, select("ws", "vs"))).toEqual([
      32,
      true,
      "activation",
    ]);
  });

  test("one matrix for each example, or none", () => {
    const convert = `%pf = stablehlo.convert %ps : (tensor<3x6x4xi1>) -> ${V}`;
    const multiply = `%m = stablehlo.multiply %ws, %pf : ${V}`;
    expect(batched(stretched("w"), mask, convert, multiply)).toEqual([32, true, "activation"]);
  });

  test("some of the rows that are summed", () => {
    const lines = [
      `%ks = stablehlo.broadcast_in_dim %k, dims = [0] : (tensor<6xi1>) -> tensor<6x4xi1>`,
      `%m = stablehlo.select %ks, %w, %v : tensor<6x4xi1>, ${W}`,
      `%y = stablehlo.dot_general %x, %m, contracting_dims = [1] x [0] : (tensor<3x6xf32>, ${W}) -> tensor<3x4xf32>`,
    ];
    expect(rhsOf(lines)).toEqual([32, true, "activation"]);
  });

  test("a matrix or itself, as a vmapped conditional writes it, stays a weight", () => {
    expect(batched(stretched("w"), mask, select("ws", "ws"))).toEqual([32, true, "weight"]);
  });
});

test("a mask for each row alone stays 1 bit: its scale goes into the other operand", () => {
  const lines = [
    `%one = stablehlo.slice %w [0:6, 0:1] : (${W}) -> tensor<6x1xf32>`,
    `%ws = stablehlo.broadcast_in_dim %one, dims = [0, 1] : (tensor<6x1xf32>) -> ${W}`,
    `%ks = stablehlo.broadcast_in_dim %k, dims = [0] : (tensor<6xi1>) -> tensor<6x4xi1>`,
    `%kf = stablehlo.convert %ks : (tensor<6x4xi1>) -> ${W}`,
    `%m = stablehlo.multiply %ws, %kf : ${W}`,
    `%y = stablehlo.dot_general %x, %m, contracting_dims = [1] x [0] : (tensor<3x6xf32>, ${W}) -> tensor<3x4xf32>`,
  ];
  expect(rhsOf(lines)).toEqual([1, false, "activation"]);
});
