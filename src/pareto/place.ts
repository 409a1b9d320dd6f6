import { AceError } from "../errors.ts";
import type { ParetoPoint, ParetoResult } from "../results/pareto-result.ts";
import { captionOf, DATA_SET } from "./caption.ts";
import { DIRECTIONS, epsilonsOf, type Reference, referenceOf, volumesOf } from "./indicators.ts";
import type { Placing } from "./metric.ts";
import { decimalOf } from "./millionths.ts";
import type { OwnPlaced } from "./own.ts";
import { type Absent, groupedAbsences, type Placed } from "./placed.ts";
import { nonDominatedRanks } from "./sets/ranks.ts";
import { standingsOf } from "./standing.ts";

/** A cost so many times the next one stretches the axis and the reference. */
const FAR = 1000n;

/** What is compared. */
export interface Comparison {
  readonly placing: Placing;
  readonly published: { readonly placed: readonly Placed[]; readonly absent: readonly Absent[] };
  readonly own: OwnPlaced;
  readonly reference?: Reference;
}

/**
 * Front, ranks, hypervolumes and who dominates whom.
 *
 * @throws {AceError} `wrong-usage` where there is no network to place
 */
export function compareNetworks({ placing, published, own, reference }: Comparison): ParetoResult {
  const placed = [...published.placed, ...own.placed].sort(byCost);
  const absent = [...own.absent, ...published.absent];
  if (placed.length === 0) throw nothing(placing, absent);
  const { metric, convention } = placing;
  const points = standings(placed);
  const bound = reference ?? referenceOf(placed);
  return {
    schema: "acemeter/pareto@1",
    metric,
    convention,
    dataSet: DATA_SET,
    caption: captionOf(placing, placed),
    reference: { cost: decimalOf(bound.cost), accuracy: bound.accuracy },
    hypervolume: volumesOf(placed, bound),
    epsilon: epsilonsOf(own.placed, published.placed, placed),
    own: standingsOf(own.placed, placed, points),
    points,
    absent: groupedAbsences(absent),
    warnings: [...own.warnings, ...warningsOf(placed, published.placed)],
  };
}

function byCost(a: Placed, b: Placed): number {
  if (a.cost !== b.cost) return a.cost < b.cost ? -1 : 1;
  if (a.accuracy !== b.accuracy) return b.accuracy - a.accuracy;
  return Number(a.name > b.name) - Number(a.name < b.name);
}

function standings(placed: readonly Placed[]): readonly ParetoPoint[] {
  const values = placed.map(({ cost, accuracy }) => [cost, accuracy]);
  const ranks = nonDominatedRanks(values, DIRECTIONS);
  return placed.map((point, i) => ({
    ...point,
    cost: decimalOf(point.cost),
    onFront: ranks[i] === 0,
    rank: ranks[i] as number,
  }));
}

function warningsOf(placed: readonly Placed[], published: readonly Placed[]) {
  const names = new Set(published.map(({ name }) => name));
  const warnings = placed.flatMap(({ name, cost, own }, i) => {
    const found: { code: string; reason: string }[] = [];
    if (cost === 0n) {
      const reason = `${name} costs 0, which has no place on a logarithmic axis: it is not drawn`;
      found.push({ code: "zero-cost", reason });
    }
    if (own && names.has(name)) {
      found.push({ code: "published-name", reason: `${name} is also the name of a published one` });
    }
    const before = placed[i - 1];
    if (before !== undefined && before.cost > 0n && cost >= before.cost * FAR) {
      const reason = `${name} costs more than ${FAR} times ${before.name}, the next one: it stretches the axis and the reference`;
      found.push({ code: "outlier", reason });
    }
    return found;
  });
  if (published.length > 0) return warnings;
  return [...warnings, { code: "only-own", reason: "no published network is compared with" }];
}

function nothing({ metric }: Placing, absent: readonly Absent[]): AceError {
  const said = groupedAbsences(absent).map(
    ({ reason, names }) => `${names.length} of which ${reason}`,
  );
  return new AceError("wrong-usage", {
    action: "place",
    subject: `networks by ${metric.id}`,
    expected: "at least one with accuracy and cost",
    got: said.length === 0 ? "none" : said.join(", "),
  });
}
