import { describe, expect, test } from "vitest";
import { toNumbers } from "../../src/graph/tensor.ts";
import { embedLayerNormalization } from "../../src/ops/composite/embed-layer-normalization.ts";
import {
  skipLayerNormalization,
  skipRmsNormalization,
} from "../../src/ops/composite/skip-normalization.ts";
import { apply, elements, scalarsOf } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const pair = (x: number, y: number) => tensor("f32", [2], [x, y]);
const x = tensor("f32", [1, 1, 2], [1, 2]);
const skip = tensor("f32", [1, 1, 2], [-1, 0]);

describe("SkipLayerNormalization", () => {
  test("`evaluate()` of 0 and 2 is -1 and 1; then mean, inverse deviation, and the sum", () => {
    const inputs = [x, skip, pair(3, 5)];
    const results = apply(skipLayerNormalization, inputs, { epsilon: 0, biased: false });
    expect(results.map(toNumbers)).toEqual([[-3, 5], [1], [1], [0, 2]]);
  });

  test("`evaluate()` adds a shift, and a bias before: 0 and 2 become 4 and 2", () => {
    const inputs = [x, skip, pair(3, 5), pair(10, 20), pair(4, 0)];
    const results = apply(skipLayerNormalization, inputs, { epsilon: 0, biased: true });
    expect([results[0], results[3]].map((y) => toNumbers(y as never))).toEqual([
      [13, 15],
      [4, 2],
    ]);
  });

  test("`evaluate()` in f16 rounds at the end only: 2048 + 1 is no f16", () => {
    const half = (...values: number[]) => tensor("f16", [1, 1, 2], values);
    const ones = tensor("f16", [2], [1, 1]);
    const inputs = [half(2048, 2048), half(1, -1), ones];
    expect(elements(skipLayerNormalization, inputs, { epsilon: 0, biased: false })).toEqual([
      1, -1,
    ]);
  });

  test("`infer()` refuses a skip that is larger than x", () => {
    const two = tensor("f32", [2, 1, 2], [0, 0, 0, 0]);
    expect(() =>
      elements(skipLayerNormalization, [x, two, pair(1, 1)], { epsilon: 0, biased: false }),
    ).toThrow(
      "Cannot apply SkipLayerNormalization: expected terms that give a sum of shape 1x1x2, got 2x1x2",
    );
  });
});

describe("SkipSimplifiedLayerNormalization", () => {
  test("`evaluate()` of 2 and 2 is 1 and 1; then the sum", () => {
    const inputs = [x, skip, pair(3, 5), pair(2, 0)];
    const results = apply(skipRmsNormalization, inputs, { epsilon: 0, biased: true });
    expect(results.map(toNumbers)).toEqual([
      [3, 5],
      [2, 2],
    ]);
  });

  test("`scalars()`: the sum, two squares, one mean, and two quotients times a scale", () => {
    const inputs = [["f32", [1, 1, 2]], ["f32", [1, 1, 2]], pair(1, 1)] as const;
    const counts = scalarsOf(skipRmsNormalization, inputs, { epsilon: 1, biased: false });
    // Additions: 2 of the sum, 1 of the mean, 1 of epsilon; quotients: the mean and 2 elements.
    expect(counts).toEqual({ add: 4n, multiply: 4n, divide: 3n, root: 1n });
  });
});

describe("EmbedLayerNormalization", () => {
  const words = tensor("i32", [1, 2], [1, 0]);
  const table = tensor("f32", [2, 2], [0, 1, 2, 3]);
  const places = tensor("f32", [3, 2], [0, 0, 0, 2, 9, 9]);
  const parameters = [pair(1, 1), pair(0, 0)];

  test("`evaluate()` adds a row for each word and place: (2, 3) and (0, 3)", () => {
    const inputs = [words, table, places, ...parameters];
    const results = apply(embedLayerNormalization, inputs, { extras: [], epsilon: 0 });
    expect(results.map(toNumbers)).toEqual([[-1, 1, -1, 1], [0], [2, 3, 0, 3]]);
  });

  test("`evaluate()` with segments, a mask and places: (2, 3) + (9, 9) + (1, 0), one word counts", () => {
    const extras = ["segments", "segmentTable", "mask", "places"];
    const given = [
      tensor("i32", [1, 2], [0, 0]),
      tensor("f32", [1, 2], [1, 0]),
      tensor("i32", [1, 2], [1, 0]),
      tensor("i32", [1, 2], [2, 0]),
    ];
    const inputs = [words, table, places, ...given, ...parameters];
    const results = apply(embedLayerNormalization, inputs, { extras, epsilon: 0 });
    expect(results.slice(1).map(toNumbers)).toEqual([[1], [12, 12, 1, 1]]);
  });
});
