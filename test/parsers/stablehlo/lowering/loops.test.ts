import { describe, expect, test } from "vitest";
import { score } from "../../../../src/index.ts";

const encoder = new TextEncoder();

/** A loop around one product of 4 x 4 with 4 x 4, which is 64 multiply-accumulates. */
function counting(from: string, test: string, step: string): Uint8Array {
  return encoder.encode(`
    func.func @main(%x: tensor<4x4xf32> loc("x"), %n: tensor<i32> loc("n")) -> tensor<4x4xf32> {
      %from = ${from} : tensor<i32>
      %r:2 = stablehlo.while(%i = %from, %a = %x) : tensor<i32>, tensor<4x4xf32> cond {
        ${test}
        stablehlo.return %go : tensor<i1>
      } do {
        %b = stablehlo.dot_general %a, %a, contracting_dims = [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
        ${step}
        stablehlo.return %j, %b : tensor<i32>, tensor<4x4xf32>
      }
      return %r#1 : tensor<4x4xf32>
    }`);
}

const constant = (name: string, value: number) =>
  `%${name} = stablehlo.constant dense<${value}> : tensor<i32>`;
const compare = (kind: string, limit: string) =>
  `%go = stablehlo.compare ${kind}, %i, ${limit}, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>`;
const add = (by: number) => `${constant("by", by)}\n%j = stablehlo.add %i, %by : tensor<i32>`;

describe("a loop costs its trips", () => {
  test("counted up to a constant inside its test", () => {
    const text = counting(
      "stablehlo.constant dense<2>",
      `${constant("end", 9)}\n${compare("LT", "%end")}`,
      add(1),
    );
    const { totals, complete, layers } = score(text);
    expect([totals.macs, complete, layers[0]?.trips]).toEqual([448n, true, 7n]);
  });

  test("counted down in steps", () => {
    const text = counting(
      "stablehlo.constant dense<20>",
      `${constant("end", 3)}\n${compare("GT", "%end")}`,
      add(-4),
    );
    expect(score(text).totals.macs).toBe(320n);
  });

  test("never, where its test fails at once", () => {
    const text = counting(
      "stablehlo.constant dense<9>",
      `${constant("end", 9)}\n${compare("LT", "%end")}`,
      add(1),
    );
    expect(score(text).totals.macs).toBe(0n);
  });

  test("once and at least, where an input ends it, until somebody says how often", () => {
    const text = counting("stablehlo.constant dense<0>", compare("LT", "%n"), add(1));
    const { totals, atLeast, missing } = score(text);
    expect(totals.macs).toBe(64n);
    expect(atLeast).toContain("macs");
    expect(missing[0]?.hint).toBe("--trips while#1=N");
    expect(score(text, { trips: { "while#1": 6 } }).totals.macs).toBe(384n);
    expect(score(text, { values: { n: 6 } }).totals.macs).toBe(384n);
  });
});

test("inner loops whose ends hang on the outer counter are summed", () => {
  const text = encoder.encode(`
    func.func @main(%x: tensor<4x4xf32> loc("x")) -> tensor<4x4xf32> {
      %zero = stablehlo.constant dense<0> : tensor<i32>
      %one = stablehlo.constant dense<1> : tensor<i32>
      %end = stablehlo.constant dense<4> : tensor<i32>
      %r:2 = stablehlo.while(%i = %zero, %a = %x) : tensor<i32>, tensor<4x4xf32> cond {
        %go = stablehlo.compare LT, %i, %end, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
        stablehlo.return %go : tensor<i1>
      } do {
        %s:2 = stablehlo.while(%k = %zero, %b = %a) : tensor<i32>, tensor<4x4xf32> cond {
          %go = stablehlo.compare LT, %k, %i, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
          stablehlo.return %go : tensor<i1>
        } do {
          %c = stablehlo.dot_general %b, %b, contracting_dims = [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
          %next = stablehlo.add %k, %one : tensor<i32>
          stablehlo.return %next, %c : tensor<i32>, tensor<4x4xf32>
        }
        %next = stablehlo.add %i, %one : tensor<i32>
        stablehlo.return %next, %s#1 : tensor<i32>, tensor<4x4xf32>
      }
      return %r#1 : tensor<4x4xf32>
    }`);
  // 0 + 1 + 2 + 3 products.
  expect(score(text).totals.macs).toBe(384n);
});

describe("a conditional", () => {
  const text = (index: string) =>
    encoder.encode(`
      func.func @main(%x: tensor<4x4xf32> loc("x"), %p: tensor<i32> loc("p")) -> tensor<4x4xf32> {
        %one = stablehlo.constant dense<1> : tensor<i32>
        %r = "stablehlo.case"(${index}) ({
          stablehlo.return %x : tensor<4x4xf32>
        }, {
          %a = stablehlo.dot_general %x, %x, contracting_dims = [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
          stablehlo.return %a : tensor<4x4xf32>
        }, {
          %a = stablehlo.dot_general %x, %x, contracting_dims = [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
          %b = stablehlo.dot_general %a, %a, contracting_dims = [1] x [0] : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
          stablehlo.return %b : tensor<4x4xf32>
        }) : (tensor<i32>) -> tensor<4x4xf32>
        return %r : tensor<4x4xf32>
      }`);

  test("costs the branch that a known index takes", () => {
    expect(score(text("%one")).totals.macs).toBe(64n);
  });

  test("costs its dearest branch where the index is not known, and says so", () => {
    const { totals, warnings } = score(text("%p"));
    expect(totals.macs).toBe(128n);
    expect(warnings.map(({ code }) => code)).toContain("unknown-branch");
  });
});
