import fc from "fast-check";
import { decimalFrom64ths } from "../../src/results/decimal.ts";
import type { Layer, ScoreResult } from "../../src/results/score-result.ts";
import { DIGITS, layer, operand } from "../cli/samples.ts";

/** A 1-bit 3x3 convolution on 8 x 8 positions: 64 x 9 x channels in x channels out products. */
export function conv(name: string, channelsIn: number, channelsOut: number): Layer {
  const weights = BigInt(9 * channelsIn * channelsOut);
  const macs = 64n * weights;
  return layer({
    name,
    operator: "Conv",
    kind: "convolution",
    macs,
    ace: macs,
    cpu64: decimalFrom64ths(macs),
    lhs: operand({ shape: [1, channelsIn, 8, 8] }),
    rhs: operand({ role: "weight", shape: [channelsOut, channelsIn, 3, 3] }),
    output: [1, channelsOut, 8, 8],
    stride: [1, 1],
    groups: 1,
    weightCount: weights,
    weightBits: weights,
  });
}

/** A score of these layers; totals are the sums of theirs where layers have them. */
export function scoreOf(layers: readonly Layer[]): ScoreResult {
  const sum = (of: (layer: Layer) => bigint): bigint =>
    layers.reduce((total, one) => total + of(one), 0n);
  return {
    ...DIGITS,
    totals: {
      ...DIGITS.totals,
      macs: sum(({ macs }) => macs),
      ace: sum(({ ace }) => ace),
      weightCount: sum(({ weightCount }) => weightCount),
      weightBits: sum(({ weightBits }) => weightBits),
    },
    layers,
  };
}

/** Layers whose structure is different from one to the next: each channel count occurs once. */
export const distinctLayers = (least: number, most: number): fc.Arbitrary<readonly Layer[]> =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: least, maxLength: most })
    .map((channels) => channels.map((count, i) => conv(`features/${i}/conv`, count, count + 1)));

/** Layers as networks repeat them: few structures, many times. */
export const repeatedLayers = (most: number): fc.Arbitrary<readonly Layer[]> =>
  fc
    .array(fc.integer({ min: 1, max: 3 }), { maxLength: most })
    .map((channels) => channels.map((count, i) => conv(`features/${i}/conv`, count, count)));
