import { describe, expect, test } from "vitest";
import { bitsOf } from "../../src/metrics/bits.ts";
import { scoreOf } from "../../src/metrics/score.ts";
import { conv } from "../../src/ops/core/conv.ts";
import type { Widths } from "../../src/results/widths.ts";
import { BIPOLAR, CONV_3X3, Network } from "../support/network.ts";

/**
 * Two 3x3 convolutions on 4x4 images: 3 -> 2 of 1 bit x 1 bit, 2 -> 2 of its sums x floats.
 *
 * 16 positions x 2 x 27 = 864 and 16 x 2 x 18 = 576 multiply-accumulates. At the border fewer than
 * 27 signs are summed, so that every integer from -27 to 27 occurs: 55 codes, 6 bits.
 */
function twoLayers() {
  const n = new Network();
  const x = n.given("x", "f32", [1, 3, 4, 4], BIPOLAR);
  const w = n.stored("a.weight", "f32", [2, 3, 3, 3], BIPOLAR);
  const y = n.layer("blocks/0/conv", "Conv").emit(conv, [x, w], CONV_3X3);
  n.graph.nameTensor(y, "y");
  const v = n.stored("b.weight", "f32", [2, 2, 3, 3]);
  return n.model(n.layer("blocks/1/conv", "Conv").emit(conv, [y, v], CONV_3X3));
}

function scored(...rules: NonNullable<Widths["rules"]>) {
  const widths = { schema: "acemeter/widths@1", rules } as const;
  return scoreOf(twoLayers(), "m", "pokebnn", { widths, source: "w.json" });
}

const widthsOf = ({ layers }: ReturnType<typeof scoreOf>) =>
  layers.map(({ lhs, rhs }) => `${lhs.bits}x${rhs.float ? "f" : ""}${rhs.bits}`);

describe("rules for layers", () => {
  test("without any: 864 x 1 x 1 + 576 x 6 x 16", () => {
    const plain = scoreOf(twoLayers(), "m", "pokebnn");
    expect(widthsOf(plain)).toEqual(["1x1", "6xf32"]);
    expect(plain.totals.ace).toBe(56_160n);
  });

  test("count in every metric, narrower and wider: 864 x 2 x 1 + 576 x 6 x 4", () => {
    const { totals, layers, byBits, warnings } = scored(
      { match: "blocks/0/*", lhsBits: 2, why: "two planes" },
      { match: "blocks/1/conv", rhsBits: 4 },
    );
    expect(totals.ace).toBe(15_552n);
    expect(layers.map(({ ace }) => ace)).toEqual([1728n, 13_824n]);
    // 864 / 32 + 576 / 8
    expect(String(totals.cpu64)).toBe("99");
    // 54 x 1 + 36 x 4
    expect([totals.weightBits, totals.storedBits, layers[1]?.weightBits]).toEqual([
      198n,
      198n,
      144n,
    ]);
    expect(byBits).toEqual([
      { lhsBits: 6, lhsFloat: false, rhsBits: 4, rhsFloat: false, macs: 576n, ace: 13_824n },
      { lhsBits: 2, lhsFloat: false, rhsBits: 1, rhsFloat: false, macs: 864n, ace: 1728n },
    ]);
    // -2 ... 1 times -1 or +1, 27 products: -54 to 54
    expect(layers[0]?.accumulatorBits).toBe(7);
    expect(layers[0]?.lhs).toMatchObject({
      bits: 2,
      status: "claimed",
      values: "grid",
      proof: "claimed by rule 1 of w.json (two planes)",
    });
    expect(warnings).toEqual([
      {
        code: "claim-differs",
        where: "node blocks/0/conv (Conv)",
        reason: "rule 1 of w.json (two planes): 2 bits, but 1 is claimed",
      },
    ]);
  });

  test("the first that matches a layer counts, as a whole", () => {
    const result = scored(
      { match: "blocks/1/conv", rhsBits: 4 },
      { match: "blocks/*/conv", lhsBits: 8, rhsBits: 8 },
    );
    expect(widthsOf(result)).toEqual(["8x8", "6x4"]);
  });

  test("one that matches nothing is refused, with the nearest names", () => {
    expect(() => scored({ match: "blocks/2/conv", rhsBits: 4 })).toThrow(
      expect.objectContaining({
        code: "wrong-usage",
        message:
          "Cannot apply rule 1 of w.json: expected one of blocks/0/conv, blocks/1/conv, got blocks/2/conv",
      }),
    );
  });
});

describe("rules for tensors", () => {
  test("count for what is stored, given and computed: 864 x 4 x 2 + 576 x 3 x 8", () => {
    const result = scored(
      { tensor: "x", bits: 4, signed: false },
      { tensor: "a.weight", bits: 2 },
      { tensor: "y", bits: 3 },
      { tensor: "*.weight", bits: 8 },
    );
    expect(widthsOf(result)).toEqual(["4x2", "3x8"]);
    expect(result.totals.ace).toBe(20_736n);
    // 54 x 2 + 36 x 8
    expect(result.totals.storedBits).toBe(396n);
  });

  test("a claim that differs from what is proven of a computed tensor warns", () => {
    const { warnings } = scored({ tensor: "y", bits: 3 });
    expect(warnings).toEqual([
      {
        code: "claim-differs",
        where: "tensor y",
        reason: "rule 1 of w.json: 3 bits, but 6 are proven",
      },
    ]);
  });

  test.each([
    [{ bits: 4 }, "16 codes -8 … 7 × a scale"],
    [{ bits: 4, signed: false }, "16 codes 0 … 15 × a scale"],
    [{ bits: 1 }, "{-1, +1} × a scale"],
    [{ bits: 1, signed: false }, "{0, 1} × a scale"],
  ])("%j is %s", (claim, set) => {
    const widths = {
      schema: "acemeter/widths@1",
      rules: [{ tensor: "b.weight", ...claim }],
    } as const;
    const { tensors } = bitsOf(twoLayers(), "m", { widths, source: "w.json" });
    expect(tensors.find(({ name }) => name === "b.weight")).toMatchObject({
      set,
      bits: claim.bits,
      status: "claimed",
      proof: "claimed by rule 1 of w.json",
    });
  });

  test("an unsigned integer type has unsigned codes, each its own value", () => {
    const n = new Network();
    const x = n.given("x", "u8", [1, 4]);
    const widths = { schema: "acemeter/widths@1", rules: [{ tensor: "x", bits: 4 }] } as const;
    const { tensors, warnings } = bitsOf(n.model(x), "m", { widths, source: "w.json" });
    expect(tensors[0]?.set).toBe("integers 0 … 15");
    expect(warnings[0]?.reason).toBe("rule 1 of w.json: 4 bits, but 8 are declared");
  });

  test("one that matches nothing is refused, and so is a pattern of weights", () => {
    expect(() => scored({ tensor: "z", bits: 4 })).toThrow(
      "Cannot apply rule 1 of w.json: expected one of x, a.weight, y, b.weight, got z",
    );
    const widths = { schema: "acemeter/widths@1", weights: ["*.weight", "x"] } as const;
    expect(() => scoreOf(twoLayers(), "m", "pokebnn", { widths, source: "w.json" })).toThrow(
      "Cannot apply weights 2 of w.json: expected one of a.weight, b.weight, got x",
    );
  });
});
