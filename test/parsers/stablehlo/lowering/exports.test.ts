import { describe, expect, test } from "vitest";
import { score } from "../../../../src/index.ts";
import { constant, outputsOf } from "../../../support/stablehlo-run.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("programs with symbolic sizes", () => {
  const half = `module @m {
    func.func public @main(%arg0: tensor<8x6xf32> loc(unknown), %arg1: tensor<?x8xf32> loc(unknown)) -> tensor<?x6xf32> {
      %two = stablehlo.constant dense<2> : tensor<i32>
      %0 = stablehlo.get_dimension_size %arg1, dim = 0 : (tensor<?x8xf32>) -> tensor<i32>
      %1 = call @halved(%0, %two) : (tensor<i32>, tensor<i32>) -> tensor<i32>
      %2 = call @wrapped(%1, %arg0, %arg1) : (tensor<i32>, tensor<8x6xf32>, tensor<?x8xf32>) -> tensor<?x6xf32>
      return %2 : tensor<?x6xf32>
    }
    func.func private @halved(%arg0: tensor<i32>, %arg1: tensor<i32>) -> tensor<i32> {
      %0 = stablehlo.divide %arg0, %arg1 : tensor<i32>
      return %0 : tensor<i32>
    }
    func.func private @wrapped(%arg0: tensor<i32> {jax.global_constant = "n"} loc(unknown), %arg1: tensor<8x6xf32> loc("params['a']"), %arg2: tensor<?x8xf32> loc("x")) -> tensor<?x6xf32> {
      %0 = stablehlo.dot_general %arg2, %arg1, contracting_dims = [1] x [0] : (tensor<?x8xf32>, tensor<8x6xf32>) -> tensor<?x6xf32>
      return %0 : tensor<?x6xf32>
    }
  }`;

  test("have the names of the function that they return, also where they call others before", () => {
    const { totals, layers } = score(bytes(half), { inputs: { x: [4, 8] } });
    expect([totals.macs, totals.weightCount, layers[0]?.rhs.tensor]).toEqual([
      192n,
      48n,
      "params/a",
    ]);
  });

  test("take a slice of known size where a loop's counter says", () => {
    const text = `module @m {
      func.func public @main(%w: tensor<8x8xf32> loc("params['w']"), %xs: tensor<5x2x8xf32> loc("xs")) -> tensor<2x8xf32> {
        %zero = stablehlo.constant dense<0> : tensor<i32>
        %one = stablehlo.constant dense<1> : tensor<i32>
        %end = stablehlo.constant dense<5> : tensor<i32>
        %c = stablehlo.constant dense<0.0> : tensor<2x8xf32>
        %r:2 = stablehlo.while(%i = %zero, %a = %c) : tensor<i32>, tensor<2x8xf32> cond {
          %go = stablehlo.compare LT, %i, %end, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
          stablehlo.return %go : tensor<i1>
        } do {
          %0 = stablehlo.reshape %i : (tensor<i32>) -> tensor<1xi32>
          %1 = stablehlo.constant dense<0> : tensor<2xi32>
          %2 = stablehlo.concatenate %0, %1, dim = 0 : (tensor<1xi32>, tensor<2xi32>) -> tensor<3xi32>
          %3 = stablehlo.constant dense<[1, 2, 8]> : tensor<3xi32>
          %4 = stablehlo.add %2, %3 : tensor<3xi32>
          %5 = stablehlo.constant dense<1> : tensor<3xi32>
          %6 = stablehlo.real_dynamic_slice %xs, %2, %4, %5 : (tensor<5x2x8xf32>, tensor<3xi32>, tensor<3xi32>, tensor<3xi32>) -> tensor<1x2x8xf32>
          %7 = stablehlo.reshape %6 : (tensor<1x2x8xf32>) -> tensor<2x8xf32>
          %8 = stablehlo.add %a, %7 : tensor<2x8xf32>
          %9 = stablehlo.dot_general %8, %w, contracting_dims = [1] x [0] : (tensor<2x8xf32>, tensor<8x8xf32>) -> tensor<2x8xf32>
          %j = stablehlo.add %i, %one : tensor<i32>
          stablehlo.return %j, %9 : tensor<i32>, tensor<2x8xf32>
        }
        return %r#1 : tensor<2x8xf32>
      }
    }`;
    const { totals, layers, complete } = score(bytes(text));
    expect([totals.macs, layers[0]?.trips, complete]).toEqual([640n, 5n, true]);
  });
});

