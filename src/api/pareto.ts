import { basename } from "node:path";
import { AceError, within } from "../errors.ts";
import { readWholeFile } from "../io/byte-source.ts";
import { METRIC_PARTS, METRICS } from "../metrics/metrics.ts";
import type { ChartFormat, ChartStyle } from "../pareto/chart/index.ts";
import { chartOf } from "../pareto/chart-of.ts";
import type { Reference } from "../pareto/indicators.ts";
import type { CostMetric } from "../pareto/metric.ts";
import { parseMillionths } from "../pareto/millionths.ts";
import { networkOfScore, type OwnNetwork, placeOwn } from "../pareto/own.ts";
import { compareNetworks } from "../pareto/place.ts";
import { networksOfCsv } from "../pareto/points-file.ts";
import { type Selection, selectPublished } from "../pareto/published/select.ts";
import { oneOf } from "../results/names.ts";
import type { ParetoResult } from "../results/pareto-result.ts";
import type { PublishedNetwork } from "../results/published.ts";
import type { Convention, ScoreResult } from "../results/score-result.ts";

export interface ParetoOptions extends Selection {
  /** The user's networks, as `score` gives them. */
  readonly results?: readonly ScoreResult[];
  /** CSV files of networks: paths. */
  readonly points?: readonly string[];
  /** Top-1 in percent of the user's networks, by name. */
  readonly accuracies?: Readonly<Record<string, number>>;
  /** Id of the metric; `ace` where it is absent. */
  readonly x?: string;
  /** `pokebnn` where it is absent. */
  readonly convention?: Convention;
  /** Of the hypervolumes: a cost and an accuracy that are worse than what counts. */
  readonly reference?: { readonly cost: number | bigint | string; readonly accuracy: number };
}

/** The metrics, with each part of those that are lists of numbers. */
const COSTS: readonly CostMetric[] = METRICS.flatMap(
  (metric): readonly CostMetric[] =>
    METRIC_PARTS[metric.id]?.keys.map((part) => ({
      id: `${metric.id}.${part}`,
      label: `${metric.label}, ${part}`,
      unit: metric.unit,
    })) ?? [metric],
);

/**
 * The published networks and the user's, by accuracy and cost: front, ranks, hypervolumes, and who
 * dominates whom.
 *
 * @throws {AceError} `wrong-usage` for what does not fit together; `unreadable-file`
 */
export async function pareto(options: ParetoOptions = {}): Promise<ParetoResult> {
  const { results = [], points = [], accuracies = {}, convention = "pokebnn" } = options;
  const placing = { metric: metricOf(options.x ?? "ace"), convention };
  const ids = COSTS.map(({ id }) => id);
  const own: OwnNetwork[] = [
    ...results.map((result) => networkOfScore(result, placing)),
    ...points.flatMap((path) =>
      within({ file: path }, () => networksOfCsv(textOf(path), placing, ids)),
    ),
  ];
  const reference = referenceOf(options.reference);
  return compareNetworks({
    placing,
    published: selectPublished(await publishedNetworks(), placing, options),
    own: placeOwn(own, accuracies, options.mixed === true),
    ...(reference === undefined ? {} : { reference }),
  });
}

/** The published table, which the package also holds as `data/published-networks.csv`. */
export async function publishedNetworks(): Promise<readonly PublishedNetwork[]> {
  const { PUBLISHED_NETWORKS } = await import("../pareto/published/networks.ts");
  return PUBLISHED_NETWORKS;
}

/**
 * A chart of a result: bytes for `png`, else text; the same on every machine.
 *
 * @throws {AceError} `wrong-usage` where there is nothing to draw
 */
export async function paretoChart(
  result: ParetoResult,
  format: ChartFormat,
  style: ChartStyle,
): Promise<string | Uint8Array> {
  const { drawChart } = await import("../pareto/chart/index.ts");
  return await drawChart(chartOf(result), format, style);
}

function metricOf(id: string): CostMetric {
  const metric = COSTS.find((one) => one.id === id);
  if (metric !== undefined) {
    const { label, unit } = metric;
    return { id, label, unit };
  }
  const expected = oneOf(
    COSTS.map((one) => one.id),
    id,
  );
  throw refuse("choose", "a metric", expected, id);
}

function referenceOf(given: ParetoOptions["reference"]): Reference | undefined {
  if (given === undefined) return undefined;
  const cost = parseMillionths(`${given.cost}`);
  if (cost === undefined || cost < 0n) {
    throw refuse("set", "the reference", "a cost from 0", `${given.cost}`);
  }
  if (!(given.accuracy >= 0 && given.accuracy <= 100)) {
    throw refuse("set", "the reference", "an accuracy from 0 to 100", `${given.accuracy}`);
  }
  return { cost, accuracy: given.accuracy };
}

function textOf(path: string): string {
  const bytes = readWholeFile(path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuse("read", basename(path), "text in UTF-8", "other bytes");
  }
}

function refuse(action: string, subject: string, expected: string, got: string): AceError {
  return new AceError("wrong-usage", { action, subject, expected, got });
}
