import { describe, expect, test } from "vitest";
import { bitsOf } from "../../src/metrics/bits.ts";
import { scoreOf } from "../../src/metrics/score.ts";
import { type QuantAttributes, quant } from "../../src/ops/composite/quant.ts";
import { type ConvAttributes, conv } from "../../src/ops/core/conv.ts";
import { dotGeneral } from "../../src/ops/core/dot-general.ts";
import { transpose } from "../../src/ops/core/transpose.ts";
import { CONV_3X3, Network } from "../support/network.ts";

/** Signed codes of these widths times a half; the widths lie in a tensor of this shape. */
function quantized(n: Network, x: number, bits: readonly number[], bitsShape: readonly number[]) {
  const attributes: QuantAttributes = {
    signed: true,
    narrow: false,
    rounding: "ROUND",
    bits,
    bitsShape,
  };
  const inputs = [x, n.scalar("f32", 0.5), n.scalar("f32", 0)] as const;
  return n.layer("quantizer", "Quant").emit(quant, inputs, attributes);
}

interface Sides {
  readonly data?: readonly [readonly number[], readonly number[]];
  readonly kernel: readonly [readonly number[], readonly number[]];
  readonly attributes?: Partial<ConvAttributes>;
  readonly weights?: readonly number[];
}

/** A 3x3 convolution of 2 channels to 4 on 4x4: 16 x 4 x 18 = 1152 multiply-accumulates. */
function convolution({ data = [[4], []], kernel, attributes, weights = [4, 2, 3, 3] }: Sides) {
  const n = new Network();
  const x = quantized(n, n.given("x", "f32", [1, 2, 4, 4]), ...data);
  const w = quantized(n, n.stored("w", "f32", weights), ...kernel);
  n.graph.nameTensor(w, "wq");
  const y = n.layer("conv", "Conv").emit(conv, [x, w], { ...CONV_3X3, ...attributes });
  return n.model(y);
}

/** Widths along the output channels of the kernel, and along the channels of the data. */
const OUTPUTS = [
  [2, 2, 4, 8],
  [4, 1, 1, 1],
] as const;
const INPUTS = [
  [2, 6],
  [1, 2, 1, 1],
] as const;

const scored = (sides: Sides) => scoreOf(convolution(sides), "m", "pokebnn");

describe("weights of 2, 2, 4 and 8 bits along output channels, 288 products each", () => {
  const result = scored({
    kernel: OUTPUTS,
  });
  const { totals, byBits } = result;
  const [layer] = result.layers;

  test("ACE: 288 x 4 x (2 + 2 + 4 + 8)", () => {
    expect([totals.ace, layer?.ace, layer?.share]).toEqual([18_432n, 18_432n, 1]);
  });

  test("CPU64: 576 / 16 + 288 / 16 + 288 / 8", () => {
    expect([String(totals.cpu64), String(layer?.cpu64)]).toEqual(["90", "90"]);
  });

  test("macs by pair of widths", () => {
    const lhs = { lhsBits: 4, lhsFloat: false };
    expect(byBits).toEqual([
      { ...lhs, rhsBits: 8, rhsFloat: false, macs: 288n, ace: 9216n },
      { ...lhs, rhsBits: 2, rhsFloat: false, macs: 576n, ace: 4608n },
      { ...lhs, rhsBits: 4, rhsFloat: false, macs: 288n, ace: 4608n },
    ]);
  });

  test("weights: 18 of each channel at its own width: 18 x 16 bits", () => {
    expect([layer?.weightCount, layer?.weightBits]).toEqual([72n, 288n]);
    expect([totals.weightBits, totals.storedBits, totals.storedBitsBf16]).toEqual([
      288n,
      288n,
      288n,
    ]);
  });

  test("energy at 45 nm: 576 x 125 + 288 x 150 + 288 x 300 fJ", () => {
    expect(totals.energyPj["45nm"]).toBe(201.6);
  });

  test("energy at 7 nm: 576 x 38.75 + 288 x 47.5 + 288 x 100 fJ", () => {
    expect(totals.energyPj["7nm"]).toBe(64.8);
  });

  test("the accumulator holds the widest: 18 x -8 x -128 = 18432", () => {
    expect(layer?.accumulatorBits).toBe(16);
  });

  test("the layer shows the widest and says mixed", () => {
    expect(layer?.rhs).toMatchObject({
      bits: 8,
      status: "declared",
      proof: "2- to 8-bit signed Quant at quantizer, mixed along output channels",
    });
    const { tensors } = bitsOf(
      convolution({
        kernel: OUTPUTS,
      }),
      "m",
    );
    expect(tensors.find(({ name }) => name === "wq")).toMatchObject({
      bits: 8,
      set: "-128 … 127 × 0.5, of 2 to 8 bits along axis 0",
    });
  });

  test("a claim counts instead: 1152 x 4 x 3", () => {
    const widths = {
      schema: "acemeter/widths@1",
      rules: [{ match: "conv", rhsBits: 3 }],
    } as const;
    const sides = {
      kernel: OUTPUTS,
    } as const;
    const claimed = scoreOf(convolution(sides), "m", "pokebnn", { widths, source: "w.json" });
    expect(claimed.totals.ace).toBe(13_824n);
    expect(claimed.totals.weightBits).toBe(216n);
    expect(claimed.layers[0]?.rhs.proof).toBe("claimed by rule 1 of w.json");
  });
});

