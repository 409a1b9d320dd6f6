import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/domain/value-set.ts";
import { toNumbers } from "../../src/graph/tensor.ts";
import { groupQueryAttention } from "../../src/ops/composite/group-query-attention.ts";
import { multiHeadAttention } from "../../src/ops/composite/multi-head-attention.ts";
import { projectedAttention, qAttention } from "../../src/ops/composite/projected-attention.ts";
import { analysed, apply, elements, type Operand } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const row = (...values: number[]) => tensor("f32", [1, values.length, 1], values);
const MASKING = { filter: -10_000, causal: false };

/** Rows of an analysis: kind, part, multiply-accumulates. */
function rowsOf(operator: Parameters<typeof analysed>[0], operands: Operand[], attributes: object) {
  const { contractions } = analysed(operator, operands, attributes).analysis;
  return contractions.map(({ contraction: { kind, part, macs } }) => [kind, part, macs]);
}

describe("MultiHeadAttention", () => {
  const plain = { heads: 1, ...MASKING, extras: ["key", "value"] };
  const inputs = [row(0, 0), row(5, 7), row(2, 4)];

  test("`evaluate()`: equal scores share equally; a causal query sees no key behind it", () => {
    expect(elements(multiHeadAttention, inputs, plain)).toEqual([3, 3]);
    expect(elements(multiHeadAttention, inputs, { ...plain, causal: true })).toEqual([2, 3]);
  });

  test("`evaluate()` counts places from the first key of this call: 1, then (1 + 3) / 2 of four", () => {
    const four = [row(0, 0), row(5, 7, 8, 9), row(1, 3, 100, 100)];
    expect(elements(multiHeadAttention, four, { ...plain, causal: true })).toEqual([1, 2]);
  });

  test("`evaluate()` hides padding by lengths or a mask of keys or of both; all padding shares", () => {
    const masked = (mask: ReturnType<typeof tensor>) =>
      elements(multiHeadAttention, [...inputs, mask], {
        ...plain,
        extras: ["key", "value", "mask"],
      });
    expect(masked(tensor("i32", [1], [1]))).toEqual([2, 2]);
    expect(masked(tensor("i32", [1, 2], [0, 1]))).toEqual([4, 4]);
    expect(masked(tensor("i32", [1, 2, 2], [0, 1, 1, 0]))).toEqual([4, 2]);
    expect(masked(tensor("i32", [1, 2], [0, 0]))).toEqual([3, 3]);
    // Ends, then starts.
    expect(masked(tensor("i32", [2], [2, 1]))).toEqual([4, 4]);
  });

  test("`evaluate()` takes packed parts, adds the bias of a projection, and keeps past keys", () => {
    const packed = tensor("f32", [1, 2, 1, 3, 1], [0, 5, 2, 0, 7, 4]);
    expect(elements(multiHeadAttention, [packed], { ...plain, extras: [] })).toEqual([3, 3]);
    const pairs = tensor("f32", [1, 2, 1, 2, 1], [5, 2, 7, 4]);
    const half = { ...plain, extras: ["key"] };
    expect(elements(multiHeadAttention, [row(0, 0), pairs], half)).toEqual([3, 3]);
    const bias = tensor("f32", [3], [0, 0, 10]);
    const biased = { ...plain, extras: ["key", "value", "bias"] };
    expect(elements(multiHeadAttention, [...inputs, bias], biased)).toEqual([13, 13]);
    const past = [tensor("f32", [1, 1, 1, 1], [9]), tensor("f32", [1, 1, 1, 1], [12])];
    const kept = { ...plain, extras: ["key", "value", "pastKey", "pastValue"] };
    const results = apply(multiHeadAttention, [...inputs, ...past], kept).map(toNumbers);
    expect(results.slice(0, 3)).toEqual([
      [6, 6],
      [9, 5, 7],
      [12, 2, 4],
    ]);
  });

  test("scores are q x k x scale plus their bias", () => {
    const scores = tensor("f32", [1, 1, 1, 1], [0.5]);
    const attributes = { ...plain, extras: ["key", "value", "scoreBias"], scale: 0.5 };
    const [, , , shown] = apply(multiHeadAttention, [row(2), row(3), row(1), scores], attributes);
    expect(toNumbers(shown as never)).toEqual([3.5]);
  });

  test("`infer()` refuses a mask of another shape", () => {
    const attributes = { ...plain, extras: ["key", "value", "mask"] };
    const mask = tensor("i32", [5], [1, 1, 1, 1, 1]);
    expect(() => elements(multiHeadAttention, [...inputs, mask], attributes)).toThrow(
      "Cannot apply attention: expected a mask of 1 lengths, or for 1 x 2 keys, got 5",
    );
  });
});

