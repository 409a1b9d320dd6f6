import { describe, expect, test } from "vitest";
import { affineGrid } from "../../src/ops/composite/affine-grid.ts";
import { analysed, apply, elements } from "../support/apply.ts";
import { tensor } from "../support/tensors.ts";

const identity = tensor("f32", [1, 2, 3], [1, 0, 0, 0, 1, 0]);

describe("AffineGrid", () => {
  test("`evaluate()` of the identity: x first, from middle to middle or edge to edge", () => {
    const edges = { spatial: [1, 2], alignCorners: false };
    expect(elements(affineGrid, [identity], edges)).toEqual([-0.5, 0, 0.5, 0]);
    expect(elements(affineGrid, [identity], { ...edges, alignCorners: true })).toEqual([
      -1, 0, 1, 0,
    ]);
  });

  test("`evaluate()` in three dimensions moves and swaps", () => {
    const theta = tensor("f32", [1, 3, 4], [0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 2]);
    const cube = { spatial: [2, 1, 1], alignCorners: true };
    expect(elements(affineGrid, [theta], cube)).toEqual([-1, 0, 2, 1, 0, 2]);
  });

  test("`infer()` refuses matrices of another size", () => {
    expect(() => apply(affineGrid, [identity], { spatial: [1, 1, 1], alignCorners: true })).toThrow(
      "Cannot apply AffineGrid: expected matrices of shape 1x3x4, got 1x2x3",
    );
  });

  test("`work()` is a product with a constant", () => {
    const attributes = { spatial: [4, 5], alignCorners: true };
    const { contractions } = analysed(affineGrid, [["f32", [3, 2, 3]]], attributes).analysis;
    expect(contractions.map(({ contraction: { kind, macs } }) => [kind, macs])).toEqual([
      ["product", 360n],
    ]);
  });
});
