import { describe, expect, test } from "vitest";
import { widthOf } from "../../src/domain/value-set.ts";
import { mixtureOfExperts } from "../../src/ops/composite/mixture-of-experts.ts";
import { quantizedExperts } from "../../src/ops/composite/quantized-experts.ts";
import { pickedProduct } from "../../src/ops/core/picked-product.ts";
import { analysed, elements, type Operand } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const IDENTITY = { kind: "identity" } as const;
const TOP1 = { extras: [], chosen: 1, normalized: false, activation: IDENTITY };

/** Two experts, which multiply by 1 x 2 and by 10 x 3; the second token prefers the second one. */
const tokens = tensor("f32", [2, 1], [5, 7]);
const router = tensor("f32", [2, 2], [100, 0, 0, 100]);
const fc1 = tensor("f32", [2, 1, 1], [1, 10]);
const fc2 = tensor("f32", [2, 1, 1], [2, 3]);

describe("MoE", () => {
  test("`evaluate()` sends each token to its best expert", () => {
    expect(elements(mixtureOfExperts, [tokens, router, fc1, fc2], TOP1)).toEqual([10, 210]);
  });

  test("`evaluate()` mixes by shares, of those chosen or of all: equal scores of three", () => {
    const scores = tensor("f32", [1, 3], [0, 0, -Infinity]);
    const third = (values: number[]) => tensor("f32", [3, 1, 1], values);
    const inputs = [tensor("f32", [1, 1], [1]), scores, third([1, 10, 0]), third([2, 3, 0])];
    expect(elements(mixtureOfExperts, inputs, { ...TOP1, chosen: 2 })).toEqual([16]);
    expect(elements(mixtureOfExperts, inputs, TOP1)).toEqual([1]);
    expect(elements(mixtureOfExperts, inputs, { ...TOP1, normalized: true })).toEqual([2]);
  });

  test("`evaluate()` adds the biases of the chosen expert: (5 + 1) x 2 + 3, (70 - 70) x 3 - 8", () => {
    const bias = (x: number, y: number) => tensor("f32", [2, 1], [x, y]);
    const inputs = [tokens, router, fc1, fc2, bias(1, -70), bias(3, -8)];
    const attributes = { ...TOP1, extras: ["fc1Bias", "fc2Bias"] };
    expect(elements(mixtureOfExperts, inputs, attributes)).toEqual([15, -8]);
    const relu = { ...attributes, activation: { kind: "relu" } };
    const below = [tokens, router, fc1, fc2, bias(1, -80), bias(3, -8)];
    expect(elements(mixtureOfExperts, below, relu)).toEqual([15, -8]);
  });

  test("`evaluate()` lets other weights mix where scores only choose", () => {
    const weights = tensor("f32", [2, 2], [4, 9, 9, 0.5]);
    const attributes = { ...TOP1, extras: ["routerWeights"] };
    expect(elements(mixtureOfExperts, [tokens, router, fc1, fc2, weights], attributes)).toEqual([
      40, 105,
    ]);
  });

  test("`evaluate()` of swiglu: Swish(gate) x (factor + beta), in either layout", () => {
    const one = tensor("f32", [1, 1], [1]);
    const score = tensor("f32", [1, 1], [0]);
    const out = (size: number) => tensor("f32", [1, 1, size], Array(size).fill(1));
    const run = (weights: number[], activation: object) =>
      elements(mixtureOfExperts, [one, score, tensor("f32", [1, 4, 1], weights), out(2)], {
        ...TOP1,
        activation: { kind: "swiglu", alpha: 0, beta: 1, ...activation },
      });
    // With alpha 0 the gate is halved: 2 / 2 x (3 + 1) + 4 / 2 x (5 + 1).
    expect(run([2, 3, 4, 5], { layout: "interleaved" })).toEqual([16]);
    expect(run([2, 4, 3, 5], { layout: "halves" })).toEqual([16]);
    // Cut to 2: 2 / 2 x (2 + 1) twice.
    expect(run([2, 3, 4, 5], { layout: "interleaved", limit: 2 })).toEqual([6]);
    const apart = { kind: "swiglu", alpha: 0, beta: 1, layout: "apart" };
    const two = (x: number, y: number) => tensor("f32", [1, 2, 1], [x, y]);
    expect(
      elements(mixtureOfExperts, [one, score, two(2, 4), out(2), two(3, 5)], {
        ...TOP1,
        extras: ["fc3"],
        activation: apart,
      }),
    ).toEqual([16]);
  });

  test("rows: each token costs the chosen experts, all weights are stored", () => {
    const stored = (shape: number[]) =>
      tensor(
        "f32",
        shape,
        Array.from({ length: 8 * shape[1]! * shape[2]! }, (_, i) => 1 / (i + 1)),
      );
    const types = [["f32", [3, 5, 4]], ["f32", [15, 8]], stored([8, 6, 4]), stored([8, 4, 6])];
    const { contractions } = analysed(mixtureOfExperts, types as Operand[], {
      ...TOP1,
      chosen: 2,
    }).analysis;
    expect(contractions.map(({ contraction: { part, macs } }) => [part, macs])).toEqual([
      ["fc1", 720n],
      ["fc2", 720n],
    ]);
    expect(contractions.map(({ rhs }) => rhs.sources.map(({ count }) => count))).toEqual([
      [192],
      [192],
    ]);
  });
});