describe("other axes of a convolution", () => {
  test("input channels of the data, 576 products each: 576 x 4 x (2 + 6)", () => {
    const { totals, layers } = scored({
      data: INPUTS,
      kernel: [[4], []],
    });
    expect(totals.ace).toBe(18_432n);
    expect(layers[0]?.lhs).toMatchObject({
      bits: 6,
      proof: "2- to 6-bit signed Quant at quantizer, mixed along input channels",
    });
  });

  test("output channels and input channels are independent: 144 x (2 + 6) x (2 + 2 + 4 + 8)", () => {
    const { totals } = scored({
      data: INPUTS,
      kernel: OUTPUTS,
    });
    expect(totals.ace).toBe(18_432n);
  });

  test("in groups the data count at their widest: 2 groups of 1 x 2, 144 x 6 x (2 + 2 + 4 + 8)", () => {
    const { totals } = scored({
      data: INPUTS,
      kernel: OUTPUTS,
      weights: [4, 1, 3, 3],
      attributes: { groups: 2 },
    });
    expect(totals.ace).toBe(13_824n);
  });

  test("the window has no channels: all 1152 at the widest, 4 x 8", () => {
    const { totals, layers } = scored({
      kernel: [
        [2, 4, 8],
        [1, 1, 3, 1],
      ],
    });
    expect(totals.ace).toBe(36_864n);
    expect(totals.weightBits).toBe(576n);
    expect(layers[0]?.rhs.proof).toBe(
      "2- to 8-bit signed Quant at quantizer, counted at the widest",
    );
  });

  test("widths along two axes count at the widest", () => {
    const { totals } = scored({
      kernel: [
        [2, 4, 8, 2, 4, 8, 2, 4],
        [4, 2, 1, 1],
      ],
    });
    expect(totals.ace).toBe(36_864n);
  });
});

/** A product of [1, 4] and [4, 3]: 12 multiply-accumulates. */
function product(
  data: readonly [readonly number[], readonly number[]],
  weights: readonly [readonly number[], readonly number[]],
  turned = false,
) {
  const n = new Network();
  const x = quantized(n, n.given("x", "f32", [1, 4]), ...data);
  const stored = quantized(n, n.stored("w", "f32", turned ? [3, 4] : [4, 3]), ...weights);
  const w = turned ? n.emit(transpose, [stored], { permutation: [1, 0] }) : stored;
  const attributes = { lhsBatch: [], rhsBatch: [], lhsContract: [1], rhsContract: [0] };
  const y = n.layer("fc", "MatMul").emit(dotGeneral, [x, w], { ...attributes, result: "f32" });
  return scoreOf(n.model(y), "m", "pokebnn");
}

describe("a matrix product", () => {
  const along = [[2, 4, 2, 8], [4]] as const;

  test("widths of both along the summed axis meet in pairs: 3 x (4 + 8 + 8 + 64)", () => {
    expect(
      product(along, [
        [2, 2, 4, 8],
        [4, 1],
      ]).totals.ace,
    ).toBe(252n);
  });

  test("along the summed axis and along outputs: (2 + 4 + 2 + 8) x (2 + 4 + 6)", () => {
    expect(product(along, [[2, 4, 6], [3]]).totals.ace).toBe(192n);
  });

  test("a transposition moves the widths: 4 x 4 x (2 + 4 + 6), weights 4 x (2 + 4 + 6) bits", () => {
    const { totals, layers } = product(
      [[4], []],
      [
        [2, 4, 6],
        [3, 1],
      ],
      true,
    );
    expect([totals.ace, totals.weightBits]).toEqual([192n, 48n]);
    expect(layers[0]?.rhs.proof).toContain("mixed along output channels");
  });
});
