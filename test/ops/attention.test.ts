import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/domain/value-set.ts";
import { toNumbers } from "../../src/graph/tensor.ts";
import { type AttentionAttributes, attention } from "../../src/ops/composite/attention.ts";
import { analysed, apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const PLAIN: AttentionAttributes = {
  extras: [],
  softcap: 0,
  reach: { left: -1, right: -1 },
  padsMask: true,
  precision: "f32",
  shows: "scores",
};
const CAUSAL = { ...PLAIN, reach: { left: -1, right: 0 } };

/** One head of size 1: scores are 0, so that all keys that are seen have equal shares. */
const queries = tensor("f32", [1, 1, 2, 1], [0, 0]);
const keys = tensor("f32", [1, 1, 2, 1], [5, -7]);
const values = tensor("f32", [1, 1, 2, 1], [2, 4]);
const operands = [queries, keys, values];

describe("Attention, `evaluate()`", () => {
  test("equal scores share equally: (2 + 4) / 2", () => {
    expect(elements(attention, operands, PLAIN)).toEqual([3, 3]);
  });

  test("a causal query sees keys up to its own, a window only some of those", () => {
    expect(elements(attention, operands, CAUSAL)).toEqual([2, 3]);
    expect(elements(attention, operands, { ...PLAIN, reach: { left: 0, right: 0 } })).toEqual([
      2, 4,
    ]);
    expect(elements(attention, operands, { ...PLAIN, reach: { left: 0, right: -1 } })).toEqual([
      3, 4,
    ]);
  });

  test("a mask hides or is added; a query that sees nothing gives 0", () => {
    const attributes = { ...PLAIN, extras: ["mask"] };
    const truths = tensor("bool", [2, 2], [1, 1, 0, 0]);
    expect(elements(attention, [...operands, truths], attributes)).toEqual([3, 0]);
    const floats = tensor("f32", [1, 2], [-Infinity, 0]);
    expect(elements(attention, [...operands, floats], attributes)).toEqual([4, 4]);
    const both = { ...attributes, reach: CAUSAL.reach };
    expect(elements(attention, [...operands, floats], both)).toEqual([0, 4]);
  });

  test("a shorter mask hides the keys behind it, or stretches where it may not be padded", () => {
    const mask = tensor("bool", [2, 1], [1, 1]);
    const attributes = { ...PLAIN, extras: ["mask"] };
    expect(elements(attention, [...operands, mask], attributes)).toEqual([2, 2]);
    const stretched = { ...attributes, padsMask: false };
    expect(elements(attention, [...operands, mask], stretched)).toEqual([3, 3]);
  });

  test("past keys come first and shift what is causal: (12 + 2) / 2, (12 + 2 + 4) / 3", () => {
    const past = [tensor("f32", [1, 1, 1, 1], [9]), tensor("f32", [1, 1, 1, 1], [12])];
    const attributes = { ...CAUSAL, extras: ["pastKey", "pastValue"] };
    const results = apply(attention, [...operands, ...past], attributes).map(toNumbers);
    expect(results.slice(0, 3)).toEqual([
      [7, 6],
      [9, 5, -7],
      [12, 2, 4],
    ]);
  });

  test("lengths hide what is behind them, and place the queries at their end", () => {
    const attributes = { ...PLAIN, extras: ["lengths"] };
    const one = tensor("i64", [1], [1n]);
    expect(elements(attention, [...operands, one], attributes)).toEqual([2, 2]);
    const causal = { ...attributes, reach: CAUSAL.reach };
    expect(elements(attention, [...operands, one], causal)).toEqual([0, 2]);
    const two = tensor("i64", [1], [2n]);
    expect(elements(attention, [...operands, two], causal)).toEqual([2, 3]);
  });

  test("inputs of rank 3 have their heads side by side; two query heads share a key head", () => {
    const x = tensor("f32", [1, 1, 4], [0, 0, 0, 0]);
    const shared = tensor("f32", [1, 2, 2], [1, 2, 3, 6]);
    const attributes = { ...PLAIN, heads: { query: 2, key: 1 } };
    expect(elements(attention, [x, shared, shared], attributes)).toEqual([2, 4, 2, 4]);
  });

  test("scores are q x k x scale, capped, biased, or shares", () => {
    const one = (value: number) => tensor("f32", [1, 1, 1, 1], [value]);
    const inputs = [one(2), one(3), one(1), tensor("f32", [1, 1], [0.5])];
    const shown = (attributes: object) =>
      toNumbers(
        apply(attention, inputs, { ...PLAIN, extras: ["mask"], ...attributes })[3] as never,
      );
    expect(shown({})).toEqual([6]);
    expect(shown({ scale: 0.25 })).toEqual([1.5]);
    expect(shown({ scale: 0.25, shows: "biased" })).toEqual([2]);
    expect(shown({ scale: 10_000, softcap: 4, shows: "capped" })).toEqual([4]);
    expect(shown({ shows: "shares" })).toEqual([1]);
  });

  test("f16 rounds the factor, queries, keys and scores", () => {
    const half = (value: number) => tensor("f16", [1, 1, 1, 2], [value, 0]);
    const inputs = [half(3), half(3), half(1)];
    const [, , , scores] = apply(attention, inputs, { ...PLAIN, precision: "f16" });
    // root(1 / root 2) is 0.8408964, as f16 0.8408203125; x 3 = 2.5224609375 is 2.5234375 in f16,
    // whose square 6.3677... is 6.3671875 in f16.
    expect(toNumbers(scores as never)).toEqual([6.3671875]);
  });

  test("`infer()` refuses heads that do not share keys evenly", () => {
    const three = tensor("f32", [1, 3, 1, 1], [0, 0, 0]);
    const two = tensor("f32", [1, 2, 1, 1], [0, 0]);
    expect(() => elements(attention, [three, two, two], PLAIN)).toThrow(
      "Cannot apply attention: expected query heads in groups that share keys, got 1x3x1x1 and 1x2x1x1",
    );
  });
});

describe("Attention, cost", () => {
  const types = [
    ["f32", [1, 4, 3, 8]],
    ["f32", [1, 2, 5, 8]],
    ["f32", [1, 2, 5, 6]],
  ] as const;

  test("both products count for every query head, whatever is hidden", () => {
    for (const attributes of [PLAIN, CAUSAL]) {
      const rows = analysed(attention, types, attributes).analysis.contractions;
      expect(rows.map(({ contraction: { kind, part, macs } }) => [kind, part, macs])).toEqual([
        ["attention", "scores", 480n],
        ["attention", "values", 360n],
      ]);
    }
  });

  test("scaling, softmax of 12 lines of 5; a mask that follows from places is one addition a score", () => {
    const counts = { multiply: 176n, compare: 48n, add: 108n, transcendental: 60n, divide: 60n };
    expect(scalarsOf(attention, types, PLAIN)).toEqual(counts);
    expect(scalarsOf(attention, types, CAUSAL)).toEqual({ ...counts, add: 168n });
  });

  test("widths come from the operands: keys of two levels are 1 bit", () => {
    const signs = tensor("f32", [1, 1, 2, 4], [1, -1, -1, 1, -1, -1, 1, 1]);
    const inputs = [["f32", [1, 1, 3, 4]], signs, ["f32", [1, 1, 2, 4]]] as const;
    const [row] = analysed(attention, inputs, PLAIN).analysis.contractions;
    expect(row && widthOf(row.rhs.values)).toEqual({ bits: 1, float: false });
  });
});
