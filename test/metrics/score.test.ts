import { describe, expect, test } from "vitest";
import type { ImportedModel } from "../../src/graph/imported.ts";
import { scoreOf } from "../../src/metrics/score.ts";
import { gemm } from "../../src/ops/composite/gemm.ts";
import { maximum } from "../../src/ops/core/arithmetic.ts";
import { conv } from "../../src/ops/core/conv.ts";
import { reshape } from "../../src/ops/core/reshape.ts";
import { BIPOLAR, CONV_3X3, Network } from "../support/network.ts";

/**
 * A binary 3x3 convolution 3 -> 2 on 4x4, a relu, and a float dense layer 32 -> 5 with a bias.
 *
 * Worked by hand: the convolution makes 16 positions x 2 x 27 = 864 multiply-accumulates, the dense
 * layer 32 x 5 = 160. Sums of 27 products are -27 to 27: 55 codes, 6 bits; the relu leaves 28, 5 bits.
 */
function small(): ImportedModel {
  const n = new Network();
  const x = n.given("x", "f32", [1, 3, 4, 4], BIPOLAR);
  const w = n.stored("w", "f32", [2, 3, 3, 3], BIPOLAR);
  const y = n.layer("conv", "Conv").emit(conv, [x, w], CONV_3X3);
  const relu = n.layer("relu", "Relu").emit(maximum, [y, n.scalar("f32", 0)], {});
  const flat = n.layer("flat", "Flatten").emit(reshape, [relu], { shape: [1, 32] });
  const dense = n.stored("dense.weight", "f32", [5, 32]);
  const bias = n.stored("dense.bias", "f32", [5]);
  const attributes = { alpha: 1, beta: 1, transposeA: false, transposeB: true };
  return n.model(n.layer("dense", "Gemm").emit(gemm, [flat, dense, bias], attributes));
}

describe("scoreOf()", () => {
  const result = scoreOf(small(), "small", "pokebnn");
  const { totals } = result;

  test("multiply-accumulates: 864 + 160", () => {
    expect(totals.macs).toBe(1024n);
  });

  test("ACE: 864 x 1 x 1 + 160 x 5 x 16; natively 160 x 5 x 32", () => {
    expect(totals.ace).toBe(13_664n);
    expect(scoreOf(small(), "small", "native").totals.ace).toBe(26_464n);
  });

  test("CPU64: 864 / 64 + 160", () => {
    expect(String(totals.cpu64)).toBe("173.5");
  });

  test("weights: 54 of 1 bit and 160 of 32", () => {
    expect(totals.weightCount).toBe(214n);
    expect(totals.weightBits).toBe(5174n);
  });

  test("stored: the bias, too; floats at 16 bits: 54 + 165 x 16", () => {
    expect(totals.storedBits).toBe(5334n);
    expect(totals.storedBitsBf16).toBe(2694n);
    expect(result.model.parameters).toBe(219n);
  });

  test("elementwise: 32 comparisons of the relu, 5 additions of the bias", () => {
    const none = { multiply: 0n, divide: 0n, root: 0n, transcendental: 0n, round: 0n };
    const other = { quantize: 0n, dequantize: 0n, logic: 0n };
    expect(totals.elementwise).toEqual({ add: 5n, compare: 32n, ...none, ...other });
  });

  test("energy: 864 x (200 / 64 + 100) fJ + 160 x 4600 fJ at 45 nm", () => {
    expect(totals.energyPj["45nm"]).toBe(825.1);
    expect(totals.energyPj["7nm"]).toBe(297.265);
  });

  test("peak memory: 192 + 128 bytes at the convolution; 24 + 20 at the relu if packed", () => {
    expect(totals.peakActivationBytes).toBe(320n);
    expect(totals.peakActivationBytesProven).toBe(44n);
  });

  test("accumulator: -27 to 27 needs 6 bits; floats have none", () => {
    expect(result.layers.map(({ accumulatorBits }) => accumulatorBits)).toEqual([6, null]);
  });

  test("macs by pair of widths, dearest first", () => {
    expect(result.byBits).toEqual([
      { lhsBits: 5, lhsFloat: false, rhsBits: 32, rhsFloat: true, macs: 160n, ace: 12_800n },
      { lhsBits: 1, lhsFloat: false, rhsBits: 1, rhsFloat: false, macs: 864n, ace: 864n },
    ]);
  });

  test("rows say what each operand is and why", () => {
    expect(result.layers[0]).toMatchObject({
      name: "conv",
      operator: "Conv",
      kind: "convolution",
      share: 0.0632,
      stride: [1, 1],
      groups: 1,
      output: [1, 2, 4, 4],
      lhs: { tensor: "x", role: "activation", bits: 1, float: false, status: "claimed" },
      rhs: { tensor: "w", role: "weight", bits: 1, proof: "said to be -1 or +1" },
    });
    expect(result.layers[1]).toMatchObject({
      name: "dense",
      kind: "dense",
      share: 0.9368,
      lhs: { role: "activation", bits: 5, float: false, status: "proven", type: "f32" },
      rhs: { tensor: "dense.weight", role: "weight", shape: [5, 32] },
    });
  });

  test("what is missing makes exactly the totals that it touches lower bounds", () => {
    const place = { code: "unknown-dimension", where: { tensor: "x" }, reason: "no size" };
    const model = { ...small(), missing: [{ ...place, touches: ["memory"] as const }] };
    const partial = scoreOf(model, "small", "pokebnn");
    expect(partial.atLeast).toEqual(["peakActivationBytes", "peakActivationBytesProven"]);
    expect(partial.complete).toBe(false);
    expect(partial.missing[0]).toMatchObject({ where: "tensor x", affects: partial.atLeast });
  });
});
