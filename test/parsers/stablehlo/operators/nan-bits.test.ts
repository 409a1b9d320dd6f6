import { describe, expect, test } from "vitest";
import { constant, outputsOf } from "../../../support/stablehlo-run.ts";

/** Infinity, NaN, -NaN, -infinity, 3 of a type, and the places of the largest first. */
const SIGNED: Readonly<Record<string, string>> = {
  f32: "[0x7F800000, 0x7FC00000, 0xFFC00000, 0xFF800000, 3.0]",
  f64: "[0x7FF0000000000000, 0x7FF8000000000000, 0xFFF8000000000000, 0xFFF0000000000000, 3.0]",
  bf16: "[0x7F80, 0x7FC0, 0xFFC0, 0xFF80, 3.0]",
  f16: "[0x7C00, 0x7E00, 0xFE00, 0xFC00, 3.0]",
  f8E5M2: "[0x7C, 0x7E, 0xFE, 0xFC, 3.0]",
};
const PLACES = [1, 0, 4, 3, 2];

const BITS = "(tensor<f32>) -> tensor<ui32>";
const bitsOf = (x: string) => `%bits = stablehlo.bitcast_convert ${x} : ${BITS}`;

/** A comparator of floats in total order. */
const LESS = (
  type: string,
) => `^bb0(%a: tensor<${type}>, %b: tensor<${type}>, %c: tensor<i32>, %d: tensor<i32>):
  %first = stablehlo.compare LT, %a, %b, TOTALORDER : (tensor<${type}>, tensor<${type}>) -> tensor<i1>
  stablehlo.return %first : tensor<i1>`;

describe.each(Object.entries(SIGNED))("NaNs of %s with a sign", (type, elements) => {
  const x = constant("x", elements, `tensor<5x${type}>`);

  test("`top_k` takes NaN first and -NaN last", () => {
    const top = `%v, %i = chlo.top_k(%x, k = 5) : tensor<5x${type}> -> (tensor<5x${type}>, tensor<5xi32>)`;
    const [values, places] = outputsOf([x, top], {
      "%v": `tensor<5x${type}>`,
      "%i": "tensor<5xi32>",
    });
    expect(places).toEqual(PLACES);
    expect(values).toEqual([NaN, Infinity, 3, -Infinity, NaN]);
  });

  test("`top_k` behind operations that move", () => {
    const [places] = outputsOf(
      [
        x,
        `%r = stablehlo.reverse %x, dims = [0] : tensor<5x${type}>`,
        `%b = stablehlo.broadcast_in_dim %r, dims = [1] : (tensor<5x${type}>) -> tensor<2x5x${type}>`,
        `%s = stablehlo.slice %b [1:2, 0:5] : (tensor<2x5x${type}>) -> tensor<1x5x${type}>`,
        `%v, %i = chlo.top_k(%s, k = 5) : tensor<1x5x${type}> -> (tensor<1x5x${type}>, tensor<1x5xi32>)`,
      ],
      { "%i": "tensor<1x5xi32>" },
    );
    expect(places).toEqual(PLACES.map((place) => 4 - place));
  });

  test("`sort` in total order", () => {
    const [places] = outputsOf(
      [
        x,
        "%n = stablehlo.iota dim = 0 : tensor<5xi32>",
        `%v, %i = "stablehlo.sort"(%x, %n) <{dimension = 0 : i64}> ({\n${LESS(type)}\n}) : (tensor<5x${type}>, tensor<5xi32>) -> (tensor<5x${type}>, tensor<5xi32>)`,
      ],
      { "%i": "tensor<5xi32>" },
    );
    expect(places).toEqual(PLACES.toReversed());
  });
});