describe("attention with weights of its own", () => {
  const plain = { heads: 1, ...MASKING, extras: [], biased: true, keeps: false };
  /** Query 0, key x, value 2 x + 1. */
  const weights = tensor("f32", [1, 3], [0, 1, 2]);
  const bias = tensor("f32", [3], [0, 0, 1]);

  test("`evaluate()` projects, then attends to itself: mean of 3 and 5", () => {
    expect(elements(projectedAttention, [row(1, 2), weights, bias], plain)).toEqual([4, 4]);
    const kept = { ...plain, keeps: true };
    const results = apply(projectedAttention, [row(1, 2), weights, bias], kept).map(toNumbers);
    expect(results[1]).toEqual([1, 2, 3, 5]);
  });

  test("`evaluate()` on codes: (130 - 128) x 0.5 is 1", () => {
    const codes = tensor("u8", [1, 2, 1], [130, 132]);
    const inputs = [
      codes,
      tensor("i8", [1, 3], [0, 1, 2]),
      ...[tensor("f32", [], [0.5]), tensor("f32", [], [1])],
      ...[tensor("u8", [], [128]), tensor("i8", [], [0])],
      bias,
    ];
    expect(elements(qAttention, inputs, plain)).toEqual([4, 4]);
  });

  test("rows: a dense product with the weights, then both of attention", () => {
    const types = [["f32", [1, 2, 1]], weights, bias] as Operand[];
    expect(rowsOf(projectedAttention, types, plain)).toEqual([
      ["product", "projection", 6n],
      ["attention", "scores", 4n],
      ["attention", "values", 4n],
    ]);
  });
});

describe("GroupQueryAttention", () => {
  const first = {
    heads: { query: 1, key: 1 },
    extras: ["key", "value"],
    softcap: 0,
    reach: { left: -1, right: 0 },
    total: 2,
    interleaved: false,
    smooth: false,
    shows: "scores",
  };
  const lengths = (value: number) => tensor("i32", [1], [value]);
  const inputs = [row(0, 0), lengths(1), row(5, 7), row(2, 4)];

  test("`evaluate()` of the first call is causal, within a window where there is one", () => {
    expect(elements(groupQueryAttention, inputs, first)).toEqual([2, 3]);
    const window = { ...first, reach: { left: 0, right: 0 } };
    expect(elements(groupQueryAttention, inputs, window)).toEqual([2, 4]);
    const both = { ...first, reach: { left: -1, right: -1 } };
    expect(elements(groupQueryAttention, inputs, both)).toEqual([3, 3]);
  });

  test("`evaluate()` takes key and value from behind the query", () => {
    const packed = tensor("f32", [1, 2, 3], [0, 5, 2, 0, 7, 4]);
    const attributes = { ...first, extras: [] };
    expect(elements(groupQueryAttention, [packed, lengths(1)], attributes)).toEqual([2, 3]);
  });

  test("`evaluate()` writes new keys behind those of each entry, and looks no further", () => {
    const cache = (...values: number[]) => tensor("f32", [1, 1, 3, 1], values);
    const next = { ...first, extras: ["key", "value", "pastKey", "pastValue"] };
    const now = [row(0), lengths(1), row(5), row(2)];
    const results = apply(groupQueryAttention, [...now, cache(9, 0, 0), cache(12, 99, 99)], next);
    expect(results.slice(0, 3).map(toNumbers)).toEqual([[7], [9, 5, 0], [12, 2, 99]]);
  });

  test("`evaluate()` with a score that belongs to no key: shares of 1/2 and 1/3", () => {
    expect(elements(groupQueryAttention, inputs, { ...first, smooth: true })).toEqual([
      1,
      expect.closeTo(2, 6),
    ]);
    const sink = tensor("f32", [1], [-Infinity]);
    const attributes = { ...first, extras: ["key", "value", "sink"] };
    expect(elements(groupQueryAttention, [...inputs, sink], attributes)).toEqual([2, 3]);
  });

  test("`evaluate()` turns queries and keys by their places: a half turn at place 1", () => {
    const pair = tensor("f32", [1, 2, 2], [1, 0, 1, 0]);
    const tables = [tensor("f32", [2, 1], [1, -1]), tensor("f32", [2, 1], [0, 0])];
    const attributes = { ...first, extras: ["key", "value", "cosines", "sines"] };
    const turned = apply(
      groupQueryAttention,
      [pair, lengths(1), pair, pair, ...tables],
      attributes,
    );
    expect(toNumbers(turned[1] as never)).toEqual([1, 0, -1, 0]);
  });

  test("rows: `total` keys count for every query head, not the room of the cache", () => {
    const types = [
      ["f32", [1, 1, 16]],
      ["i32", [1]],
      ["f32", [1, 1, 8]],
      ["f32", [1, 1, 8]],
      ["f32", [1, 2, 64, 4]],
      ["f32", [1, 2, 64, 4]],
    ] as Operand[];
    const attributes = {
      ...first,
      heads: { query: 4, key: 2 },
      extras: ["key", "value", "pastKey", "pastValue"],
      total: 10,
    };
    expect(rowsOf(groupQueryAttention, types, attributes)).toEqual([
      ["attention", "scores", 160n],
      ["attention", "values", 160n],
    ]);
  });

  test("f16 stays f16 in both products", () => {
    const types = [["f16", [1, 2, 1]], lengths(1), ["f16", [1, 2, 1]], ["f16", [1, 2, 1]]];
    const { contractions } = analysed(groupQueryAttention, types as Operand[], first).analysis;
    const widths = contractions.flatMap(({ lhs, rhs }) => [lhs, rhs].map((x) => widthOf(x.values)));
    expect(widths).toEqual(Array(4).fill({ bits: 16, float: true }));
  });
});
