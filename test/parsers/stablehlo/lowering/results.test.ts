import { expect, test } from "vitest";
import { constant, outputsOf } from "../../../support/stablehlo-run.ts";

const X = constant("x", "[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]", "tensor<2x3xf32>");

/** What one operation gives, with its type; the operation follows `%r = `. */
function given(operation: string, type: string, ...before: readonly string[]): readonly number[] {
  return outputsOf([X, ...before, `%r = ${operation}`], { "%r": type })[0] ?? [];
}

test("moving operations", () => {
  const broadcast = "(tensor<2x3xf32>) -> tensor<3x2x2xf32>";
  expect(
    given(`stablehlo.broadcast_in_dim %x, dims = [2, 0] : ${broadcast}`, "tensor<3x2x2xf32>"),
  ).toEqual([1, 4, 1, 4, 2, 5, 2, 5, 3, 6, 3, 6]);
  expect(
    given(
      "stablehlo.slice %x [0:2:1, 0:3:2] : (tensor<2x3xf32>) -> tensor<2x2xf32>",
      "tensor<2x2xf32>",
    ),
  ).toEqual([1, 3, 4, 6]);
  expect(given("stablehlo.reverse %x, dims = [1] : tensor<2x3xf32>", "tensor<2x3xf32>")).toEqual([
    3, 2, 1, 6, 5, 4,
  ]);
  expect(
    given(
      "stablehlo.pad %x, %v, low = [0, 1], high = [1, -1], interior = [0, 1] : (tensor<2x3xf32>, tensor<f32>) -> tensor<3x5xf32>",
      "tensor<3x5xf32>",
      constant("v", "9.0", "tensor<f32>"),
    ),
  ).toEqual([9, 1, 9, 2, 9, 9, 4, 9, 5, 9, 9, 9, 9, 9, 9]);
});

test("reductions: plain ones, with a start value, and by a region", () => {
  const zero = constant("z", "0.0", "tensor<f32>");
  const ten = constant("z", "10.0", "tensor<f32>");
  const sum =
    "stablehlo.reduce(%x init: %z) applies stablehlo.add across dimensions = [1] : (tensor<2x3xf32>, tensor<f32>) -> tensor<2xf32>";
  expect(given(sum, "tensor<2xf32>", zero)).toEqual([6, 15]);
  expect(given(sum, "tensor<2xf32>", ten)).toEqual([16, 25]);
  expect(
    given(sum.replace("add", "maximum"), "tensor<2xf32>", constant("z", "5.0", "tensor<f32>")),
  ).toEqual([5, 6]);
  const region = `"stablehlo.reduce"(%x, %z) <{dimensions = array<i64: 0>}> ({
    ^bb0(%a: tensor<f32>, %b: tensor<f32>):
      %d = stablehlo.add %b, %b : tensor<f32>
      %s = stablehlo.subtract %a, %d : tensor<f32>
      stablehlo.return %s : tensor<f32>
    }) : (tensor<2x3xf32>, tensor<f32>) -> tensor<3xf32>`;
  expect(given(region, "tensor<3xf32>", zero)).toEqual([-10, -14, -18]);
});

test("a convolution in another layout", () => {
  const kernel = constant("k", "[[[1.0, -1.0]]]", "tensor<1x1x2xf32>");
  const row = "%row = stablehlo.reshape %x : (tensor<2x3xf32>) -> tensor<1x1x6xf32>";
  const conv =
    "stablehlo.convolution(%row, %k) dim_numbers = [b, f, 0]x[o, i, 0]->[b, f, 0], window = {stride = [1], pad = [[1, 0]], rhs_dilate = [1]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x1x6xf32>, tensor<1x1x2xf32>) -> tensor<1x1x6xf32>";
  expect(given(conv, "tensor<1x1x6xf32>", kernel, row)).toEqual([-1, -1, -1, -1, -1, -1]);
});

test("integers divide by StableHLO's rules", () => {
  const a = constant("a", "[7, -7, 5, -2147483648]", "tensor<4xi32>");
  const b = constant("b", "[2, 2, 0, -1]", "tensor<4xi32>");
  expect(given("stablehlo.divide %a, %b : tensor<4xi32>", "tensor<4xi32>", a, b)).toEqual([
    3, -3, -1, -2147483648,
  ]);
  expect(given("stablehlo.remainder %a, %b : tensor<4xi32>", "tensor<4xi32>", a, b)).toEqual([
    1, -1, 5, 0,
  ]);
});

test("comparisons in total order tell -0 from 0", () => {
  const a = constant("a", "[-0.0, 0.0]", "tensor<2xf32>");
  const b = constant("b", "[0.0, -0.0]", "tensor<2xf32>");
  const compare = (kind: string) =>
    `stablehlo.compare LT, %a, %b, ${kind} : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xi1>`;
  expect(given(compare("FLOAT"), "tensor<2xi1>", a, b)).toEqual([0, 0]);
  expect(given(compare("TOTALORDER"), "tensor<2xi1>", a, b)).toEqual([1, 0]);
});