test("`top_k` of a type that has no infinity", () => {
  const x = constant("x", "[0x7F, 0xFF, 2.0]", "tensor<3xf8E4M3FN>");
  const top =
    "%v, %i = chlo.top_k(%x, k = 3) : tensor<3xf8E4M3FN> -> (tensor<3xf8E4M3FN>, tensor<3xi32>)";
  expect(outputsOf([x, top], { "%i": "tensor<3xi32>" })).toEqual([[0, 2, 1]]);
});

test("one NaN for a whole constant keeps its bits", () => {
  const x = constant("x", "0xFFC00000", "tensor<2xf32>");
  const cast = "%b = stablehlo.bitcast_convert %x : (tensor<2xf32>) -> tensor<2xui32>";
  expect(outputsOf([x, cast], { "%b": "tensor<2xui32>" })).toEqual([[0xffc00000, 0xffc00000]]);
  expect(
    outputsOf([constant("x", "0x7F800001", "tensor<f32>"), bitsOf("%x")], {
      "%bits": "tensor<ui32>",
    }),
  ).toEqual([[0x7f800001]]);
});

test("0 / 0 is the positive quiet NaN, in every trip of a loop", () => {
  const body = `%i = stablehlo.constant dense<0> : tensor<i32>
    %least = stablehlo.constant dense<4294967295> : tensor<1000xui32>
    %most = stablehlo.constant dense<0> : tensor<1000xui32>
    %zeros = stablehlo.constant dense<0.0> : tensor<1000xf32>
    %r:4 = stablehlo.while(%k = %i, %lo = %least, %hi = %most, %z = %zeros) : tensor<i32>, tensor<1000xui32>, tensor<1000xui32>, tensor<1000xf32>
    cond {
      %n = stablehlo.constant dense<300> : tensor<i32>
      %go = stablehlo.compare LT, %k, %n : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %go : tensor<i1>
    } do {
      %one = stablehlo.constant dense<1> : tensor<i32>
      %next = stablehlo.add %k, %one : tensor<i32>
      %nan = stablehlo.divide %z, %z : tensor<1000xf32>
      %bits = stablehlo.bitcast_convert %nan : (tensor<1000xf32>) -> tensor<1000xui32>
      %l = stablehlo.minimum %lo, %bits : tensor<1000xui32>
      %h = stablehlo.maximum %hi, %bits : tensor<1000xui32>
      stablehlo.return %next, %l, %h, %z : tensor<i32>, tensor<1000xui32>, tensor<1000xui32>, tensor<1000xf32>
    }`;
  const [least, most] = outputsOf([body], {
    "%r#1": "tensor<1000xui32>",
    "%r#2": "tensor<1000xui32>",
  });
  expect([...new Set([...(least ?? []), ...(most ?? [])])]).toEqual([0x7fc00000]);
});

test("a NaN that is computed outside is the positive one for the branch that looks at it", () => {
  const [bits] = outputsOf(
    [
      constant("x", "0xFFC00001", "tensor<f32>"),
      constant("p", "true", "tensor<i1>"),
      "%y = stablehlo.negate %x : tensor<f32>",
      `%r:2 = "stablehlo.if"(%p) ({
        ${bitsOf("%y")}
        %same = stablehlo.bitcast_convert %x : ${BITS}
        stablehlo.return %bits, %same : tensor<ui32>, tensor<ui32>
      }, {
        %none = stablehlo.constant dense<0> : tensor<ui32>
        stablehlo.return %none, %none : tensor<ui32>, tensor<ui32>
      }) : (tensor<i1>) -> (tensor<ui32>, tensor<ui32>)`,
      "%all = stablehlo.reshape %r#0 : (tensor<ui32>) -> tensor<1xui32>",
      "%other = stablehlo.reshape %r#1 : (tensor<ui32>) -> tensor<1xui32>",
      "%c = stablehlo.concatenate %all, %other, dim = 0 : (tensor<1xui32>, tensor<1xui32>) -> tensor<2xui32>",
    ],
    { "%c": "tensor<2xui32>" },
  );
  expect(bits).toEqual([0x7fc00000, 0xffc00001]);
});
