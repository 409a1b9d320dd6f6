import type { Analysis } from "../bits/analysis.ts";
import type { Branch } from "../bits/facts.ts";
import { SCALAR_KINDS, type ScalarKind } from "../ops/work.ts";
import { aceOf } from "./ace.ts";
import type { Convention, Row } from "./counted.ts";

/** Which branch of each conditional counts, by its place in the analysis. */
export type TakenBranches = readonly number[];

/** What a branch costs. */
interface Cost {
  ace: bigint;
  macs: bigint;
}

/**
 * The branch of each conditional that counts: the one it is known to take, else the dearest by ACE,
 * then by multiply-accumulates, then the first.
 */
export function takenBranches(
  { choices }: Analysis,
  rows: readonly Row[],
  convention: Convention,
): TakenBranches {
  const costs = choices.map(({ branches }) => branches.map((): Cost => ({ ace: 0n, macs: 0n })));
  const add = (branch: Branch | undefined, cost: Cost): void => {
    const sum = branch && costs[branch.choice]?.[branch.index];
    if (sum === undefined) return;
    sum.ace += cost.ace;
    sum.macs += cost.macs;
  };
  for (const row of rows) {
    const { branch } = row.contraction;
    if (branch !== undefined) add(branch, { ace: aceOf(row, convention), macs: row.macs });
  }
  const taken: number[] = choices.map(() => 0);
  for (let i = choices.length - 1; i >= 0; i--) {
    const { taken: known, inside } = choices[i] as (typeof choices)[number];
    const own = costs[i] as readonly Cost[];
    taken[i] = known ?? dearest(own);
    add(inside, own[taken[i] as number] as Cost);
  }
  return taken;
}

function dearest(costs: readonly Cost[]): number {
  let best = 0;
  costs.forEach(({ ace, macs }, i) => {
    const most = costs[best] as Cost;
    if (ace > most.ace || (ace === most.ace && macs > most.macs)) best = i;
  });
  return best;
}

/** True for what is in no branch, or in branches that count. */
export function counts(
  { choices }: Analysis,
  taken: TakenBranches,
  branch: Branch | undefined,
): boolean {
  for (let at = branch; at !== undefined; at = choices[at.choice]?.inside) {
    if (taken[at.choice] !== at.index) return false;
  }
  return true;
}

/** A row, without work where its branch does not count; its weights are stored all the same. */
export function countedRow(analysis: Analysis, taken: TakenBranches, row: Row): Row {
  const { branch } = row.contraction;
  return counts(analysis, taken, branch) ? row : { ...row, macs: 0n, trips: 0n };
}

/** Scalar operations of everything that counts. */
export function countedScalars(
  analysis: Analysis,
  taken: TakenBranches,
): Readonly<Record<ScalarKind, bigint>> {
  const sums = { ...analysis.scalars };
  analysis.choices.forEach(({ branches }, choice) => {
    const index = taken[choice] as number;
    if (!counts(analysis, taken, { choice, index })) return;
    for (const kind of SCALAR_KINDS) sums[kind] += branches[index]?.scalars[kind] ?? 0n;
  });
  return sums;
}
