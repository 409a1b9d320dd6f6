import type { ParetoAbsent, ParetoPoint } from "../results/pareto-result.ts";
import type { Millionths } from "./millionths.ts";

/** A network with accuracy and cost, before it is compared with the others. */
export interface Placed extends Omit<ParetoPoint, "cost" | "onFront" | "rank"> {
  readonly cost: Millionths;
}

/** A network that is not placed, and why. */
export interface Absent {
  readonly name: string;
  readonly own: boolean;
  readonly code: AbsentCode;
}

export type AbsentCode =
  | "no-accuracy"
  | "no-cost"
  | "partial-cost"
  | "lower-bound"
  | "recollection"
  | "draft"
  | "other-convention";

/** Why a network is not placed, in words, and the option that places it. */
const ABSENCES: Readonly<Record<AbsentCode, readonly [reason: string, option?: string]>> = {
  "no-accuracy": ["no accuracy is known", "--accuracy NAME=PERCENT"],
  "no-cost": ["no such cost is known"],
  "partial-cost": ["a part of the cost is not known"],
  "lower-bound": ["the cost is only a lower bound"],
  recollection: ["a figure is from recollection", "--recollection"],
  draft: ["from an unpublished draft", "--drafts"],
  "other-convention": ["the cost is counted by another rule", "--mixed"],
};

/** The user's and the published ones apart, by reason, in the order in which reasons occur. */
export function groupedAbsences(absent: readonly Absent[]): readonly ParetoAbsent[] {
  const groups = new Map<string, Absent[]>();
  for (const one of absent) {
    const key = `${one.own} ${one.code}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].map((group) => {
    const { code, own } = group[0] as Absent;
    const [reason, option] = ABSENCES[code];
    const useful = option !== undefined && (own || code !== "no-accuracy");
    const names = group.map(({ name }) => name);
    return { code, reason, ...(useful ? { option } : {}), own, names };
  });
}