describe("QMoE", () => {
  const scalar = (element: "f32" | "u4", value: number) => tensor(element, [], [value]);

  test("`evaluate()` dequantizes weights in blocks: (9 - 8) x 1 + (10 - 8) x 10", () => {
    const one = tensor("f32", [1, 2], [1, 1]);
    const codes = tensor("u4", [1, 1, 2], [9, 10]);
    const scales = tensor("f32", [1, 1, 2], [1, 10]);
    const back = tensor("u4", [1, 2, 1], [9, 7]);
    const inputs = [
      one,
      tensor("f32", [1, 1], [0]),
      ...[codes, scales, scalar("u4", 8)],
      ...[back, tensor("f32", [1, 2, 1], [1, 1]), scalar("u4", 8)],
    ];
    expect(elements(quantizedExperts, inputs, { ...TOP1, blockSize: 1 })).toEqual([21, -21]);
    const flat = [...inputs.slice(0, 3), tensor("f32", [1, 1], [2]), ...inputs.slice(4)];
    expect(elements(quantizedExperts, flat, { ...TOP1, blockSize: 0 })).toEqual([6, -6]);
  });

  test("rows: floats by 4-bit codes, also where several blocks are summed", () => {
    const codes = (shape: number[]) =>
      tensor(
        "u4",
        shape,
        Array.from({ length: 64 }, (_, i) => (i * 7) % 16),
      );
    const scales = tensor(
      "f32",
      [2, 4, 2],
      Array.from({ length: 16 }, (_, i) => 2 ** -(i % 5)),
    );
    const layer = [codes([2, 4, 8]), scales, scalar("u4", 8)];
    const second = [
      codes([2, 8, 4]),
      tensor("f32", [2, 8, 1], Array(16).fill(0.5)),
      scalar("u4", 8),
    ];
    const types = [["f32", [3, 8]], ["f32", [3, 2]], ...layer, ...second] as Operand[];
    const { contractions } = analysed(quantizedExperts, types, { ...TOP1, blockSize: 4 }).analysis;
    expect(contractions.map(({ rhs }) => widthOf(rhs.values))).toEqual([
      { bits: 4, float: false },
      { bits: 4, float: false },
    ]);
  });
});

describe("pickedProduct", () => {
  const picks = tensor("i64", [2, 1], [1n, 0n]);
  const attributes = { result: "f32", part: "fc1" } as const;

  test("`evaluate()` multiplies by the matrix that was picked: (1, 2) x (3, 4)', (5, 6) x (1, 1)'", () => {
    const x = tensor("f32", [2, 2], [1, 2, 5, 6]);
    const matrices = tensor("f32", [2, 1, 2], [1, 1, 3, 4]);
    expect(elements(pickedProduct, [x, matrices, picks], attributes)).toEqual([11, 11]);
    const wrong = tensor("i64", [2, 1], [2n, 0n]);
    expect(() => elements(pickedProduct, [x, matrices, wrong], attributes)).toThrow(
      "Cannot apply pickedProduct: expected indices from -2 to 1, got 2",
    );
  });

  test("`infer()` refuses rows of another length", () => {
    const x = tensor("f32", [2, 3], [1, 2, 3, 4, 5, 6]);
    const matrices = tensor("f32", [2, 1, 2], [1, 1, 3, 4]);
    expect(() => elements(pickedProduct, [x, matrices, picks], attributes)).toThrow(
      "Cannot apply pickedProduct: expected rows, matrices and picks that fit, got 2x3, 2x1x2, 2x1",
    );
  });
});
