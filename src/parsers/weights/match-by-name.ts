import type { Assignment, TypedArgument } from "./argument.ts";
import { type ArgumentName, argumentName, unwrapped } from "./argument-name.ts";
import { collectionOf, isCollection, isOptimizerState } from "./collections.ts";
import { misfit, severalArguments, severalWeights, unfilledCollections } from "./mismatch.ts";
import type { Weight } from "./weight.ts";

/** Weights whose names an argument's could mean, and how much of that was left out to say so. */
interface Candidates {
  readonly argument: TypedArgument;
  /** The argument's variable. */
  readonly variable: string;
  readonly weights: readonly Weight[];
  /** Components of the argument's name that were left out. */
  readonly dropped: number;
  /** True where the file's path was shortened. */
  readonly isPart: boolean;
}

/** Weights by the key of what is left of their path; `whole`: nothing was left out. */
interface Index {
  readonly whole: ReadonlyMap<string, readonly Weight[]>;
  readonly part: ReadonlyMap<string, readonly Weight[]>;
}

/** No component has this character. */
const SEPARATOR = "\u0000";

/**
 * Finds the weight of each argument by name, component by component, in this order: the same path;
 * the path without the variable, or without variable and collection; a path in the file that has
 * one collection more, where that is so for all arguments of the variable.
 *
 * @throws {AceError} `shape-mismatch`, `type-mismatch`, `missing-data`
 */
export function matchByName(
  named: readonly TypedArgument[],
  weights: ReadonlyMap<string, Weight>,
): Assignment {
  const exact = indexOf(weights, exactKey);
  const loose = indexOf(weights, looseKey);
  const found = named.map((argument) => {
    const name = argumentName(argument.name as string) as ArgumentName;
    return candidatesOf(argument, name, name.mangled ? loose : exact);
  });
  const assigned = assign(ofWholeVariables(found));
  expectNoMisfit(found, assigned);
  expectCollections(named, weights, assigned);
  return assigned;
}

/** @throws {AceError} `shape-mismatch`, `type-mismatch` where only the names agree */
function expectNoMisfit(found: readonly Candidates[], assigned: Assignment): void {
  const used = new Set(assigned.values());
  for (const { argument, weights, isPart } of found) {
    const [weight] = weights;
    if (weight === undefined || isPart || assigned.has(argument.index) || used.has(weight))
      continue;
    throw misfit(argument, weight);
  }
}

/**
 * What an optimizer keeps need not be in the file.
 *
 * @throws {AceError} `missing-data` where some arguments of collections have weights, others not
 */
function expectCollections(
  named: readonly TypedArgument[],
  weights: ReadonlyMap<string, Weight>,
  assigned: Assignment,
): void {
  const unfilled = named.filter(
    ({ index, name }) => !assigned.has(index) && isKept(name as string),
  );
  if (unfilled.length === 0 || assigned.size === 0) return;
  const used = new Set(assigned.values());
  throw unfilledCollections(
    unfilled,
    [...weights.values()].filter((weight) => !used.has(weight)),
  );
}

/** True for the name of an argument of a collection, which a file of weights has. */
function isKept(name: string): boolean {
  return collectionOf(name) !== undefined && !isOptimizerState(name);
}

/** A component of Flax may itself hold slashes, `Dense_0/kernel/scale`; a file may take it apart. */
function exactKey(components: readonly string[]): string {
  return components.join(SEPARATOR).replaceAll("/", SEPARATOR);
}

/** What HLO leaves of a name: every run of other characters is one `_`. */
function looseKey(components: readonly string[]): string {
  return components
    .join("_")
    .replace(/[^A-Za-z0-9-]+/g, "_")
    .replace(/^_|_$/g, "");
}

function indexOf(
  weights: ReadonlyMap<string, Weight>,
  keyOf: (components: readonly string[]) => string,
): Index {
  const whole = new Map<string, Weight[]>();
  const part = new Map<string, Weight[]>();
  for (const weight of weights.values()) {
    const path = unwrapped(weight.path);
    add(whole, keyOf(path), weight);
    for (const dropped of droppable(path, 0)) {
      if (dropped > 0) add(part, keyOf(path.slice(dropped)), weight);
    }
  }
  return { whole, part };
}

function add(index: Map<string, Weight[]>, key: string, weight: Weight): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [weight]);
  else list.push(weight);
}

function candidatesOf(
  argument: TypedArgument,
  { components, root, mangled }: ArgumentName,
  index: Index,
): Candidates {
  const keyOf = mangled ? looseKey : exactKey;
  const variable = components.slice(0, root).join(".");
  for (const dropped of droppable(components, root)) {
    const weights = index.whole.get(keyOf(components.slice(dropped)));
    if (weights !== undefined) return { argument, variable, weights, dropped, isPart: false };
  }
  const own = components.slice(root);
  const weights = own.length === 0 ? [] : (index.part.get(keyOf(own)) ?? []);
  return { argument, variable, weights, dropped: root, isPart: true };
}

/**
 * How many components may be left out at the front, fewest first: none, the variable, one more, and
 * all up to a collection.
 */
function droppable(components: readonly string[], root: number): readonly number[] {
  const last = components.length - 1;
  const collection = components.slice(0, last).findLastIndex(isCollection);
  const counts = new Set([0, root, root + 1, collection, collection + 1]);
  return [...counts].filter((count) => count >= 0 && count <= last).sort((a, b) => a - b);
}

/** Without those of a variable that holds other things than weights of one more collection. */
function ofWholeVariables(found: readonly Candidates[]): readonly Candidates[] {
  const others = new Set(
    found.filter(({ weights }) => weights.length === 0).map(({ variable }) => variable),
  );
  return found.filter(({ isPart, variable }) => !(isPart && others.has(variable)));
}

/** @throws {AceError} `missing-data` where a name could mean several weights of its type */
function assign(found: readonly Candidates[]): Assignment {
  const claims = new Map<Weight, Candidates[]>();
  const unclear = new Set<string>();
  for (const one of found) {
    const fitting = one.weights.filter((weight) => weight.fitTo(one.argument.type) !== undefined);
    const [weight] = fitting;
    if (fitting.length > 1) throw severalWeights(one.argument, fitting);
    if (weight === undefined) unclear.add(one.variable);
    else claims.set(weight, [...(claims.get(weight) ?? []), one]);
  }
  const assigned: Assignment = new Map();
  for (const [weight, claimants] of claims) {
    assigned.set(nearest(weight, claimants, unclear).argument.index, weight);
  }
  return assigned;
}

/**
 * The argument that leaves least out, else those whose variable holds nothing but weights, else the
 * one of a collection.
 */
function nearest(
  weight: Weight,
  claimants: readonly Candidates[],
  unclear: ReadonlySet<string>,
): Candidates {
  const least = Math.min(...claimants.map(({ dropped }) => dropped));
  const near = claimants.filter(({ dropped }) => dropped === least);
  const clear = near.filter(({ variable }) => !unclear.has(variable));
  const left = clear.length > 0 ? clear : near;
  const kept = left.filter(({ argument }) => isKept(argument.name as string));
  const [only, ...others] = kept.length > 0 ? kept : left;
  if (others.length > 0) {
    throw severalArguments(
      weight,
      near.map(({ argument }) => argument),
    );
  }
  return only as Candidates;
}
