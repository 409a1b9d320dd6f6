import type { LayerCosts, LayerMetric } from "../results/compare-result.ts";
import { type Decimal, decimalFrom64ths } from "../results/decimal.ts";
import type { Layer } from "../results/score-result.ts";
import { countDifference, decimalDifference } from "./difference.ts";

/** The metrics that layers have, in the order of reports. */
export const LAYER_METRICS = [
  "macs",
  "ace",
  "cpu64",
  "weightCount",
  "weightBits",
] as const satisfies readonly LayerMetric[];

const NOTHING: Pick<Layer, LayerMetric> = {
  macs: 0n,
  ace: 0n,
  cpu64: decimalFrom64ths(0n),
  weightCount: 0n,
  weightBits: 0n,
};

/** Costs of a layer before and after; those of one that is not there are 0. */
export function layerCosts(before: Layer | null, after: Layer | null): LayerCosts {
  const [from, to] = [before ?? NOTHING, after ?? NOTHING];
  return {
    macs: countDifference(from.macs, to.macs),
    ace: countDifference(from.ace, to.ace),
    cpu64: decimalDifference(from.cpu64, to.cpu64),
    weightCount: countDifference(from.weightCount, to.weightCount),
    weightBits: countDifference(from.weightBits, to.weightBits),
  };
}

/** A difference of a layer as a whole number that orders: counts as they are, decimals in 10^-6. */
export function differenceIn(costs: LayerCosts, metric: LayerMetric): bigint {
  const { difference } = costs[metric];
  return typeof difference === "bigint" ? difference : millionths(difference);
}

/** True where some cost is not what it was. */
export function differsInCost(costs: LayerCosts): boolean {
  return LAYER_METRICS.some((metric) => differenceIn(costs, metric) !== 0n);
}

function millionths(decimal: Decimal): bigint {
  const [whole = "", fraction = ""] = `${decimal}`.split(".");
  return BigInt(whole + fraction.padEnd(6, "0").slice(0, 6));
}
