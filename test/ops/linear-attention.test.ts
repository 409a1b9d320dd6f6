import { describe, expect, test } from "vitest";
import { toNumbers } from "../../src/graph/tensor.ts";
import { causalConv } from "../../src/ops/composite/causal-conv.ts";
import { flexAttention } from "../../src/ops/composite/flex-attention.ts";
import { linearAttention } from "../../src/ops/composite/linear-attention.ts";
import { swiglu } from "../../src/ops/composite/swiglu.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const one = (...values: number[]) => tensor("f32", [1, values.length, 1], values);
const HEADS = { heads: { query: 1, key: 1 } };

describe("LinearAttention", () => {
  const [query, key, value] = [one(1, 2), one(3, 4), one(5, 6)];

  test("`evaluate()` adds key x value to the memory, then reads: 15, then 2 x (15 + 24)", () => {
    const results = apply(linearAttention, [query, key, value], { ...HEADS, extras: [] });
    expect(results.map(toNumbers)).toEqual([[15, 78], [39]]);
  });

  test("`evaluate()` starts from a past memory and fades it: 2 / 2 + 15, 16 / 2 + 24", () => {
    const past = tensor("f32", [1, 1, 1, 1], [2]);
    const decay = one(-Math.fround(Math.LN2), -Math.fround(Math.LN2));
    const attributes = { ...HEADS, extras: ["past", "decay"] };
    const results = apply(linearAttention, [query, key, value, past, decay], attributes);
    expect(results.map(toNumbers)).toEqual([[16, 64], [32]]);
  });

  test("`evaluate()` with rates writes what the memory lacks: 3 x (5 - 0) / 5, 3 + 4 x (6 - 12) / 4", () => {
    const attributes = { ...HEADS, extras: ["rate"] };
    const results = apply(linearAttention, [query, key, value, one(0.2, 0.25)], attributes);
    expect(toNumbers(results[0] as never).map((x) => Math.round(x * 1e5) / 1e5)).toEqual([3, -6]);
  });

  test("`evaluate()` scales by 1 / root(size), or as it is told", () => {
    const pair = tensor("f32", [1, 1, 4], [2, 0, 0, 0]);
    const inputs = [pair, pair, one(3)];
    expect(elements(linearAttention, inputs, { ...HEADS, extras: [] })).toEqual([6]);
    expect(elements(linearAttention, inputs, { ...HEADS, extras: [], scale: 10 })).toEqual([120]);
  });

  test("contractions: for each step a look-up for every key head, a reading for every query head", () => {
    const types = [
      ["f32", [1, 2, 12]],
      ["f32", [1, 2, 6]],
      ["f32", [1, 2, 10]],
      ["f32", [1, 2, 2]],
    ] as const;
    const attributes = { heads: { query: 4, key: 2 }, extras: ["rate"] };
    const rows = analysed(linearAttention, types, attributes).analysis.contractions;
    expect(rows.map(({ contraction: { kind, part, macs } }) => [kind, part, macs])).toEqual([
      ["attention", "lookup", 30n],
      ["attention", "read", 60n],
      ["attention", "lookup", 30n],
      ["attention", "read", 60n],
    ]);
  });
});

describe("CausalConvWithState", () => {
  const x = tensor("f32", [1, 2, 3], [1, 2, 3, 4, 5, 6]);
  const kernel = tensor("f32", [2, 1, 2], [10, 1, 0, -1]);
  const plain = { biased: false, continued: false, gated: false };

  test("`evaluate()` convolves each channel with what came before: 10 x before + x, and -x", () => {
    const results = apply(causalConv, [x, kernel], plain);
    expect(results.map(toNumbers)).toEqual([
      [1, 12, 23, -4, -5, -6],
      [3, 6],
    ]);
  });

  test("`evaluate()` goes on from a state, adds a bias, and gates: 0 stays 0", () => {
    const bias = tensor("f32", [2], [100, 4]);
    const state = tensor("f32", [1, 2, 1], [7, 7]);
    const attributes = { biased: true, continued: true, gated: false };
    const inputs = [x, kernel, bias, state];
    expect(elements(causalConv, inputs, attributes)).toEqual([171, 112, 123, 0, -1, -2]);
    const gated = elements(causalConv, inputs, { ...attributes, gated: true });
    expect([gated[0], gated[3]]).toEqual([171, 0]);
  });

  test("contraction: outputs x window", () => {
    const inputs = [["f32", [1, 2, 3]], kernel] as const;
    const [row] = analysed(causalConv, inputs, plain).analysis.contractions;
    expect([row?.contraction.kind, row?.contraction.macs]).toEqual(["convolution", 12n]);
  });
});

describe("FlexAttention", () => {
  test("`evaluate()` of equal scores is the mean, for query heads that share keys", () => {
    const query = tensor("f32", [1, 2, 1, 1], [0, 0]);
    const keys = tensor("f32", [1, 1, 2, 1], [1, 3]);
    const attributes = { precision: "f32" } as const;
    expect(elements(flexAttention, [query, keys, keys], attributes)).toEqual([2, 2]);
    const rows = analysed(flexAttention, [["f32", [1, 2, 1, 1]], keys, keys], attributes);
    expect(rows.analysis.contractions.map(({ contraction }) => contraction.macs)).toEqual([4n, 4n]);
  });
});

describe("SwiGLU", () => {
  const factors = tensor("f32", [2], [3, 5]);

  test("`evaluate()`: 0 is 0, a large gate is itself", () => {
    const gate = tensor("f32", [2], [0, 100]);
    expect(elements(swiglu, [gate, factors], { alpha: 1 })).toEqual([0, 500]);
    expect(elements(swiglu, [gate, factors], { alpha: 0 })).toEqual([0, 250]);
  });

  test("`scalars()`: three products and a sigmoid an element", () => {
    const inputs = [
      ["f32", [2]],
      ["f32", [2]],
    ] as const;
    const counts = scalarsOf(swiglu, inputs, { alpha: 1 });
    expect(counts).toMatchObject({ multiply: 6n });
  });

  test("`infer()` stretches nothing", () => {
    expect(() => elements(swiglu, [factors, tensor("f32", [1], [1])], { alpha: 1 })).toThrow(
      "Cannot apply SwiGLU: expected factors of shape 2, got 1",
    );
  });
});
