import { decimalFrom64ths } from "../../src/results/decimal.ts";
import type { Layer, Operand, ScoreResult, Totals } from "../../src/results/score-result.ts";

/** An operand; what is not said is a 1-bit activation that the sign made. */
export function operand(known: Partial<Operand> = {}): Operand {
  return {
    tensor: "x",
    role: "activation",
    shape: [1, 4],
    bits: 1,
    float: false,
    type: "f32",
    values: "grid",
    proof: "Sign at sign",
    status: "proven",
    ...known,
  };
}

/** A row; what is not said is a dense layer of 40 one-bit products. */
export function layer(known: Partial<Layer> = {}): Layer {
  return {
    name: "fc",
    operator: "Gemm",
    kind: "dense",
    macs: 40n,
    trips: 1n,
    ace: 40n,
    cpu64: decimalFrom64ths(40n),
    share: 1,
    lhs: operand(),
    rhs: operand({ tensor: "w", role: "weight", shape: [4, 10], status: "inspected" }),
    output: [1, 10],
    accumulatorBits: 4,
    weightCount: 40n,
    weightBits: 40n,
    ...known,
  };
}

const NO_ELEMENTWISE: Totals["elementwise"] = {
  add: 0n,
  multiply: 0n,
  divide: 0n,
  compare: 0n,
  root: 0n,
  transcendental: 0n,
  round: 0n,
  quantize: 0n,
  dequantize: 0n,
  logic: 0n,
};

/**
 * A digits network by hand: an 8-bit convolution of 13,824 products, a 1-bit one of 663,552, a
 * float product of 960.
 *
 * ACE = 13,824 x 64 + 663,552 + 960 x 256 = 884,736 + 663,552 + 245,760 = 1,794,048.
 * CPU64 = 13,824 / 8 + 663,552 / 64 + 960 = 1,728 + 10,368 + 960 = 13,056.
 * Weights: 216 x 8 + 10,368 + 960 x 32 = 1,728 + 10,368 + 30,720 = 42,816 bits.
 */
export const DIGITS: ScoreResult = {
  schema: "acemeter/score@1",
  model: { name: "digits.onnx", format: "onnx", producer: "pytorch 2.13.0", parameters: 11_650n },
  convention: "pokebnn",
  dims: { batch: 1 },
  atLeast: [],
  complete: true,
  missing: [],
  warnings: [],
  totals: {
    macs: 678_336n,
    ace: 1_794_048n,
    cpu64: decimalFrom64ths(13_056n * 64n),
    weightCount: 11_544n,
    weightBits: 42_816n,
    storedBits: 46_208n,
    storedBitsBf16: 29_152n,
    elementwise: { ...NO_ELEMENTWISE, add: 4_618n, multiply: 4_608n, compare: 3_072n },
    energyPj: { "45nm": 97_543.2, "7nm": null },
    peakActivationBytes: 18_432n,
    peakActivationBytesProven: 12_480n,
  },
  byBits: [
    { lhsBits: 8, lhsFloat: false, rhsBits: 8, rhsFloat: false, macs: 13_824n, ace: 884_736n },
    { lhsBits: 1, lhsFloat: false, rhsBits: 1, rhsFloat: false, macs: 663_552n, ace: 663_552n },
    { lhsBits: 32, lhsFloat: true, rhsBits: 32, rhsFloat: true, macs: 960n, ace: 245_760n },
  ],
  layers: [
    layer({
      name: "conv1",
      operator: "Conv",
      kind: "convolution",
      macs: 13_824n,
      ace: 884_736n,
      cpu64: decimalFrom64ths(1_728n * 64n),
      share: 0.4931,
      lhs: operand({
        tensor: "image",
        shape: [1, 1, 8, 8],
        bits: 8,
        type: "u8",
        proof: "stored as u8",
        status: "declared",
      }),
      rhs: operand({
        tensor: "conv1.weight",
        role: "weight",
        shape: [24, 1, 3, 3],
        bits: 8,
        proof: "Quant at conv1/quant",
        status: "declared",
      }),
      output: [1, 24, 8, 8],
      stride: [1, 1],
      groups: 1,
      accumulatorBits: 20,
      weightCount: 216n,
      weightBits: 1_728n,
    }),
    layer({
      name: "conv2",
      operator: "Conv",
      kind: "convolution",
      macs: 663_552n,
      ace: 663_552n,
      cpu64: decimalFrom64ths(663_552n),
      share: 0.3699,
      lhs: operand({
        tensor: "conv2/sign",
        shape: [1, 24, 8, 8],
        proof: "Sign at conv2/sign, kept through Transpose",
      }),
      rhs: operand({
        tensor: "conv2.weight",
        role: "weight",
        shape: [48, 24, 3, 3],
        proof: "two values per output channel, scale factored out",
        status: "inspected",
      }),
      output: [1, 48, 8, 8],
      stride: [1, 1],
      groups: 1,
      accumulatorBits: 9,
      weightCount: 10_368n,
      weightBits: 10_368n,
    }),
    layer({
      name: "fc",
      macs: 960n,
      ace: 245_760n,
      cpu64: decimalFrom64ths(960n * 64n),
      share: 0.137,
      lhs: operand({
        tensor: "flat",
        shape: [1, 96],
        bits: 32,
        float: true,
        values: "float",
        proof: "f32 by its element type",
        status: "assumed",
      }),
      rhs: operand({
        tensor: "fc.weight",
        role: "weight",
        shape: [96, 10],
        bits: 32,
        float: true,
        values: "float",
        proof: "f32 by its element type",
        status: "assumed",
      }),
      accumulatorBits: null,
      weightCount: 960n,
      weightBits: 30_720n,
    }),
  ],
};

/** The same network with a dimension that nobody bound. */
export const INCOMPLETE: ScoreResult = {
  ...DIGITS,
  model: { ...DIGITS.model, name: "sequence.onnx", producer: "" },
  dims: { seq: 1 },
  atLeast: ["macs", "ace"],
  complete: false,
  missing: [
    {
      code: "unknown-dimension",
      where: "tensor image",
      reason: "dimension seq (axis 1 of image) has no size; counted with 1",
      hint: "--dim seq=N",
      affects: ["macs", "ace"],
    },
  ],
  warnings: [
    {
      code: "never-negative",
      where: "node conv2/sign (Sign)",
      reason: "the sign is never negative",
    },
  ],
};
