import { describe, expect, test } from "vitest";
import { score } from "../../src/index.ts";

/** Warnings and rows of a program on x [3, 4] and an index for each of 3 rows. */
function scored(body: string, result: string) {
  const text = `func.func @main(%x: tensor<3x4xf32>, %at: tensor<3xi32>) -> ${result} {
  ${body}
  return %r : ${result}
}`;
  const { layers, warnings } = score(new TextEncoder().encode(text));
  const rows = layers.map(({ macs, lhs, rhs }) => [macs, lhs.bits, rhs.bits]);
  return { rows, codes: warnings.map(({ code, where }) => [code, where]) };
}

const MOVED = [["data-movement", "node %r (dot_general)"]];

/** Ones where rows equal columns plus `offset`, [4, 4]. */
const eye = (offset: number) => `%i = stablehlo.iota dim = 0 : tensor<4x4xi32>
  %o = stablehlo.constant dense<${offset}> : tensor<4x4xi32>
  %j = stablehlo.iota dim = 1 : tensor<4x4xi32>
  %k = stablehlo.add %j, %o : tensor<4x4xi32>
  %e = stablehlo.compare EQ, %i, %k, SIGNED : (tensor<4x4xi32>, tensor<4x4xi32>) -> tensor<4x4xi1>
  %f = stablehlo.convert %e : (tensor<4x4xi1>) -> tensor<4x4xf32>`;
const dot = (lhs: string, from: string, rhs: string, to: string, axes: string, result: string) =>
  `%r = stablehlo.dot_general ${lhs}, ${rhs}, contracting_dims = ${axes} : (${from}, ${to}) -> ${result}`;
const X = "tensor<3x4xf32>";

describe("a product with ones that the graph builds", () => {
  test("is data movement where each sum has one at most, and counted as written", () => {
    const body = `${eye(1)}\n${dot("%x", X, "%f", "tensor<4x4xf32>", "[1] x [0]", X)}`;
    expect(scored(body, X)).toEqual({ rows: [[48n, 32, 1]], codes: MOVED });
  });

  test("is a product where a sum has several", () => {
    const lower = eye(0).replace("compare EQ", "compare LE");
    const body = `${lower}\n${dot("%x", X, "%f", "tensor<4x4xf32>", "[1] x [0]", X)}`;
    expect(scored(body, X)).toEqual({ rows: [[48n, 32, 1]], codes: [] });
  });

  test("is one where the ones are stored", () => {
    const body = `%f = stablehlo.constant dense<[[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]]> : tensor<4x4xf32>
      ${dot("%x", X, "%f", "tensor<4x4xf32>", "[1] x [0]", X)}`;
    expect(scored(body, X).codes).toEqual([]);
  });
});

describe("a product with one-hot rows that run-time indices make", () => {
  /** [3, 5] by `at`, with numbers along the second axis. */
  const oneHot = `%c = stablehlo.iota dim = 1 : tensor<3x5xi32>
    %b = stablehlo.broadcast_in_dim %at, dims = [0] : (tensor<3xi32>) -> tensor<3x5xi32>
    %e = stablehlo.compare EQ, %b, %c, SIGNED : (tensor<3x5xi32>, tensor<3x5xi32>) -> tensor<3x5xi1>
    %f = stablehlo.convert %e : (tensor<3x5xi1>) -> tensor<3x5xf32>`;

  test("picks rows of a table: data movement", () => {
    const table = "%w = stablehlo.iota dim = 0 : tensor<5x2xf32>";
    const result = "tensor<3x2xf32>";
    const body = `${oneHot}\n${table}\n${dot("%f", "tensor<3x5xf32>", "%w", "tensor<5x2xf32>", "[1] x [0]", result)}`;
    expect(scored(body, result)).toEqual({ rows: [[30n, 1, 3]], codes: MOVED });
  });

  test("sums the rows that have one index: a product", () => {
    const result = "tensor<5x4xf32>";
    const body = `${oneHot}\n${dot("%f", "tensor<3x5xf32>", "%x", X, "[0] x [0]", result)}`;
    expect(scored(body, result)).toEqual({ rows: [[60n, 1, 32]], codes: [] });
  });

  test("of the other axis picks, turned round", () => {
    const result = "tensor<3x2xf32>";
    const body = `${oneHot}
      %t = stablehlo.transpose %f, dims = [1, 0] : (tensor<3x5xf32>) -> tensor<5x3xf32>
      %w = stablehlo.iota dim = 0 : tensor<5x2xf32>
      ${dot("%t", "tensor<5x3xf32>", "%w", "tensor<5x2xf32>", "[0] x [0]", result)}`;
    expect(scored(body, result).codes).toEqual(MOVED);
  });
});
