import { AceError } from "../errors.ts";
import { oneOf } from "../results/names.ts";
import type { ParetoPoint, ParetoResult } from "../results/pareto-result.ts";
import type { BitsRow, Convention, ScoreResult } from "../results/score-result.ts";
import { followsConvention, type Placing } from "./metric.ts";
import { type Millionths, parseMillionths } from "./millionths.ts";
import type { Absent, AbsentCode, Placed } from "./placed.ts";

/** A network of the user's, with what is known of it. */
export interface OwnNetwork {
  readonly name: string;
  readonly family: string;
  readonly year?: number;
  /** Percent. */
  readonly accuracy?: number;
  readonly cost: Millionths | AbsentCode;
  readonly costStatus: ParetoPoint["costStatus"];
  /** How the cost is counted, where it differs from the chart's convention. */
  readonly otherConvention?: string;
  readonly source: string;
}

type Warning = ParetoResult["warnings"][number];

export interface OwnPlaced {
  readonly placed: readonly Placed[];
  readonly absent: readonly Absent[];
  readonly warnings: readonly Warning[];
}

/** Family of networks that say none. */
export const OWN_FAMILY = "yours";

const CONVENTIONS: Readonly<Record<Convention, string>> = {
  pokebnn: "a float counts 16 bits",
  native: "a float counts its own bits",
};

/** A saved or fresh score as a network to place. */
export function networkOfScore(result: ScoreResult, placing: Placing): OwnNetwork {
  const { model, convention, atLeast, totals, byBits } = result;
  const { id } = placing.metric;
  const floats = byBits.some(isWideFloat);
  const differs = followsConvention(placing.metric) && convention !== placing.convention && floats;
  const [list = "", part] = id.split(".");
  const listed = (totals as Readonly<Record<string, unknown>>)[list];
  const total = part === undefined ? listed : (listed as Readonly<Record<string, unknown>>)[part];
  return {
    name: model.name,
    family: OWN_FAMILY,
    cost: (atLeast as readonly string[]).includes(list)
      ? "lower-bound"
      : (parseMillionths(`${total ?? ""}`) ?? "no-cost"),
    costStatus: "scored",
    ...(differs ? { otherConvention: CONVENTIONS[convention] } : {}),
    source: `scored from ${[model.format, model.producer].filter((part) => part !== "").join(", ")}`,
  };
}

/** A float that the conventions count differently. */
function isWideFloat({ lhsBits, lhsFloat, rhsBits, rhsFloat }: BitsRow): boolean {
  return (lhsFloat && lhsBits > 16) || (rhsFloat && rhsBits > 16);
}

/**
 * The user's networks with their accuracies; of equal names the second is called `#2`.
 *
 * @param accuracies - by name; they replace what a network says itself
 * @throws {AceError} `wrong-usage` for an accuracy without a network or that is no percentage, and
 * for a cost that is counted by another rule unless `mixed`
 */
export function placeOwn(
  networks: readonly OwnNetwork[],
  accuracies: Readonly<Record<string, number>>,
  mixed: boolean,
): OwnPlaced {
  const { named, warnings } = uniqueNames(networks);
  const names = named.map(({ name }) => name);
  for (const name of Object.keys(accuracies)) {
    if (!names.includes(name)) throw unknownName(name, names);
  }
  const placed: Placed[] = [];
  const absent: Absent[] = [];
  for (const network of named) {
    const { name, cost } = network;
    const accuracy = Object.hasOwn(accuracies, name) ? accuracies[name] : network.accuracy;
    if (typeof cost === "string") absent.push({ name, own: true, code: cost });
    else if (accuracy === undefined) absent.push({ name, own: true, code: "no-accuracy" });
    else placed.push(place(network, cost, accuracy, mixed));
  }
  return { placed, absent, warnings: [...warnings, ...smallAccuracies(placed)] };
}

/** @throws {AceError} `wrong-usage` for what is no percentage */
export function checkAccuracy(name: string, accuracy: number): number {
  if (accuracy >= 0 && accuracy <= 100) return accuracy + 0;
  throw new AceError("wrong-usage", {
    action: "place",
    subject: name,
    expected: "an accuracy from 0 to 100 percent",
    got: `${accuracy}`,
  });
}

function place(
  { name, family, year, costStatus, otherConvention, source }: OwnNetwork,
  cost: Millionths,
  accuracy: number,
  mixed: boolean,
): Placed {
  if (otherConvention !== undefined && !mixed) {
    throw new AceError(
      "wrong-usage",
      { action: "place", subject: name, expected: "the chart's convention", got: otherConvention },
      { hint: "--mixed places it and marks it; --convention changes the chart's" },
    );
  }
  return {
    name,
    family,
    ...(year === undefined ? {} : { year }),
    own: true,
    accuracy: checkAccuracy(name, accuracy),
    cost,
    exact: true,
    accuracyStatus: "given",
    costStatus,
    ...(otherConvention === undefined ? {} : { otherConvention }),
    source,
  };
}

function uniqueNames(networks: readonly OwnNetwork[]) {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  const warnings: Warning[] = [];
  const named = networks.map((network) => {
    let name = network.name;
    let k = next.get(name) ?? 2;
    while (taken.has(name)) name = `${network.name}#${k++}`;
    taken.add(name);
    next.set(network.name, k);
    if (name === network.name) return network;
    const reason = `there is another ${network.name} before it: this one is called ${name}`;
    warnings.push({ code: "duplicate-name", reason });
    return { ...network, name };
  });
  return { named, warnings };
}

function smallAccuracies(placed: readonly Placed[]): readonly Warning[] {
  return placed
    .filter(({ accuracy }) => accuracy > 0 && accuracy <= 1)
    .map(({ name, accuracy }) => ({
      code: "small-accuracy",
      reason: `${name} has an accuracy of ${accuracy} percent; accuracies are percentages, not shares`,
    }));
}

function unknownName(name: string, names: readonly string[]): AceError {
  const expected = names.length === 0 ? "a network of yours" : oneOf(names, name);
  const hint = "ace pareto RESULT --accuracy NAME=PERCENT";
  const reason = { action: "set", subject: "an accuracy", expected, got: name };
  return new AceError("wrong-usage", reason, names.length === 0 ? { hint } : {});
}
