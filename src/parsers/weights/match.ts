import type { StoredTensor } from "../../graph/graph.ts";
import { TypeTable } from "../../graph/tensor-type.ts";
import type { Assignment, TypedArgument, WeightArgument } from "./argument.ts";
import { argumentName } from "./argument-name.ts";
import { matchByName } from "./match-by-name.ts";
import { matchByOrder } from "./match-by-order.ts";
import { noneUsed } from "./mismatch.ts";
import type { Weight } from "./weight.ts";

export interface MatchedWeights {
  /** Elements by the argument's index, not read yet; arguments without any are inputs. */
  readonly tensors: ReadonlyMap<number, StoredTensor>;
  /** Paths in the file by the argument's index. */
  readonly paths: ReadonlyMap<number, string>;
  /** Paths of weights that no argument takes: programs drop arguments that they do not use. */
  readonly unused: readonly string[];
}

/**
 * Finds the weight of each argument: by name, or, where no name is that of a weight, arguments
 * without names by order, as JAX flattens dictionaries. All other arguments are inputs.
 *
 * @throws {AceError} `shape-mismatch` or `type-mismatch` where a name says otherwise than the types;
 *   `missing-data` where names do not meet, or the order leaves a choice
 */
export function matchWeights(
  given: readonly WeightArgument[],
  weights: ReadonlyMap<string, Weight>,
  types: TypeTable = new TypeTable(),
): MatchedWeights {
  const all = given.map((argument) => ({
    ...argument,
    type: types.intern(argument.element, argument.shape),
  }));
  const isNamed = ({ name }: WeightArgument) =>
    name !== undefined && argumentName(name) !== undefined;
  const named = all.filter(isNamed);
  const nameless = all.filter((argument) => !isNamed(argument));
  const byName = matchByName(named, weights);
  const assigned =
    byName.size > 0 ? byName : matchByOrder(nameless, [...weights.values()], named.length > 0);
  if (assigned.size === 0 && weights.size > 0) throw noneUsed(all, [...weights.values()]);
  return result(all, weights, assigned);
}

function result(
  all: readonly TypedArgument[],
  weights: ReadonlyMap<string, Weight>,
  assigned: Assignment,
): MatchedWeights {
  const tensors = new Map<number, StoredTensor>();
  const paths = new Map<number, string>();
  for (const { index, type } of all) {
    const weight = assigned.get(index);
    if (weight === undefined) continue;
    tensors.set(index, weight.fitTo(type) as StoredTensor);
    paths.set(index, weight.path.join("/"));
  }
  const used = new Set(paths.values());
  return { tensors, paths, unused: [...weights.keys()].filter((path) => !used.has(path)) };
}
