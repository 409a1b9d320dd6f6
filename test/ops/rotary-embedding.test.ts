import { describe, expect, test } from "vitest";
import { rotaryEmbedding } from "../../src/ops/composite/rotary-embedding.ts";
import { elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const HALVES = { size: 0, interleaved: false };

/** One head of size 4 at two places: not turned, then a quarter turn of both pairs. */
const x = tensor("f32", [1, 1, 2, 4], [1, 2, 3, 4, 1, 2, 3, 4]);
const cosines = tensor("f32", [1, 2, 2], [1, 1, 0, 0]);
const sines = tensor("f32", [1, 2, 2], [0, 0, 1, 1]);

describe("RotaryEmbedding", () => {
  test("`evaluate()` turns pairs of the two halves: (1, 3) is (-3, 1), (2, 4) is (-4, 2)", () => {
    const turned = elements(rotaryEmbedding, [x, cosines, sines], HALVES);
    expect(turned).toEqual([1, 2, 3, 4, -3, -4, 1, 2]);
  });

  test("`evaluate()` turns neighbours where they are interleaved: (1, 2) is (-2, 1)", () => {
    const attributes = { size: 0, interleaved: true };
    const turned = elements(rotaryEmbedding, [x, cosines, sines], attributes);
    expect(turned).toEqual([1, 2, 3, 4, -2, 1, -4, 3]);
  });

  test("`evaluate()` of some elements leaves the others", () => {
    const one = (values: number[]) => tensor("f32", [1, 2, 1], values);
    const inputs = [x, one([1, 0]), one([0, 1])];
    expect(elements(rotaryEmbedding, inputs, { size: 2, interleaved: false })).toEqual([
      1, 2, 3, 4, -2, 1, 3, 4,
    ]);
  });

  test("`evaluate()` takes angles from tables by place, or counts up from one place", () => {
    const tables = [
      tensor("f32", [3, 2], [9, 9, 1, 1, 0, 0]),
      tensor("f32", [3, 2], [9, 9, 0, 0, 1, 1]),
    ];
    const heads = tensor("f32", [1, 2, 4], [1, 2, 3, 4, 1, 2, 3, 4]);
    const attributes = { ...HALVES, heads: 1 };
    const turned = [1, 2, 3, 4, -3, -4, 1, 2];
    for (const places of [tensor("i64", [1, 2], [1n, 2n]), tensor("i64", [1], [1n])]) {
      expect(elements(rotaryEmbedding, [heads, ...tables, places], attributes)).toEqual(turned);
    }
  });

  test("`scalars()`: four products and two sums a pair", () => {
    const inputs = [["f32", [1, 1, 2, 4]], cosines, sines] as const;
    expect(scalarsOf(rotaryEmbedding, inputs, HALVES)).toEqual({ multiply: 16n, add: 8n });
  });

  test("`infer()` refuses angles that are not half as many", () => {
    expect(() => elements(rotaryEmbedding, [x, x, x], HALVES)).toThrow(
      "Cannot apply RotaryEmbedding: expected angles of shape [batch, length, size / 2], got 1x1x2x4",
    );
    const three = tensor("f32", [1, 2, 3], [0, 0, 0, 0, 0, 0]);
    expect(() => elements(rotaryEmbedding, [x, three, three], HALVES)).toThrow(
      "Cannot apply RotaryEmbedding: expected angles for 2 pairs, got 3 and 3",
    );
  });
});
