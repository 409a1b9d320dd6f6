import type { PublishedNetwork } from "../../results/published.ts";
import { followsConvention, type Placing } from "../metric.ts";
import { type Millionths, millionthsOf, parseMillionths } from "../millionths.ts";

type MacKey = "binaryMacs" | "int4Macs" | "int8Macs" | "floatMacs";
type Factors = Readonly<Record<MacKey, bigint>>;

/** A cost of a published network. */
export interface Figure {
  readonly cost: Millionths;
  /** False: made of rounded numbers. */
  readonly exact: boolean;
  readonly status: NonNullable<PublishedNetwork["macsStatus"]>;
  /** How it was counted, where that is not the chart's convention. */
  readonly otherConvention?: string;
}

/** No figure, or one that leaves something out. */
export type Lack = "no-cost" | "partial-cost";

/** What a multiply-accumulate of each kind counts, in 64ths for CPU64. */
const FACTORS: Readonly<Record<string, Factors>> = {
  macs: { binaryMacs: 1n, int4Macs: 1n, int8Macs: 1n, floatMacs: 1n },
  ace: { binaryMacs: 1n, int4Macs: 16n, int8Macs: 64n, floatMacs: 256n },
  cpu64: { binaryMacs: 1n, int4Macs: 4n, int8Macs: 8n, floatMacs: 64n },
};
const IN_64THS = 15_625n;

const SIZE_RULES: Readonly<Record<NonNullable<PublishedNetwork["sizeRule"]>, string>> = {
  weights: "weights of convolutions and linear layers only",
  "float32-rest": "everything stored, what is not quantized as float32",
  "bfloat16-rest": "everything stored, what is not quantized as bfloat16",
  parameters: "parameters x bytes",
  "as-printed": "size as printed, its rule not stated",
};

/** Sizes that a metric takes as its own. */
const OWN_SIZES: Readonly<Record<string, readonly string[]>> = {
  weightBits: ["weights"],
  storedBits: ["float32-rest", "parameters"],
  storedBitsBf16: ["bfloat16-rest"],
};

/** The cost of a published network by a metric, from the most exact of its figures. */
export function figureOf(network: PublishedNetwork, placing: Placing): Figure | Lack {
  const { id } = placing.metric;
  if (Object.hasOwn(FACTORS, id)) return macFigure(network, placing);
  return Object.hasOwn(OWN_SIZES, id) ? sizeFigure(network, id) : "no-cost";
}

function macFigure(network: PublishedNetwork, placing: Placing): Figure | Lack {
  const { macsQuality, macsStatus, counted } = network;
  if (macsQuality === "partial") return "partial-cost";
  if (macsQuality === undefined || macsStatus === undefined) return statedFigure(network, placing);
  const { id } = placing.metric;
  const factors = FACTORS[id] as Factors;
  const sum = (Object.keys(factors) as MacKey[]).reduce(
    (total, key) => total + (network[key] ?? 0n) * factors[key],
    0n,
  );
  const cost = id === "cpu64" ? sum * IN_64THS : millionthsOf(sum);
  const other = counted ?? floatsOf(network, placing);
  return {
    cost,
    exact: macsQuality === "exact",
    status: macsStatus,
    ...(other === undefined ? {} : { otherConvention: other }),
  };
}

/** Published floats count 16 bits: their own width is not always known. */
function floatsOf({ floatMacs = 0n }: PublishedNetwork, placing: Placing): string | undefined {
  const differs = followsConvention(placing.metric) && placing.convention !== "pokebnn";
  return differs && floatMacs > 0n ? "a float counts 16 bits" : undefined;
}

function statedFigure(network: PublishedNetwork, placing: Placing): Figure | Lack {
  const { metric, convention } = placing;
  const { statedAce, statedOps, counted } = network;
  const stated = { ace: statedAce, cpu64: statedOps }[metric.id];
  if (stated === undefined) return "no-cost";
  const native = metric.id === "ace" && convention !== "pokebnn";
  const other = counted ?? (native ? "as printed" : undefined);
  return {
    cost: millionthsOf(stated),
    exact: false,
    status: "verified",
    ...(other === undefined ? {} : { otherConvention: other }),
  };
}

function sizeFigure(network: PublishedNetwork, id: string): Figure | Lack {
  const { weightBits, size, sizeUnit, sizeRule, sizeStatus } = network;
  if (id === "weightBits" && weightBits !== undefined) {
    return { cost: millionthsOf(weightBits), exact: true, status: "computed" };
  }
  if (size === undefined || sizeRule === undefined || sizeStatus === undefined) return "no-cost";
  const bits =
    (parseMillionths(`${size}`) ?? 0n) * 8n * (sizeUnit === "MiB" ? 2n ** 20n : 10n ** 6n);
  const own = OWN_SIZES[id]?.includes(sizeRule) === true && sizeUnit !== "unclear";
  const unclear = sizeUnit === "unclear" ? ", MB or MiB unclear" : "";
  return {
    cost: bits,
    exact: false,
    status: sizeStatus,
    ...(own ? {} : { otherConvention: SIZE_RULES[sizeRule] + unclear }),
  };
}
