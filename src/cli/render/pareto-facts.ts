import type {
  OwnStanding,
  ParetoAbsent,
  ParetoResult,
  SomeNetworks,
} from "../../results/pareto-result.ts";
import { compact } from "./numbers.ts";
import { costText } from "./pareto-rows.ts";
import { printable } from "./text.ts";

/** A list of names shows no more than these. */
const MOST_NAMES = 5;

/** Where each of the user's networks stands, in sentences. */
export function standingLines({ own }: ParetoResult): readonly string[] {
  return own.map((one) => `${printable(one.name)}: ${standing(one)}`);
}

/** Counts, hypervolumes and indicators, in sentences. */
export function factLines(result: ParetoResult): readonly string[] {
  const { points, metric, reference, hypervolume } = result;
  const front = points.filter(({ onFront }) => onFront).length;
  const { published, all } = hypervolume;
  const corner = `${costText(reference.cost, metric)} at ${reference.accuracy}%`;
  const gain = published > 0 ? `, ${percentMore(all / published - 1)} than without yours` : "";
  const lines = [
    `${front} of ${points.length} networks ${front === 1 ? "is" : "are"} on the front`,
    `Hypervolume ${compact(all)} (${metric.label} x percent, reference point ${corner})` +
      (result.own.length > 0 ? gain : ""),
  ];
  return [...lines, ...epsilonLines(result)];
}

/** Networks that are not placed, by reason. */
export function absentLines({ absent }: ParetoResult, all: boolean): readonly string[] {
  return absent.map((group) => {
    const { own, names, reason, option } = group;
    const whose = own ? "of yours" : "published";
    const listed = own || all ? `: ${namesText(names, all)}` : "";
    const advice = option === undefined ? "" : ` (${option})`;
    return `  ${names.length} ${whose}: ${reason}${advice}${listed}`;
  });
}

/** How many are not placed: `Not placed (74)`. */
export function absentTitle(absent: readonly ParetoAbsent[]): string {
  return `Not placed (${absent.reduce((sum, { names }) => sum + names.length, 0)})`;
}

function standing({ onFront, rank, dominates, dominatedBy }: OwnStanding): string {
  return [
    onFront ? "on the front" : `rank ${rank}`,
    `dominates ${listText(dominates)}`,
    `dominated by ${listText(dominatedBy)}`,
  ].join("; ");
}

function listText({ count, names }: SomeNetworks): string {
  if (count === 0) return "no published network";
  return `${count} published: ${namesText(names, false, count)}`;
}

function namesText(names: readonly string[], all: boolean, count = names.length): string {
  const listed = (all ? names : names.slice(0, MOST_NAMES)).map(printable);
  const left = count - listed.length;
  return [...listed, ...(left > 0 ? [`${left} more`] : [])].join(", ");
}

function epsilonLines({ epsilon }: ParetoResult): readonly string[] {
  if (epsilon === null) return [];
  const { additive, multiplicative } = epsilon;
  const parts = [
    multiplicative === null ? "" : `${multiplicative.toPrecision(4)} times`,
    additive === null ? "" : `${additive.toPrecision(4)} of the range added`,
  ].filter((part) => part !== "");
  if (parts.length === 0) return [];
  return [`Yours reach the whole published front within ${parts.join(", or ")} (ε-indicators)`];
}

function percentMore(share: number): string {
  if (share === 0) return "no more";
  return `${share < 0.0001 ? "less than 0.01" : (share * 100).toFixed(2)}% more`;
}
