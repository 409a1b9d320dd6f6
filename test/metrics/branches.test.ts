import { describe, expect, test } from "vitest";
import { score } from "../../src/index.ts";
import { modelText } from "../support/structured.ts";

describe("the dearest branch", () => {
  /** 1-bit against float: 8 products of 16x16 bits, or 32 of 1x1. */
  const model = modelText(
    `g (float[2,4] x, bool p) => (float[2,1] y) <
    float[4,1] few = {0.1, 0.7, 0.3, 0.4},
    float[4,4] many = {1, -1, 1, 1, -1, -1, 1, 1, 1, -1, 1, -1, 1, 1, 1, -1}> {
    y = If (p) <
      then_branch = t () => (float[2,1] a) { s = Sign (x) [cheap] m = MatMul (s, many)
        r = ReduceSum <keepdims = 1> (m) a = Slice (r, st, en) },
      else_branch = e () => (float[2,1] b) { [dear] b = MatMul (x, few) }>
  }`.replace(
      "r = ReduceSum <keepdims = 1> (m) a = Slice (r, st, en)",
      "u = ReduceMax <axes = [1]> (m) v = Exp (u) a = Log (v)",
    ),
  );

  test("is that of the most ACE, not of the most multiply-accumulates", () => {
    const { layers, totals } = score(model);
    expect(
      layers.map(({ name, macs, trips, weightBits }) => [name, macs, trips, weightBits]),
    ).toEqual([
      ["y/cheap", 0n, 0n, 16n],
      ["y/dear", 8n, 1n, 128n],
    ]);
    expect(totals).toMatchObject({ macs: 8n, ace: 2048n, weightCount: 20n, weightBits: 144n });
  });

  test("gives its own scalar operations alone", () => {
    expect(score(model).totals.elementwise).toMatchObject({ transcendental: 0n, compare: 0n });
    expect(score(model, { values: { p: 1 } }).totals).toMatchObject({
      macs: 32n,
      elementwise: { transcendental: 4n },
    });
  });
});

test("what a region makes is alive beside what is alive around it", () => {
  // x and y are 16 bytes each; of the trip, r and q, while q is made of r.
  const model = modelText(`g (float[4] x) => (float[4] y) <int64 n = {3}> {
    y = Loop (n, "", x) <body = b (int64 i, bool c, float[4] s) => (bool d, float[4] q) {
      d = Identity (c) r = Exp (s) q = Exp (r) }>
  }`);
  expect(score(model).totals.peakActivationBytes).toBe(64n);
  expect(score(model).totals.elementwise.transcendental).toBe(24n);
});
