import { describe, expect, test } from "vitest";
import { toNumbers } from "../../../../src/graph/tensor.ts";
import { run, score } from "../../../../src/index.ts";
import { tensor } from "../../../support/tensors.ts";

/** x [2, 2] and w [3, 2] words of 16 bits meet in pairs [2, 3, 2]. */
const PAIRS = `%w = stablehlo.constant dense<[[1, 2], [3, 4], [65535, 0]]> : tensor<3x2xui16>
  %a = stablehlo.broadcast_in_dim %x, dims = [0, 2] : (tensor<2x2xui16>) -> tensor<2x3x2xui16>
  %b = stablehlo.broadcast_in_dim %w, dims = [1, 2] : (tensor<3x2xui16>) -> tensor<2x3x2xui16>
  %p = stablehlo.xor %a, %b : tensor<2x3x2xui16>`;
const SUM = `%i = stablehlo.convert %c : (tensor<2x3x2xui16>) -> tensor<2x3x2xi32>
  %z = stablehlo.constant dense<0> : tensor<i32>
  %r = stablehlo.reduce(%i init: %z) applies stablehlo.add across dimensions = [2] : (tensor<2x3x2xi32>, tensor<i32>) -> tensor<2x3xi32>`;
const RESULT = "tensor<2x3xi32>";

function program(body: string, result: string, returned = "%r"): Uint8Array {
  return new TextEncoder().encode(`func.func @main(%x: tensor<2x2xui16>) -> ${result} {
  ${body}
  return ${returned} : ${result}
}`);
}

function rowsOf(model: Uint8Array) {
  return score(model).layers.map(
    ({ operator, kind, macs, lhs, rhs, weightCount, accumulatorBits }) => [
      ...[operator, kind, macs, lhs.bits, rhs.bits, rhs.role, weightCount, accumulatorBits],
    ],
  );
}

const codesOf = (model: Uint8Array) => score(model).warnings.map(({ code }) => code);