test("a convolution whose padding is computed", () => {
  const lines = [
    constant("x", "[[[1.0], [2.0], [3.0]]]", "tensor<1x3x1xf32>"),
    constant("k", "[[[10.0]], [[1.0]]]", "tensor<2x1x1xf32>"),
    constant("p", "[[1, 0]]", "tensor<1x2xi32>"),
    `%r = "stablehlo.dynamic_conv"(%x, %k, %p) <{batch_group_count = 1 : i64, dimension_numbers = #stablehlo.conv<[b, 0, f]x[0, i, o]->[b, 0, f]>, feature_group_count = 1 : i64, window_strides = array<i64: 1>}> : (tensor<1x3x1xf32>, tensor<2x1x1xf32>, tensor<1x2xi32>) -> tensor<1x3x1xf32>`,
  ];
  expect(outputsOf(lines, { "%r": "tensor<1x3x1xf32>" })).toEqual([[1, 12, 23]]);
});

describe("operations that exports call by name", () => {
  const X = constant("x", "[[3.0, 1.0, 2.0]]", "tensor<1x3xf32>");

  test("`@mhlo.erf`", () => {
    const call =
      "%r = stablehlo.custom_call @mhlo.erf(%x) {mhlo.attributes = {}, mhlo.version = 1 : i64} : (tensor<1x3xf32>) -> tensor<1x3xf32>";
    // Source: Abramowitz and Stegun, table 7.1.
    const [erf = []] = outputsOf([X, call], { "%r": "tensor<1x3xf32>" });
    expect(erf[1]).toBeCloseTo(0.8427007929, 6);
  });

  test("`@mhlo.topk`, of the largest alone", () => {
    const call = (largest: boolean) =>
      `%v, %i = stablehlo.custom_call @mhlo.topk(%x) {mhlo.attributes = {k = 2 : i64, largest = ${largest}}, mhlo.version = 1 : i64} : (tensor<1x3xf32>) -> (tensor<1x2xf32>, tensor<1x2xi32>)`;
    const types = { "%v": "tensor<1x2xf32>", "%i": "tensor<1x2xi32>" };
    expect(outputsOf([X, call(true)], types)).toEqual([
      [3, 2],
      [0, 2],
    ]);
    expect(() => outputsOf([X, call(false)], types)).toThrow(
      "expected the largest elements, got the smallest",
    );
  });

  test("`@stablehlo.dynamic_reduce_window` with the function that it names", () => {
    const text = `module @m {
      func.func public @main(%x: tensor<1x3xf32> loc("x")) -> tensor<1x3xf32> {
        %z = stablehlo.constant dense<0.0> : tensor<f32>
        %size = stablehlo.constant dense<[1, 3]> : tensor<2xi32>
        %ones = stablehlo.constant dense<1> : tensor<2xi32>
        %pads = stablehlo.constant dense<[[0, 0], [2, 0]]> : tensor<2x2xi32>
        %0 = stablehlo.custom_call @stablehlo.dynamic_reduce_window(%x, %z, %size, %ones, %ones, %ones, %pads) {api_version = 2 : i32, called_computations = [@reducer]} : (tensor<1x3xf32>, tensor<f32>, tensor<2xi32>, tensor<2xi32>, tensor<2xi32>, tensor<2xi32>, tensor<2x2xi32>) -> tensor<1x3xf32>
        return %0 : tensor<1x3xf32>
      }
      func.func private @reducer(%a: tensor<f32>, %b: tensor<f32>) -> tensor<f32> {
        %0 = stablehlo.add %a, %b : tensor<f32>
        return %0 : tensor<f32>
      }
    }`;
    expect(score(bytes(text)).totals.elementwise.add).toBe(6n);
  });
});
