import { describe, expect, it } from "vitest";
import { decimalOf } from "../../../src/pareto/millionths.ts";
import { figureOf } from "../../../src/pareto/published/figure.ts";
import { PUBLISHED_NETWORKS } from "../../../src/pareto/published/networks.ts";
import type { PublishedNetwork } from "../../../src/results/published.ts";
import type { Convention } from "../../../src/results/score-result.ts";

const network = (name: string): PublishedNetwork =>
  PUBLISHED_NETWORKS.find((one) => one.name === name) as PublishedNetwork;
const placing = (id: string, convention: Convention = "pokebnn") => ({
  metric: { id, label: id, unit: "" },
  convention,
});

describe("`figureOf()`", () => {
  // ACE and OPs as the networks' papers print them, or counted in facts of the released code:
  // PokeBNN conv_ace 4091469824 + dense_ace 131072000; ReActNet-A 7.9 ACE and 0.87e8 OPs.
  it.each([
    ["PokeBNN-0.5x", "ace", "1409538048", true],
    ["PokeBNN-1.0x", "ace", "4222541824", true],
    ["PokeBNN-1.0x", "cpu64", "57708768", true],
    ["PokeBNN-1.0x", "macs", "3621764608", true],
    ["PokeBNN-1.0x", "weightBits", "51608064", true],
    ["PokeBNN, larger", "ace", "7800000000", false],
    ["ReActNet-A", "ace", "7853572096", true],
    ["ReActNet-A", "cpu64", "87126016", true],
    ["Bi-RealNet-18", "cpu64", "163985408", true],
    ["MeliusNet22", "cpu64", "208642048", true],
    ["ResNet-50 bfloat16 (AQT)", "ace", "1046831169536", true],
    ["ResNet-50 bfloat16 (AQT)", "weightBits", "408046592", true],
    ["ResNet-18 W8A8 (HAWQ-V3)", "ace", "116100694016", true],
    ["NAS-BNN (57M OPs)", "cpu64", "57000000", false],
    ["MobileNetV3-Small 1.0 int8", "ace", "4224000000", false],
    ["ReActNet-A", "storedBits", "63144000", false],
    ["MeliusNet59", "storedBits", "145877893.12", false],
  ])("of %s by %s is %s", (name, id, cost, exact) => {
    const figure = figureOf(network(name), placing(id));
    if (typeof figure === "string") throw new Error(figure);
    expect([`${decimalOf(figure.cost)}`, figure.exact]).toEqual([cost, exact]);
    expect(figure.otherConvention).toBeUndefined();
  });

  it.each([
    ["SNN ReActNet-18 W1A1", "ace", "partial-cost"],
    ["BCDNet-A", "ace", "no-cost"],
    ["BCDNet-A", "storedBits", "no-cost"],
    ["PokeBNN-1.0x", "peakActivationBytes", "no-cost"],
  ])("of %s by %s is %s", (name, id, lack) => {
    expect(figureOf(network(name), placing(id))).toBe(lack);
  });

  it.each([
    [
      "Real-to-Binary Net",
      "cpu64",
      "pokebnn",
      "also something beside convolutions and linear layers, scaling or PReLU",
    ],
    ["ReActNet-A", "ace", "native", "a float counts 16 bits"],
    ["PokeBNN, larger", "ace", "native", "as printed"],
    [
      "PokeBNN-1.0x",
      "storedBits",
      "pokebnn",
      "everything stored, what is not quantized as bfloat16",
    ],
    ["BiViT Swin-T", "weightBits", "pokebnn", "size as printed, its rule not stated"],
    [
      "Bi-RealNet-18 (larq reimplementation)",
      "storedBits",
      "pokebnn",
      "size as printed, its rule not stated, MB or MiB unclear",
    ],
  ] as const)("says how %s is counted by %s under %s", (name, id, convention, rule) => {
    expect(figureOf(network(name), placing(id, convention))).toMatchObject({
      otherConvention: rule,
    });
  });

  it("of whole numbers only is the same under each convention", () => {
    const { otherConvention } = figureOf(network("PokeBNN-1.0x"), placing("ace", "native")) as {
      otherConvention?: string;
    };
    expect(otherConvention).toBeUndefined();
  });
});