describe("popcnt of pairs of words", () => {
  const xor = program(`${PAIRS}\n%c = stablehlo.popcnt %p : tensor<2x3x2xui16>\n${SUM}`, RESULT);
  // 2 x 3 x 2 words x 16 bits; 3 x 2 words stored; a sum is up to 32.
  const ROW = ["popcnt", "dense", 192n, 1, 1, "weight", 96n, 6];

  test("summed over their axis is a product of 1 bit, and said so", () => {
    expect(rowsOf(xor)).toEqual([ROW]);
    expect(score(xor).totals.elementwise).toMatchObject({ add: 0n, logic: 0n });
    expect(score(xor).warnings).toEqual([
      {
        code: "packed-product",
        where: "node %c (popcnt)",
        reason: "counted as a product of operands of 1 bit, 16 in each word",
      },
    ]);
  });

  test("`run()` gives what the operations say", () => {
    const x = tensor("u16", [2, 2], [1, 2, 0, 7]);
    const out = run(xor, { inputs: new Map([["x", x]]) }).outputs.get("out0");
    // differing bits: 1,2 against 1,2; 3,4; 65535,0: 0, 1 + 2, 15 + 1; 0,7 against them: 1 + 2, 2 + 2, 16 + 3
    expect(out && toNumbers(out)).toEqual([0, 3, 16, 3, 4, 19]);
  });

  test("of not, as one of what agrees", () => {
    const not = `${PAIRS}\n%n = stablehlo.not %p : tensor<2x3x2xui16>\n%c = stablehlo.popcnt %n : tensor<2x3x2xui16>`;
    expect(rowsOf(program(`${not}\n${SUM}`, RESULT))).toEqual([ROW]);
  });

  test("summed by a product with ones is one product, not two", () => {
    const ones = `${PAIRS}
      %c = stablehlo.popcnt %p : tensor<2x3x2xui16>
      %i = stablehlo.convert %c : (tensor<2x3x2xui16>) -> tensor<2x3x2xf32>
      %o = stablehlo.constant dense<1.0> : tensor<2xf32>
      %r = stablehlo.dot_general %i, %o, contracting_dims = [2] x [0] : (tensor<2x3x2xf32>, tensor<2xf32>) -> tensor<2x3xf32>`;
    const model = program(ones, "tensor<2x3xf32>");
    expect(rowsOf(model)).toEqual([ROW]);
    const first = ones
      .replace("%i, %o, contracting_dims = [2] x [0]", "%o, %i, contracting_dims = [0] x [2]")
      .replace("(tensor<2x3x2xf32>, tensor<2xf32>)", "(tensor<2xf32>, tensor<2x3x2xf32>)");
    expect(rowsOf(program(first, "tensor<2x3xf32>"))).toEqual([ROW]);
    const x = tensor("u16", [2, 2], [1, 2, 0, 7]);
    const out = run(model, { inputs: new Map([["x", x]]) }).outputs.get("out0");
    expect(out).toEqual(tensor("f32", [2, 3], [0, 3, 16, 3, 4, 19]));
  });

  test("that are used elsewhere, too, are counted once; a sum then has a word", () => {
    const both = `${PAIRS}\n%c = stablehlo.popcnt %p : tensor<2x3x2xui16>\n${SUM}
      %m = stablehlo.reduce(%i init: %z) applies stablehlo.maximum across dimensions = [2] : (tensor<2x3x2xi32>, tensor<i32>) -> tensor<2x3xi32>
      %s = stablehlo.add %r, %m : tensor<2x3xi32>`;
    const model = program(both, RESULT, "%s");
    expect(rowsOf(model)).toEqual([["popcnt", "dense", 192n, 1, 1, "weight", 96n, 5]]);
  });

  test("of anything else is no product: that is said", () => {
    const alone = `%c = stablehlo.popcnt %x : tensor<2x2xui16>`;
    const model = program(alone, "tensor<2x2xui16>", "%c");
    expect(rowsOf(model)).toEqual([]);
    expect(codesOf(model)).toEqual(["popcount-not-counted"]);
    const same = `%p = stablehlo.xor %x, %x : tensor<2x2xui16>\n%c = stablehlo.popcnt %p : tensor<2x2xui16>`;
    expect(codesOf(program(same, "tensor<2x2xui16>", "%c"))).toEqual(["popcount-not-counted"]);
  });
});

describe("words that the program packs", () => {
  test("store an element for each bit", () => {
    const packed = `%f = stablehlo.constant dense<[[[1, 0, 1, 1, 0, 1, 1, 1]], [[0, 0, 1, 0, 0, 1, 1, 1]]]> : tensor<2x1x8xui8>
      %d = stablehlo.iota dim = 2 : tensor<2x1x8xui8>
      %g = stablehlo.shift_left %f, %d : tensor<2x1x8xui8>
      %z8 = stablehlo.constant dense<0> : tensor<ui8>
      %w = stablehlo.reduce(%g init: %z8) applies stablehlo.add across dimensions = [2] : (tensor<2x1x8xui8>, tensor<ui8>) -> tensor<2x1xui8>
      %v = stablehlo.convert %x : (tensor<2x2xui16>) -> tensor<2x2xui8>
      %a = stablehlo.broadcast_in_dim %v, dims = [0, 1] : (tensor<2x2xui8>) -> tensor<2x2x2xui8>
      %b = stablehlo.broadcast_in_dim %w, dims = [2, 0] : (tensor<2x1xui8>) -> tensor<1x1x2xui8>
      %e = stablehlo.broadcast_in_dim %b, dims = [0, 1, 2] : (tensor<1x1x2xui8>) -> tensor<2x2x2xui8>
      %p = stablehlo.xor %a, %e : tensor<2x2x2xui8>
      %r = stablehlo.popcnt %p : tensor<2x2x2xui8>`;
    const model = program(packed, "tensor<2x2x2xui8>");
    // 8 words of 8 bits; 16 stored elements of one bit each.
    expect(rowsOf(model)).toEqual([["popcnt", "dense", 64n, 1, 1, "weight", 16n, 4]]);
  });
});
