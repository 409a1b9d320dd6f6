import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type ts from "typescript";
import type { AnyOperator } from "../../src/ops/operator.ts";
import { sumOf } from "../conformance/figures.ts";
import type { ConformanceRatchet } from "../conformance/ratchet.ts";
import { type Tier, tierOf } from "../conformance/tiers.ts";
import { PROJECT } from "../corpus/corpus-folder.ts";
import { acceptedTypes } from "./accepted-types.ts";
import { elementTypes } from "./element-types.ts";
import { loweringTables, type TableEntry } from "./lowering-tables.ts";
import { type ReachedConstant, reachedFrom } from "./reached.ts";

/** One operator of a source that is supported. */
export interface OperatorRow {
  readonly operator: string;
  readonly tier: Tier | undefined;
  /** Operators of ours that it can become; none: it only steers what the graph is made of. */
  readonly becomes: readonly Pick<AnyOperator, "name" | "kind">[];
  /** Element types of those operators, in words. */
  readonly types: readonly string[];
  readonly versions: readonly number[];
  /** Oldest and newest operator set of an equal case. */
  readonly opsets: readonly [number, number] | undefined;
  readonly equal: number;
  readonly refusals: readonly string[];
}

/** Every operator in the importer's tables, as its code and the conformance figures have it. */
export async function operatorRows(ratchet: ConformanceRatchet): Promise<readonly OperatorRow[]> {
  const { checker, entries } = loweringTables();
  return await Promise.all(entries.map((entry) => rowOf(checker, entry, ratchet)));
}

async function rowOf(
  checker: ts.TypeChecker,
  { operator, lowering }: TableEntry,
  { operators, opsets }: ConformanceRatchet,
): Promise<OperatorRow> {
  const { constants, versions, refusals } = reachedFrom(checker, lowering);
  const becomes: AnyOperator[] = [];
  const types = new Set<string>();
  for (const constant of constants) {
    const found = await operatorOf(constant);
    if (found === undefined) continue;
    becomes.push(found);
    for (const type of typesOf(checker, found, constant)) types.add(type);
  }
  return {
    operator,
    tier: tierOf(operator),
    becomes: becomes.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    types: [...types].toSorted(),
    versions,
    opsets: opsets[operator],
    equal: sumOf(operators[operator] ?? {}),
    refusals,
  };
}

/** What its `infer` takes where that can be asked, else what its code says. */
function typesOf(
  checker: ts.TypeChecker,
  operator: AnyOperator,
  { declaration }: ReachedConstant,
): readonly string[] {
  const accepted = acceptedTypes(operator);
  return accepted === undefined ? elementTypes(checker, declaration) : [accepted];
}

/** The operator that a constant is; undefined for other constants. */
async function operatorOf({ file, name }: ReachedConstant): Promise<AnyOperator | undefined> {
  const module: Readonly<Record<string, unknown>> = await import(
    pathToFileURL(join(PROJECT, file)).href
  );
  const value = module[name];
  const isOperator = typeof value === "object" && value !== null && "infer" in value;
  return isOperator ? (value as AnyOperator) : undefined;
}
